import type { WorkReason } from "#domain/work.ts";
import type { WriteBack, WriteBackReason, WriteBackState } from "#domain/writeback.ts";

/** Whether the chart has what a patient did. */
export const STATE: Record<WriteBackState, string> = {
  saved: "Saved here, not in the chart yet",
  "in-chart": "In the chart",
  "with-practice": "Waits in “To enter”",
  entered: "Entered by hand, not found by a read yet",
  "needs-attention": "Needs attention",
};

export const REASON: Record<WriteBackReason, string> = {
  "ehr-unreachable": "the EHR does not answer",
  "checking-chart": "looking whether the chart has it",
  "slot-taken": "someone else took the time",
  "changed-in-chart": "changed in the chart meanwhile",
  refused: "the EHR refused it",
  "not-supported": "this EHR can't take it electronically",
  "tried-for-a-day": "tried for a day",
  "not-found-after-entry": "not found a day after entry",
};

const KINDS: Record<string, string> = {
  book: "Booked a visit",
  "appointment.book": "Booked a visit",
  request: "Asked for a visit",
  "appointment.request": "Asked for a visit",
  reschedule: "Moved a visit",
  "appointment.reschedule": "Moved a visit",
  cancel: "Cancelled a visit",
  "appointment.cancel": "Cancelled a visit",
  "correction.ask": "Asked for a correction",
  "message.send": "Message",
};
/** What was done; a kind we have no words for is shown as it is called. */
export const kindWords = (kind: string): string => KINDS[kind] ?? kind.replace(/[.-]/g, " ");

const CALLED: Partial<Record<WorkReason, string>> = {
  "lost-its-time": "Lost the visit’s time",
  "refused-by-ehr": "Visit refused by the EHR",
  "still-unconfirmed": "Visit still unconfirmed",
};
/** What a call was about. */
export const calledWords = (reason: WorkReason): string => CALLED[reason] ?? "Called";

/** What stands in a list of its own, and not under what is to be entered. */
const WITH_US: Record<string, string> = {
  "correction.ask": "Waits in “Fixes”",
  "message.send": "Only in “Messages”",
};

export function stateWords({ state, reason }: WriteBack, kind = ""): string {
  const said = (state === "with-practice" && WITH_US[kind]) || STATE[state];
  return reason ? `${said}: ${REASON[reason]}` : said;
}
