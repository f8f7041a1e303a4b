import "./panes.css";
import { createEffect, type JSX, on, Show } from "solid-js";
import { Icon } from "#web/ui/icon.tsx";
import { createTitle } from "#web/ui/title.ts";
import { type Action, useActions } from "./actions.ts";
import type { Desk } from "./desk.ts";
import { Nothing } from "./trouble.tsx";

const find = (selector: string) => document.querySelector<HTMLElement>(selector);

/** Gives the keys to what is in hand. */
export const toPane = () => find(".pane-detail")?.focus({ preventScroll: true });

export const searchList: Action = {
  label: "Search this list",
  key: "/",
  run: () => find("input.pane-search")?.focus(),
};

/** A desk: the list on the left, what is in hand on the right, all of it by keys. */
export function DeskPanes(props: {
  desk: Pick<Desk<never>, "neighbour" | "pick" | "reading" | "setReading">;
  title: string;
  actions: readonly Action[];
  list: JSX.Element;
  children: JSX.Element;
}) {
  createTitle(() => props.title);
  const move = (by: 1 | -1) => props.desk.pick(props.desk.neighbour(by));
  const show = () => {
    toPane();
    if (isNarrow()) scrollTo(0, 0);
  };
  const open = () => {
    props.desk.setReading(true);
    show();
  };
  const back = () => {
    props.desk.setReading(false);
    find(".queue-pick[aria-current]")?.focus();
  };
  useActions(props.title, () => [
    { label: "Next", key: "j", run: () => move(1), palette: false },
    { label: "Previous", key: "k", run: () => move(-1), palette: false },
    { label: "Open", key: "Enter", run: open, palette: false },
    { label: "Back to the list", key: "Escape", run: back, palette: false },
    ...props.actions,
  ]);
  // On a narrow screen the list makes way for what was picked from it.
  createEffect(on(props.desk.reading, (reading) => reading && isNarrow() && show()));
  return (
    <div class="panes" data-reading={props.desk.reading()}>
      <h1 class="sr">{props.title}</h1>
      {props.list}
      <section class="pane-detail" aria-label="In hand" tabindex="-1">
        <button type="button" class="link pane-back" onClick={back}>
          <Icon name="left" size={16} />
          {props.title}
        </button>
        {props.children}
      </section>
    </div>
  );
}

const isNarrow = () => matchMedia("(max-width: 59.99rem)").matches;

export const InHand = <Row extends object>(props: {
  desk: Desk<Row>;
  children: (row: () => Row) => JSX.Element;
}) => (
  <Show
    when={props.desk.item()}
    fallback={
      <Show when={props.desk.load.data()}>
        <Nothing icon="inbox" title="Nothing in hand" />
      </Show>
    }
  >
    {(row) => props.children(row)}
  </Show>
);
