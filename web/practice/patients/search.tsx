import "#web/ui/staff/queue-rows.css";
import "./patients.css";
import { createSignal, For, Show } from "solid-js";
import type { PatientCard } from "#domain/desk.ts";
import { Avatar } from "#web/ui/avatar.tsx";
import { phoneWords } from "#web/ui/phone.ts";
import { navigate } from "#web/ui/router.tsx";
import { useActions } from "#web/ui/staff/actions.ts";
import { born, createPatientSearch, type PatientSearch } from "#web/ui/staff/patient-search.ts";
import { Nothing, RowSkeleton, StaffTrouble } from "#web/ui/staff/trouble.tsx";
import { many } from "#web/ui/staff/words.ts";
import { createTitle } from "#web/ui/title.ts";

// Kept in memory only: who comes back from a patient finds the list; no name stands in the URL.
const [query, setQuery] = createSignal("");

/** Find a patient by name, birth date, phone or e-mail. */
export function PatientSearchScreen() {
  const search = createPatientSearch(query);
  const [at, setAt] = createSignal(0);
  let field: HTMLInputElement | undefined;
  createTitle(() => "Patients");
  const rows = () => search.found() ?? [];
  const inHand = () => rows()[Math.min(at(), rows().length - 1)];
  const move = (by: 1 | -1) => setAt(Math.min(Math.max(at() + by, 0), rows().length - 1));
  const open = () => {
    const card = inHand();
    if (card) void navigate(`/practice/patients/${card.id}`);
  };
  useActions("Patients", () => [
    { label: "Next patient", key: "j", run: () => move(1), palette: false },
    { label: "Previous patient", key: "k", run: () => move(-1), palette: false },
    { label: "Open patient", key: "Enter", run: open, palette: false },
    { label: "Search patients", key: "/", run: () => field?.focus() },
  ]);
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: open,
    Escape: () => field?.blur(),
  };
  return (
    <div class="search">
      <h1>Patients</h1>
      <input
        ref={field}
        class="input"
        type="search"
        aria-label="Search patients"
        aria-describedby="search-help"
        placeholder="Name, birth date, phone or e-mail  /"
        autocomplete="off"
        maxLength={80}
        value={query()}
        onInput={(event) => {
          setAt(0);
          setQuery(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          const run = keys[event.key];
          if (!run) return;
          event.preventDefault();
          run();
        }}
      />
      <p class="soft small" id="search-help" role="status">
        {helpWords(search)}
      </p>
      <Found search={search} inHand={inHand()} />
    </div>
  );
}

function helpWords(search: PatientSearch): string {
  if (search.busy() && !search.found()) return "Looking…";
  const found = search.found();
  if (!found) return "Birth dates as 1987-04-12. Two letters are enough to start.";
  return search.more()
    ? `The first ${found.length}; type more to narrow.`
    : many(found.length, "patient");
}

const Found = (props: { search: PatientSearch; inHand: PatientCard | undefined }) => (
  <Show
    when={!props.search.problem()}
    fallback={
      <Show when={props.search.problem()}>
        {(problem) => <StaffTrouble problem={problem()} retry={props.search.retry} />}
      </Show>
    }
  >
    <Show when={props.search.found()} fallback={<NotYet busy={props.search.busy()} />}>
      {(found) => (
        <Show when={found().length > 0} fallback={<NoOne />}>
          <ul class="queue search-rows" data-busy={props.search.busy()}>
            <For each={found()}>
              {(card) => <Row card={card} inHand={props.inHand?.id === card.id} />}
            </For>
          </ul>
        </Show>
      )}
    </Show>
  </Show>
);

const NotYet = (props: { busy: boolean }) => (
  <Show
    when={props.busy}
    fallback={
      <Nothing icon="person" title="Find a patient">
        Their visits, what they did in the portal, and booking for them are one step from here.
      </Nothing>
    }
  >
    <RowSkeleton rows={5} />
  </Show>
);

const NoOne = () => (
  <Nothing icon="search" title="No patient fits">
    Try part of the last name, or the birth date as 1987-04-12.
  </Nothing>
);

const Row = (props: { card: PatientCard; inHand: boolean }) => (
  <li class="queue-row">
    <a
      class="queue-pick search-row"
      href={`/practice/patients/${props.card.id}`}
      aria-current={props.inHand ? "true" : undefined}
    >
      <Avatar name={props.card.name} />
      <strong>{props.card.name}</strong>
      <span class="soft small num">{born(props.card.birthDate)}</span>
      <span class="soft small num">{props.card.phone && phoneWords(props.card.phone)}</span>
      <span class="soft small">
        {props.card.hasAccount ? "Uses the portal" : "No portal account"}
      </span>
    </a>
  </li>
);
