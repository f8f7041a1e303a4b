import type { Slot } from "#domain/appointments.ts";
import type { ProblemCode } from "#domain/problem.ts";

/** A refusal as screens meet it; "offline" where no answer came at all. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly code: ProblemCode | "offline";
  readonly status: number;
  /** Nearest other times, where a time was taken. */
  readonly slots: readonly Slot[];
  /** The request's id: what a patient reads to the practice on the phone. */
  readonly instance: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode | "offline", from: Partial<ApiProblem> = {}) {
    super(code);
    this.code = code;
    this.status = from.status ?? 0;
    this.slots = from.slots ?? [];
    this.instance = from.instance;
    this.retryAfterSeconds = from.retryAfterSeconds;
  }

  /** It may have happened or not: only the very same request, under the same key, is safe to send again. */
  get uncertain(): boolean {
    return this.status === 0 || this.status >= 500 || this.code === "request.in-progress";
  }
}

export const asProblem = (thrown: unknown): ApiProblem =>
  thrown instanceof ApiProblem ? thrown : new ApiProblem("internal", { status: 500 });
