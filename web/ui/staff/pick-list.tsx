import "./picker.css";
import { createEffect, createMemo, createSignal, createUniqueId, For, on, Show } from "solid-js";
import { Keys } from "./key-caps.tsx";
import type { Option } from "./matching.ts";

export interface PickListProps {
  label: string;
  placeholder: string;
  query: string;
  onQuery: (query: string) => void;
  options: readonly Option[];
  onPick: (option: Option) => void;
  /** Said below when nothing is listed, or while more is on its way. */
  status?: string | undefined;
}

/** A combobox whose list is always open: type to narrow, arrows to choose, Enter to take. */
export function PickList(props: PickListProps) {
  const id = createUniqueId();
  const [at, setAt] = createSignal(0);
  let list: HTMLDivElement | undefined;
  const active = () => props.options[Math.min(at(), props.options.length - 1)];
  createEffect(
    on(
      () => props.query,
      () => setAt(0),
    ),
  );
  createEffect(
    on(active, () =>
      list?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }),
    ),
  );
  const move = (by: number) => {
    const many = props.options.length;
    if (many > 0) setAt((Math.min(at(), many - 1) + by + many) % many);
  };
  const take = () => {
    const option = active();
    if (option) props.onPick(option);
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: take,
  };
  const onKey = (event: KeyboardEvent) => {
    const run = keys[event.key];
    if (!run || event.isComposing) return;
    event.preventDefault();
    run();
  };
  const optionId = (option: Option | undefined) => (option ? `${id}-${option.id}` : undefined);
  return (
    <div class="pick">
      <input
        class="input"
        type="text"
        role="combobox"
        aria-label={props.label}
        aria-autocomplete="list"
        aria-expanded={props.options.length > 0}
        aria-controls={props.options.length > 0 ? id : undefined}
        aria-activedescendant={optionId(active())}
        autocomplete="off"
        spellcheck={false}
        autofocus
        placeholder={props.placeholder}
        value={props.query}
        onInput={(event) => props.onQuery(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      <Show when={props.options.length > 0}>
        <div id={id} role="listbox" aria-label={props.label} class="pick-list" ref={list}>
          <Groups {...props} active={active()} optionId={optionId} onOver={setAt} />
        </div>
      </Show>
      <p role="status" class="soft small pick-status">
        {props.status}
      </p>
    </div>
  );
}

interface ListProps extends PickListProps {
  active: Option | undefined;
  optionId: (option: Option) => string | undefined;
  onOver: (index: number) => void;
}

function Groups(props: ListProps) {
  const groups = createMemo(() => [...Map.groupBy(props.options, ({ group }) => group ?? "")]);
  return (
    <For each={groups()}>
      {([title, options]) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset can't stand in a listbox.
        <div role="group" aria-label={title || props.label}>
          <Show when={title}>
            <p class="pick-group" aria-hidden="true">
              {title}
            </p>
          </Show>
          <For each={options}>{(option) => <Line {...props} option={option} />}</For>
        </div>
      )}
    </For>
  );
}

const Line = (props: ListProps & { option: Option }) => (
  // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox keeps the focus and takes the keys.
  // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox; this one is active.
  <div
    role="option"
    id={props.optionId(props.option)}
    class="pick-option"
    aria-selected={props.active?.id === props.option.id}
    onPointerMove={() => props.onOver(props.options.indexOf(props.option))}
    onClick={() => props.onPick(props.option)}
  >
    <span>{props.option.label}</span>
    <Show when={props.option.detail}>
      <span class="soft small">{props.option.detail}</span>
    </Show>
    <Show when={props.option.key}>{(key) => <Keys chord={key()} />}</Show>
  </div>
);
