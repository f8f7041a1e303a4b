import "./asking.css";
import { createUniqueId, For, Show } from "solid-js";
import { startOfDay } from "#domain/time.ts";
import type { Key } from "#web/i18n/catalog.ts";
import { say, t } from "#web/i18n/language.ts";
import { Icon } from "#web/ui/icon.tsx";
import { type Fault, PARTS, type Wish } from "./wishes.ts";

const TITLES: readonly Key[] = ["ask.wish_1", "ask.wish_2", "ask.wish_3"];
export const wishTitle = (index: number): string => t(TITLES[index] ?? "ask.wish_3");

/** One day that would suit, and when on it. */
export function WishFields(props: {
  wish: Wish;
  index: number;
  days: { first: string; last: string };
  timeZone: string;
  fault: Fault | undefined;
  onChange: (wish: Wish) => void;
  /** Absent for the only one. */
  onRemove: (() => void) | undefined;
}) {
  const id = createUniqueId();
  const day = (local: string) => say.shortDay(startOfDay(local, props.timeZone), props.timeZone);
  const told = () => ({ first: day(props.days.first), last: day(props.days.last) });
  return (
    <fieldset class="card wish">
      <legend class="sr">{wishTitle(props.index)}</legend>
      <div class="row apart wish-head">
        <strong aria-hidden="true">{wishTitle(props.index)}</strong>
        <Show when={props.onRemove}>
          {(remove) => (
            <button
              type="button"
              class="link"
              aria-label={t("ask.removeWish", { wish: wishTitle(props.index) })}
              onClick={() => remove()()}
            >
              <Icon name="cross" size={16} />
              {t("ask.remove")}
            </button>
          )}
        </Show>
      </div>
      <div class="field">
        <label for={id}>{t("ask.day")}</label>
        <input
          class="input"
          id={id}
          type="date"
          min={props.days.first}
          max={props.days.last}
          value={props.wish.day}
          aria-invalid={props.fault !== undefined}
          aria-describedby={`${id}-fault`}
          onInput={(event) => props.onChange({ ...props.wish, day: event.currentTarget.value })}
        />
        <p class="bad small" id={`${id}-fault`}>
          <Show when={props.fault}>{(fault) => t(fault(), told())}</Show>
        </p>
      </div>
      <fieldset class="wish-parts">
        <legend>{t("ask.part")}</legend>
        <For each={PARTS}>
          {(part) => (
            <label class="wish-part">
              <input
                type="radio"
                class="sr"
                name={`${id}-part`}
                checked={props.wish.part === part}
                onChange={() => props.onChange({ ...props.wish, part })}
              />
              {t(`ask.${part}`)}
            </label>
          )}
        </For>
      </fieldset>
    </fieldset>
  );
}
