import type { WriteBack, WriteBackReason, WriteBackState } from "#domain/writeback.ts";

const STATE: Record<WriteBackState, string> = {
  saved: "Saved here, not in the chart yet",
  "in-chart": "The request is in the chart",
  "with-practice": "The request is only here",
  entered: "Entered by hand, not found by a read yet",
  "needs-attention": "The request is only here",
};

const REASON: Partial<Record<WriteBackReason, string>> = {
  "ehr-unreachable": "the EHR does not answer",
  "checking-chart": "looking whether the chart has it",
  refused: "the EHR refused it",
  "not-supported": "this EHR can’t take it electronically",
  "tried-for-a-day": "the EHR did not take it for a day",
};

/** Whether the chart has a request, and why not. */
export function chartWords({ state, reason }: WriteBack): string {
  const why = reason && REASON[reason];
  return why ? `${STATE[state]}: ${why}` : STATE[state];
}
