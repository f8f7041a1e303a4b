import type { DeskThreadSummary, Message } from "#domain/messaging.ts";
import type { WriteBackReason, WriteBackState } from "#domain/writeback.ts";
import type { ApiProblem } from "#web/api/problem.ts";
import { say } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import type { Look } from "#web/ui/said/said.tsx";
import { problemLine } from "#web/ui/staff/words.ts";

const CHART: Record<WriteBackState, Look> = {
  saved: { words: "Not in the chart yet", tone: "wait", icon: "clock" },
  "in-chart": { words: "In the chart", tone: "good", icon: "check" },
  "with-practice": { words: "Only here", tone: "info", icon: "alert" },
  entered: { words: "Entered by hand, not found by a read yet", tone: "info", icon: "pen" },
  "needs-attention": { words: "Only here", tone: "bad", icon: "alert" },
};

const REASON: Partial<Record<WriteBackReason, string>> = {
  "ehr-unreachable": "the EHR does not answer",
  "checking-chart": "looking whether the chart has it",
  refused: "the EHR refused it",
  "not-supported": "this EHR can’t take it",
  "tried-for-a-day": "the EHR did not take it for a day",
};

/** Whether the chart has a message, and why not. */
export function chartLook({ writeBack: { state, reason } }: Pick<Message, "writeBack">): Look {
  const look = CHART[state];
  const why = reason && state !== "in-chart" ? REASON[reason] : undefined;
  return why ? { ...look, words: `${look.words}: ${why}` } : look;
}

/** What a conversation is about, in a line. */
export function aboutLine({ about }: Pick<DeskThreadSummary, "about">): string {
  if (!about) return "A question";
  return about.title || "A record without a name";
}

/** Whose turn it is. */
export function standing(thread: Pick<DeskThreadSummary, "state" | "waitingSince">): Look {
  if (thread.state === "closed") return { words: "Closed", tone: "plain", icon: "check" };
  if (thread.state === "answered") return { words: "Answered", tone: "good", icon: "check" };
  const since = thread.waitingSince;
  const words = since
    ? `Waiting since ${say.dateTime(since, practice()?.timeZone ?? "UTC")}`
    : "Waiting";
  return { words, tone: "wait", icon: "clock" };
}

const CHANGED = "The conversation went on meanwhile. Read what is new above";

/** A refusal of an answer, and what to do next. */
export function refusalLine(problem: ApiProblem): string {
  if (problem.uncertain)
    return "No answer came, so it may have been sent. Press Send again: it is sent once.";
  return problem.code === "work.changed" ? `${CHANGED}, then send again.` : problemLine(problem);
}

/** The same where it was to be closed. */
export const notClosedLine = (problem: ApiProblem): string =>
  problem.code === "work.changed" ? `Not closed. ${CHANGED}.` : problemLine(problem);
