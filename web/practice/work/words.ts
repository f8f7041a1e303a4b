import { clockTime, dateTime, localDay } from "#domain/time.ts";
import type { WorkItem, WorkKind, WorkReason } from "#domain/work.ts";
import type { WriteBackState } from "#domain/writeback.ts";
import { practice } from "#web/session/session.ts";

/** Why there is work: in a row, and as a sentence for the person who does it. */
export const REASON: Record<WorkReason, readonly [short: string, long: string]> = {
  "asked-for-visit": [
    "Asked for a visit",
    "The patient asked for a visit and named times that suit. Nothing is booked yet.",
  ],
  "patient-answered": [
    "Answered your offer",
    "The patient has answered the times you offered. Schedule the visit or offer other times.",
  ],
  "ehr-cannot-take-it": [
    "EHR can't take it",
    "The EHR has no way to take this electronically. It gets into the chart when a person enters it.",
  ],
  "tried-for-a-day": [
    "Tried for a day",
    "The portal tried to write this for a day and the EHR never took it. Enter it, or try once more.",
  ],
  "not-found-after-entry": [
    "Not found after entry",
    "Someone marked this as entered, but a day of reading the chart has not found it. Check the chart and enter it again if it is not there.",
  ],
  "lost-its-time": [
    "Lost its time",
    "The visit was saved, then someone else got the time in the chart. The patient needs another time.",
  ],
  "refused-by-ehr": [
    "Refused by the EHR",
    "The EHR refused to take this. Settle it with the patient and enter what was agreed.",
  ],
  "still-unconfirmed": [
    "Still unconfirmed",
    "The visit is near and the chart still has not confirmed it. The patient should hear how it stands.",
  ],
};

/** What the patient's own screen says meanwhile, in the words they read. */
export const TOLD: Record<WriteBackState, string> = {
  saved: "“Saved, not confirmed yet”",
  "in-chart": "“In your chart”",
  "with-practice": "“With the practice”",
  entered: "“Entered by the practice”",
  "needs-attention": "“Needs attention”: choose another time or call",
};

/** A place's words. */
export interface QueueWords {
  readonly title: string;
  readonly empty: readonly [title: string, help: string];
  /** What `e` does. */
  readonly primary: string;
}
export const QUEUE: Record<WorkKind, QueueWords> = {
  request: {
    title: "Requests",
    empty: ["No requests", "New ones appear here by themselves."],
    primary: "Schedule",
  },
  "write-back": {
    title: "To enter",
    empty: [
      "Nothing to enter",
      "What the EHR can't take by itself appears here, with exactly what to type.",
    ],
    primary: "Mark entered",
  },
  phone: {
    title: "Calls",
    empty: ["Nobody to call", "Patients whose visit changed for the worse appear here."],
    primary: "Done",
  },
};

/** Hours after which a piece of work has waited too long. */
export const OVERDUE_HOURS: Record<WorkKind, number> = { request: 24, "write-back": 24, phone: 4 };

const HOUR_MS = 3_600_000;
const waitedMs = (item: Pick<WorkItem, "since">, now: string): number =>
  Math.max(0, Date.parse(now) - Date.parse(item.since));

export const isOverdue = (item: Pick<WorkItem, "since" | "kind">, now: string): boolean =>
  waitedMs(item, now) >= OVERDUE_HOURS[item.kind] * HOUR_MS;

/** "now", "12 min", "5 h", "3 d" */
export function age(item: Pick<WorkItem, "since">, now: string): string {
  const minutes = Math.floor(waitedMs(item, now) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / (24 * 60))} d`;
}

/** "Grace Okafor for Milo Okafor (child)" where somebody else asked. */
export function whoAsked({ askedBy, patient }: Pick<WorkItem, "askedBy" | "patient">): string {
  if (!askedBy) return `${patient.name}, for themselves`;
  const [, name, relation] = /^(.*) \((?:for their )?(.*)\)$/.exec(askedBy) ?? [];
  return name ? `${name} for ${patient.name} (${relation})` : `${askedBy} for ${patient.name}`;
}

/** What it is about, in a row: the visit type and, once there is one, its time. */
export function about(item: WorkItem): string {
  const { visit } = item;
  if (!visit) return REASON[item.reason][0];
  if (item.kind === "request") return visit.visitType.name;
  return `${visit.visitType.name}, ${short(visit.change?.start ?? visit.start, visit.timeZone)}`;
}

const short = (instant: string, timeZone: string): string =>
  dateTime(instant, { timeZone, language: "en" }).replace(/ [A-Z]{2,5}$/, "");

/** "Thu, Dec 3, 9:00 AM – 12:00 PM CST" */
export function windowWords({ from, to }: { from: string; to: string }, timeZone: string): string {
  const place = { timeZone, language: "en" } as const;
  if (localDay(from, timeZone) !== localDay(to, timeZone))
    return `${dateTime(from, place)} – ${dateTime(to, place)}`;
  const [, zone = ""] = / ([A-Z]{2,5})$/.exec(dateTime(from, place)) ?? [];
  return `${short(from, timeZone)} – ${clockTime(to, place)} ${zone}`.trim();
}

export const zoneOf = (item: WorkItem): string =>
  item.visit?.timeZone ?? practice()?.timeZone ?? "UTC";

/** What a person does in the chart, step by step. */
export function entrySteps(item: WorkItem): string[] {
  const what = item.visit?.change?.kind;
  const act =
    what === "cancel"
      ? "Find this visit and cancel it."
      : what === "reschedule"
        ? "Find this visit and move it to the time below."
        : "Add a visit with exactly what stands below.";
  return [
    `Open the chart of ${item.patient.name}${item.patient.birthDate ? `, born ${item.patient.birthDate}` : ""}.`,
    act,
    "Save it in the EHR, then press “Mark entered” here.",
  ];
}
