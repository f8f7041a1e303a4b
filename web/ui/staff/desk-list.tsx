import { createEffect, For, type JSX, on, Show } from "solid-js";
import type { Desk } from "./desk.ts";
import { NotYet } from "./trouble.tsx";

export const ListSearch = (props: { desk: Pick<Desk<never>, "search" | "setSearch"> }) => (
  <input
    class="tool pane-search"
    type="search"
    aria-label="Search this list"
    placeholder="Search this list  /"
    value={props.desk.search()}
    onInput={(event) => props.desk.setSearch(event.currentTarget.value)}
    onKeyDown={(event) => {
      if (event.key === "Escape" || event.key === "Enter") event.currentTarget.blur();
    }}
  />
);

interface RowsProps<Row> {
  desk: Desk<Row>;
  empty: JSX.Element;
  /** What stands before the button that opens a row. */
  before?: (row: () => Row) => JSX.Element;
  /** What a row says of itself. */
  children: (row: () => Row) => JSX.Element;
}

/** The rows of a desk, or why there are none. */
export const DeskRows = <Row extends object>(props: RowsProps<Row>) => (
  <Show when={props.desk.load.data()} fallback={<NotYet load={props.desk.load} />}>
    <Show when={props.desk.rows().length > 0} fallback={props.empty}>
      <Rows {...props} />
    </Show>
  </Show>
);

function Rows<Row extends object>(props: RowsProps<Row>) {
  let list: HTMLUListElement | undefined;
  createEffect(
    on(props.desk.inHand, () =>
      list?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" }),
    ),
  );
  return (
    <>
      <ul class="queue" ref={list}>
        <For each={props.desk.rows().map(props.desk.keyOf)}>
          {(id) => <OneRow {...props} id={id} />}
        </For>
      </ul>
      <Show when={props.desk.load.data()?.more}>
        <button type="button" class="tool queue-more" onClick={() => props.desk.more()}>
          Show more
        </button>
      </Show>
    </>
  );
}

/** Rows go by their key, so that a re-read changes words in place and nothing else moves. */
function OneRow<Row extends object>(props: RowsProps<Row> & { id: string }) {
  const found = () => props.desk.rows().find((row) => props.desk.keyOf(row) === props.id);
  const open = () => {
    props.desk.pick(props.id);
    props.desk.setReading(true);
  };
  return (
    <Show when={found()}>
      {(row) => (
        <li class="queue-row">
          {props.before?.(row)}
          <button
            type="button"
            class="queue-pick"
            aria-current={props.desk.inHand() === props.id ? "true" : undefined}
            onClick={open}
          >
            {props.children(row)}
          </button>
        </li>
      )}
    </Show>
  );
}
