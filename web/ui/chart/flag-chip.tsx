import { Show } from "solid-js";
import type { Flag } from "#domain/measured.ts";
import { t } from "#web/i18n/language.ts";
import type { Tone } from "#web/ui/chip.tsx";
import { FLAG_SIGNS, Sign } from "./sign.tsx";

const toneOf = (flag: Flag): Tone => {
  if (flag === "normal") return "good";
  return flag.startsWith("critical") ? "bad" : "wait";
};

/** What the laboratory says of a value: a sign, words, and a colour besides. */
export const FlagChip = (props: { flag: Flag | undefined }) => (
  <Show when={props.flag}>
    {(flag) => (
      <span class="chip" data-tone={toneOf(flag())}>
        <Sign name={FLAG_SIGNS[flag()]} size={16} />
        <span>{t(`flag.${flag()}`)}</span>
      </span>
    )}
  </Show>
);
