import "./carer-menu.css";
import { createSignal, For, Show } from "solid-js";
import { chart } from "#web/api/chart.ts";
import type { Key } from "#web/i18n/catalog.ts";
import { t } from "#web/i18n/language.ts";
import { Avatar } from "#web/ui/avatar.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { actFor, actingFor, caredFor } from "./acting.ts";
import { session } from "./session.ts";

const RELATIONS: Partial<Record<string, Key>> = {
  child: "carer.child",
  parent: "carer.parent",
  spouse: "carer.spouse",
};
const relation = (code: string): string => t(RELATIONS[code] ?? "carer.other");

/** Where the keys of a menu lead from the item at `from`; undefined for every other key. */
export function nextItem(key: string, from: number, count: number): number | undefined {
  const to: Partial<Record<string, number>> = {
    ArrowDown: (from + 1) % count,
    ArrowUp: (from - 1 + count) % count,
    Home: 0,
    End: count - 1,
  };
  return to[key];
}

/** Opens with the focus on who is chosen, walks by arrow keys, closes on Tab; Escape is the popover's own. */
function createMenu() {
  const [open, setOpen] = createSignal(false);
  let popover: HTMLElement | undefined;
  const items = () => [...(popover?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
  return {
    open,
    ref: (element: HTMLElement) => {
      popover = element;
    },
    close: () => popover?.hidePopover(),
    onToggle: (event: ToggleEvent) => {
      setOpen(event.newState === "open");
      const chosen = items().find((item) => item.getAttribute("aria-checked") === "true");
      if (open()) (chosen ?? items()[0])?.focus();
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Tab") popover?.hidePopover();
      const from = items().findIndex((item) => item.matches(":focus"));
      const to = nextItem(event.key, from, items().length);
      if (to === undefined) return;
      event.preventDefault();
      items()[to]?.focus();
    },
  };
}

/** The account menu of someone who cares for others: whose visits, and the way out. */
export function CarerMenu(props: { leave: () => void; failed: string }) {
  const menu = createMenu();
  const own = () => session()?.patient?.name ?? "";
  const pick = (id: string | undefined) => {
    menu.close();
    void actFor(id);
  };
  return (
    <>
      <button
        type="button"
        class="account-menu-button"
        classList={{ "account-menu-acting": actingFor() !== undefined }}
        aria-label={t("carer.menu")}
        aria-haspopup="menu"
        aria-expanded={menu.open()}
        aria-controls="account"
        popovertarget="account"
      >
        <Avatar name={actingFor()?.name ?? own()} />
      </button>
      <div
        ref={menu.ref}
        id="account"
        popover="auto"
        class="account-menu"
        on:toggle={menu.onToggle}
      >
        <span class="soft small">{session()?.account.email}</span>
        <Items own={own()} pick={pick} leave={props.leave} onKeyDown={menu.onKeyDown} />
        <p role="alert" class="bad small">
          {props.failed}
        </p>
      </div>
    </>
  );
}

const Items = (props: {
  own: string;
  pick: (id: string | undefined) => void;
  leave: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}) => (
  <div
    role="menu"
    tabindex="-1"
    aria-label={t("carer.whose")}
    class="people"
    onKeyDown={(event) => props.onKeyDown(event)}
  >
    <Person
      name={props.own}
      title={`${t("carer.you")} · ${props.own}`}
      line={t("carer.self")}
      on={chart() === undefined}
      pick={() => props.pick(undefined)}
    />
    <For each={caredFor()}>
      {(person) => (
        <Person
          name={person.name}
          title={person.name}
          line={relation(person.relationship)}
          on={chart() === person.id}
          pick={() => props.pick(person.id)}
        />
      )}
    </For>
    <button
      type="button"
      role="menuitem"
      tabindex="-1"
      class="btn line small"
      onClick={() => props.leave()}
    >
      <Icon name="out" />
      {t("out.signOut")}
    </button>
  </div>
);

const Person = (props: {
  name: string;
  title: string;
  line: string;
  on: boolean;
  pick: () => void;
}) => (
  <button
    type="button"
    role="menuitemradio"
    aria-checked={props.on}
    tabindex="-1"
    class="person"
    onClick={() => props.pick()}
  >
    <Avatar name={props.name} />
    <span>
      <strong>{props.title}</strong>
      <span class="soft small">{props.line}</span>
    </span>
    <Show when={props.on}>
      <Icon name="check" />
    </Show>
  </button>
);
