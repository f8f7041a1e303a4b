import { createMemo, createSignal, Show } from "solid-js";
import { Dialog } from "#web/ui/dialog.tsx";
import { navigate } from "#web/ui/router.tsx";
import { layers } from "#web/ui/staff/actions.ts";
import { matching, type Option } from "#web/ui/staff/matching.ts";
import { cardLine, createPatientSearch } from "#web/ui/staff/patient-search.ts";
import { PickList } from "#web/ui/staff/pick-list.tsx";
import { may } from "#web/ui/staff/places.ts";

const [open, setOpen] = createSignal(false);
export const openPalette = () => setOpen(true);

/** Everything by name: what can be done here, where one can go, and patients. */
export const Palette = () => (
  <Dialog open={open()} title="Commands" wide onClose={() => setOpen(false)}>
    <Show when={open()}>
      <Commands />
    </Show>
  </Dialog>
);

function Commands() {
  const [query, setQuery] = createSignal("");
  const search = createPatientSearch(() => (may("patients") ? query() : ""));
  const commands = layers().flatMap((layer) =>
    layer.actions().flatMap((action): Option[] =>
      action.palette === false
        ? []
        : [
            {
              id: `${layer.title}-${action.label}`.replace(/\W+/g, "-"),
              label: action.label,
              group: layer.title,
              key: action.key,
              run: action.run,
            },
          ],
    ),
  );
  const patients = createMemo((): Option[] =>
    (search.found() ?? []).map((card) => ({
      id: card.id,
      label: card.name,
      detail: cardLine(card),
      group: "Patients",
      run: () => void navigate(`/practice/patients/${card.id}`),
    })),
  );
  const options = createMemo(() => [...matching(commands, query()), ...patients()]);
  const status = () => {
    if (search.busy()) return "Looking for patients…";
    if (search.problem()) return "Patients can't be searched right now.";
    return options().length === 0 ? "Nothing fits." : undefined;
  };
  const pick = (option: Option) => {
    setOpen(false);
    // The dialog gives the focus back first; what is picked may move it on.
    queueMicrotask(() => option.run());
  };
  return (
    <PickList
      label="Command or patient"
      placeholder={may("patients") ? "Command, place or patient…" : "Command or place…"}
      query={query()}
      onQuery={setQuery}
      options={options()}
      onPick={pick}
      status={status()}
    />
  );
}
