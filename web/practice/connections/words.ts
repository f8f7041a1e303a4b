import type { z } from "zod/mini";
import type { Ability, Connection, Drift, Mode } from "#domain/connections.ts";
import { say } from "#web/i18n/language.ts";

export type AbilityName = z.infer<typeof Ability>["name"];
type ModeName = z.infer<typeof Mode>;
type FormName = NonNullable<z.infer<typeof Ability>["as"]>;

export const ABILITY: Record<AbilityName, string> = {
  "read-slots": "Open times",
  book: "Booking",
  reschedule: "Moving a visit",
  cancel: "Cancelling",
  "read-visits": "Reading visits",
  "find-again": "Finding our own entries",
  "change-feed": "Telling us of changes",
  "tell-release": "Results: holds and releases",
  correct: "Requests for corrections",
  message: "Messages",
};

/** What the portal therefore does, for each function and each way of doing it. */
export const MEANING: Record<AbilityName, Record<ModeName, string>> = {
  "read-slots": {
    native: "Patients and the desk pick from the EHR’s open times.",
    request: "Patients name times that suit; you choose one.",
    "by-hand": "You enter the time when you schedule a request.",
    off: "No times are shown. Patients ask, you choose.",
  },
  book: {
    native: "Straight into the chart.",
    request: "Patients ask, you schedule.",
    "by-hand": "Patients ask, you enter it.",
    off: "Patients are told to call.",
  },
  reschedule: {
    native: "Straight into the chart.",
    request: "Patients ask, you move it.",
    "by-hand": "It comes to “To enter”; you move it in the chart.",
    off: "Patients are told to call.",
  },
  cancel: {
    native: "Straight into the chart.",
    request: "Patients ask, you cancel it.",
    "by-hand": "It comes to “To enter”; you cancel it in the chart.",
    off: "Patients are told to call.",
  },
  "read-visits": {
    native: "The schedule and patients’ visits come from the chart.",
    request: "Visits are shown when someone asks for them.",
    "by-hand": "Only what the portal itself did is shown.",
    off: "Only what the portal itself did is shown.",
  },
  "find-again": {
    native: "After a lost answer, we look before we write again.",
    request: "After a lost answer, someone has to look.",
    "by-hand": "After a lost answer, it comes to “To enter” for you to look.",
    off: "After a lost answer, it comes to “To enter” for you to look.",
  },
  "change-feed": {
    native: "Changes in the chart show up within seconds.",
    request: "Changes show up at the next reading.",
    "by-hand": "We read every few seconds instead.",
    off: "We read every few seconds instead.",
  },
  "tell-release": {
    native:
      "What clinicians decide about showing a result stands beside it in the chart. Comments stay here: they are for the patient.",
    request: "Holds, releases and comments stay here; you are asked to enter them.",
    "by-hand": "Holds, releases and comments stay here; enter in the chart what belongs there.",
    off: "Holds, releases and comments stay here: the EHR has no place for them. Enter in the chart what belongs there.",
  },
  correct: {
    native: "Into the chart, and to “Fixes” for you to answer.",
    request: "They come to “Fixes”; the chart has none of it.",
    "by-hand": "They come to “Fixes”; you enter in the chart what belongs there.",
    off: "Patients are told to call.",
  },
  message: {
    native:
      "Patients’ and yours go into the chart. Patients’ come to “Messages” for you to answer.",
    request: "They are here, under “Messages”; the chart has none of them.",
    "by-hand": "They are here, under “Messages”; you enter in the chart what belongs there.",
    off: "Patients are told to call.",
  },
};

/** The same where an EHR may take one thing or another. */
const AS: Partial<Record<AbilityName, Partial<Record<FormName, string>>>> = {
  correct: {
    task: "Into the chart as a task, and to “Fixes” for you to answer.",
    document: "Into the chart as a document, and to “Fixes” for you to answer.",
  },
  message: {
    communication:
      "Patients’ and yours go into the chart as communications. Patients’ come to “Messages” for you to answer.",
    document:
      "Patients’ and yours go into the chart as documents. Patients’ come to “Messages” for you to answer.",
  },
};

/** "Booking: yes. Straight into the chart." in its three parts. */
export const abilityLine = ({ name, able, mode, as }: z.infer<typeof Ability>) => ({
  name: ABILITY[name],
  answer: able ? "Yes" : "No",
  meaning: (as && AS[name]?.[as]) ?? MEANING[name][mode],
});

export const DRIFT: Record<Drift["kind"], readonly [name: string, meaning: string]> = {
  "orphan-slot": [
    "Busy time without a visit",
    "The chart holds a time that no visit uses. We open what we left ourselves; any other may be wanted, so you decide.",
  ],
  "cancelled-in-chart": [
    "Cancelled in the chart",
    "The portal showed the visit as on; the chart has it cancelled.",
  ],
  "missing-in-chart": [
    "Missing in the chart",
    "The portal wrote it and the chart no longer has it. The patient was told that it is not confirmed; there is a call to make.",
  ],
  "unknown-to-portal": [
    "Unknown to the portal",
    "The chart has a visit with our mark that the portal does not know.",
  ],
  differs: ["Differs", "Time, clinician or place are not the same in chart and portal."],
};

export const REPAIR: Record<Drift["repair"], string> = {
  done: "Repaired",
  safe: "Repaired at the next comparison",
  "by-hand": "Needs a person",
};

export const STATUS: Record<Connection["status"], readonly [name: string, meaning: string]> = {
  answering: ["Answering", "The EHR answers. What patients do reaches the chart as shown below."],
  silent: [
    "Silent",
    "The EHR does not answer. The portal shows what it last read, keeps what patients do, and sends it on when the EHR is back. Nothing is lost.",
  ],
  "not-set-up": [
    "Not set up",
    "No EHR is connected yet. Patients can’t see visits or book until one is.",
  ],
};

type Rate = Connection["rate"];

/** When the EHR last said what it can do, and whether it just answered. */
export function probeLine({ probe, statementAsOf }: Connection): string {
  const last = statementAsOf && say.ago(statementAsOf);
  if (probe?.answered) return "The EHR was asked just now and answered.";
  if (probe)
    return last
      ? `The EHR was asked just now and did not answer. It last did ${last}.`
      : "The EHR was asked just now and did not answer.";
  return last ? `From the EHR’s own statement, read ${last}.` : "It was never asked.";
}

/** "200 a minute", and what is left of it after a "too many". */
export function limitLine({ perMinute, lowered }: Rate, time: (at: string) => string): string {
  if (lowered)
    return `${lowered.perMinute} a minute until ${time(lowered.until)}, for the EHR said “too many”; ${
      perMinute === undefined ? "else none is set" : `else ${perMinute}`
    }`;
  return perMinute === undefined ? "None is set, calls are only counted" : `${perMinute} a minute`;
}

export const aboutCalls = (count: number): string => (count === 0 ? "None" : `About ${count}`);

export function shareLine({ lastHour, backgroundLastHour }: Rate): string {
  if (lastHour === 0) return "None";
  return `${Math.round((100 * Math.min(backgroundLastHour, lastHour)) / lastHour)} % of the last hour’s`;
}
