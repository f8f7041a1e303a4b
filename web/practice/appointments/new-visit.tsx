import { createMemo, createSignal, Show } from "solid-js";
import type { PatientCard } from "#domain/desk.ts";
import type { Option } from "#web/ui/staff/matching.ts";
import { cardLine, createPatientSearch } from "#web/ui/staff/patient-search.ts";
import { PickList } from "#web/ui/staff/pick-list.tsx";
import { tell } from "#web/ui/staff/tell.tsx";
import { BookForm } from "#web/ui/staff/visit-dialogs.tsx";
import { problemLine } from "#web/ui/staff/words.ts";

/** Book into a day: first for whom, then what and when. */
export function NewVisit(props: { day: string; onDone: () => void; onClose: () => void }) {
  const [patient, setPatient] = createSignal<PatientCard>();
  return (
    <Show when={patient()} fallback={<ForWhom onPick={setPatient} />}>
      {(card) => (
        <>
          <p class="row apart">
            <span>
              <strong>{card().name}</strong> <span class="soft small">{cardLine(card())}</span>
            </span>
            <button type="button" class="tool" onClick={() => setPatient(undefined)}>
              Someone else
            </button>
          </p>
          <BookForm
            patient={card()}
            day={props.day}
            onClose={props.onClose}
            onDone={() => {
              tell(`Booked for ${card().name}.`);
              props.onDone();
            }}
          />
        </>
      )}
    </Show>
  );
}

function ForWhom(props: { onPick: (card: PatientCard) => void }) {
  const [query, setQuery] = createSignal("");
  const search = createPatientSearch(query);
  const options = createMemo(() =>
    (search.found() ?? []).map(
      (card): Option => ({
        id: card.id,
        label: card.name,
        detail: cardLine(card),
        run: () => props.onPick(card),
      }),
    ),
  );
  const status = () => {
    const problem = search.problem();
    if (problem) return problemLine(problem);
    if (search.busy()) return "Looking…";
    return search.found()?.length === 0 ? "No patient fits." : undefined;
  };
  return (
    <PickList
      label="Patient"
      placeholder="Patient: name, birth date, phone or e-mail…"
      query={query()}
      onQuery={setQuery}
      options={options()}
      onPick={(option) => option.run()}
      status={status()}
    />
  );
}
