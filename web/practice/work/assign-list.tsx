import { createMemo, createSignal } from "solid-js";
import { call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { session } from "#web/session/session.ts";
import { matching, type Option } from "#web/ui/staff/matching.ts";
import { PickList } from "#web/ui/staff/pick-list.tsx";
import { problemLine } from "#web/ui/staff/words.ts";
import { assign } from "./queue-model.ts";
import type { AboutItem } from "./schedule-dialog.tsx";

/** Give the item to a colleague, by name; or to nobody. */
export function AssignList(props: AboutItem) {
  const [query, setQuery] = createSignal("");
  const load = createLoad(() => call("GET /practice/staff", {}));
  const give = (to: { id: string; name: string } | undefined) => () =>
    void assign(props.queue, props.item, to);
  const options = createMemo((): Option[] => {
    const me = session()?.account.id;
    return matching(
      [
        ...(load.data()?.items ?? []).map((person) => ({
          id: person.id,
          label: person.id === me ? `${person.name} (you)` : person.name,
          detail: person.role,
          run: give(person),
        })),
        ...(props.item.assignee ? [{ id: "nobody", label: "Nobody", run: give(undefined) }] : []),
      ],
      query(),
    );
  });
  const status = () => {
    const problem = load.problem();
    if (problem) return problemLine(problem);
    if (!load.data()) return "Loading colleagues…";
    return options().length === 0 ? "Nobody has that name." : undefined;
  };
  return (
    <PickList
      label="Colleague"
      placeholder="Name of a colleague…"
      query={query()}
      onQuery={setQuery}
      options={options()}
      onPick={(option) => {
        props.onClose();
        option.run();
      }}
      status={status()}
    />
  );
}
