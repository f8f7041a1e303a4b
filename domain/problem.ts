/**
 * Every expected refusal, once: its HTTP status and a title a person can read. `code` is the contract;
 * screens translate it, tests and outside checks rely on it.
 */
const PROBLEMS = {
  "request.too-large": [413, "The request is too large."],
  "request.unsupported-media-type": [415, "Send JSON (application/json)."],
  "request.foreign-origin": [403, "This request did not come from the portal's own pages."],
  "request.not-signed": [401, "The signature does not match."],
  "session.required": [401, "Please sign in."],
  "session.refused": [401, "The e-mail or password is not right."],
  "session.challenge-refused": [401, "That code is not right, or it is too old."],
  "request.too-many": [429, "Too many tries. Please wait a moment and try again."],
  "request.malformed": [400, "The request is not valid JSON."],
  "request.invalid": [422, "Something in the request is missing, wrong or unknown."],
  "request.key-reused": [422, "This Idempotency-Key was used for a different request."],
  "request.not-allowed": [403, "Your account can't do this."],
  "not-found": [404, "We can't find that."],
  "request.in-progress": [409, "The same request is still being worked on. Try again shortly."],
  "appointments.slot-taken": [409, "Someone else just took that time."],
  "appointments.hold-expired": [409, "We could keep that time for you only for a short while."],
  "appointments.not-bookable": [409, "This visit can't be booked online."],
  "appointments.not-eligible": [409, "This visit type does not fit this patient."],
  "appointments.too-many-open": [409, "There are already as many coming visits as can be booked."],
  "appointments.too-late-to-change": [409, "It is too late to change this visit online."],
  "appointments.not-changeable": [409, "This visit can't be changed any more."],
  "appointments.change-pending": [409, "An earlier change to this visit is still on its way."],
  "results.already-visible": [409, "The patient can see this already."],
  "work.changed": [409, "This was changed by someone else meanwhile. Look again."],
  "ehr.unavailable": [503, "The clinic's system does not answer right now."],
  unavailable: [503, "We can't do this right now. Nothing was changed. Please try again."],
  internal: [500, "Something went wrong on our side."],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

export const problemCodes = (): ProblemCode[] =>
  Object.keys(PROBLEMS).filter((code): code is ProblemCode => code in PROBLEMS);
export const problemStatus = (code: ProblemCode): number => PROBLEMS[code][0];
export const problemTitle = (code: ProblemCode): string => PROBLEMS[code][1];

/** One wrong field: where (JSON path) and what, without repeating what was sent. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** What a refusal carries beside its code: never patient data, always safe to show the caller. */
export interface ProblemDetails {
  readonly errors?: readonly FieldError[];
  /** The nearest other times, where a slot was taken. */
  readonly slots?: readonly unknown[];
  /** Seconds until a retry makes sense. */
  readonly retryAfterSeconds?: number;
  readonly detail?: string;
}

/** An expected refusal the caller may show. Anything else thrown is a bug and answers 500. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly details: ProblemDetails;
  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
  get status(): number {
    return problemStatus(this.code);
  }
}

/** RFC 9457 body as it goes over the wire. */
export interface ProblemBody extends ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  /** The request's id: what a patient reads to the clinic on the phone. */
  readonly instance: string;
}
