import type { AppointmentStatus } from "#domain/appointments.ts";
import type { ScheduledVisit } from "#domain/practice.ts";
import type { ProblemCode } from "#domain/problem.ts";
import type { WriteBackState } from "#domain/writeback.ts";
import type { ApiProblem } from "#web/api/problem.ts";

/** The staff's own words for what patients are told more gently. */
export const STATUS: Record<AppointmentStatus, string> = {
  proposed: "Requested",
  pending: "Pending",
  booked: "Booked",
  arrived: "Arrived",
  fulfilled: "Done",
  cancelled: "Cancelled",
  noshow: "No-show",
  "entered-in-error": "Entered in error",
  "checked-in": "Checked in",
  waitlist: "Waitlist",
};

export const CHART: Record<WriteBackState, string> = {
  saved: "Not in chart",
  "in-chart": "In chart",
  "with-practice": "By hand",
  entered: "Unverified",
  "needs-attention": "Attention",
};

/** A refusal as the person at the desk needs it: what happened and what to do. */
export const PROBLEM: Record<ProblemCode | "offline", string> = {
  offline: "No network. Nothing was sent for certain; try again.",
  "request.too-large": "That is too long to send.",
  "request.unsupported-media-type": "This page is out of date. Reload it.",
  "request.foreign-origin": "This page is out of date. Reload it.",
  "request.not-signed": "This page is out of date. Reload it.",
  "session.required": "You were signed out. Sign in again.",
  "session.refused": "The e-mail or password is not right.",
  "session.challenge-refused": "That code is not right, or it is too old.",
  "request.too-many": "Too many tries. Wait a moment, then try again.",
  "request.malformed": "This page is out of date. Reload it.",
  "request.invalid": "Something here is missing or not right.",
  "request.key-reused": "An earlier try is still open. Close this and look at what came of it.",
  "request.not-allowed": "Your account can't do this.",
  "not-found": "It is not there any more, or not yours to see.",
  "request.in-progress": "The same action is still being worked on. Try again in a moment.",
  "appointments.slot-taken": "Someone else just took that time.",
  "appointments.hold-expired": "That time was kept only for a short while. Pick it again.",
  "appointments.not-bookable":
    "Patients can't book this visit type; the rule holds for the desk too.",
  "appointments.not-eligible": "This visit type is not for this patient's age.",
  "appointments.too-many-open": "The patient has as many coming visits as the rule allows.",
  "appointments.too-late-to-change": "It is past this visit type's notice time.",
  "appointments.not-changeable": "This visit can't be changed any more.",
  "appointments.change-pending": "An earlier change to this visit is still on its way.",
  "results.already-visible": "The patient sees this already. Nothing was changed.",
  "work.changed": "Someone else changed this meanwhile. It is shown as they left it.",
  "ehr.unavailable": "The EHR does not answer right now.",
  unavailable: "We can't do this right now. Nothing was changed.",
  internal: "Something went wrong on our side.",
};
export const problemLine = (problem: ApiProblem): string => PROBLEM[problem.code];

/** "3 visits" */
export const many = (count: number, one: string, more = `${one}s`): string =>
  `${count} ${count === 1 ? one : more}`;

/** Who booked it, where it was not the patient: "Grace Okafor for Milo Okafor (child)". */
export function bookedBy({ bookedBy: by, patient }: ScheduledVisit): string {
  if (!by) return "";
  if (by.kind === "staff") return `${by.name} (staff)`;
  return `${by.name} for ${patient.name}${by.relationship ? ` (${by.relationship})` : ""}`;
}
