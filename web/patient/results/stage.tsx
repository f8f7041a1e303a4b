import { Show } from "solid-js";
import { maybe, t } from "#web/i18n/language.ts";
import { stageWords } from "#web/ui/chart/codes.ts";
import { Chip, type Tone } from "#web/ui/chip.tsx";
import type { IconName } from "#web/ui/icon.tsx";
import { Notice } from "#web/ui/notice.tsx";

const WAITING = new Set(["registered", "partial", "preliminary"]);
const OFF = new Set(["cancelled", "entered-in-error"]);

function lookOf(status: string): { tone: Tone; icon: IconName } {
  if (WAITING.has(status)) return { tone: "wait", icon: "clock" };
  return OFF.has(status) ? { tone: "plain", icon: "cross" } : { tone: "info", icon: "pen" };
}

/** A result's state; a final one needs no words. */
export const StageChip = (props: { status: string }) => (
  <Show when={props.status !== "final"}>
    <Chip {...lookOf(props.status)}>{stageWords(props.status)}</Chip>
  </Show>
);

/** What a state other than final means, in a sentence. */
export const StageNotice = (props: { status: string; earlier: boolean }) => (
  <Show when={maybe(`said.${props.status}`)}>
    {(said) => (
      <Notice {...lookOf(props.status)} title={stageWords(props.status)}>
        <p>{props.earlier ? `${said()} ${t("results.before")}` : said()}</p>
      </Notice>
    )}
  </Show>
);
