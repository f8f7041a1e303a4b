import { Problem } from "#domain/problem.ts";
import type { Log } from "#ports/log.ts";

/** What Cognito calls a person's own mistake. All look the same from outside: no answer may say who exists. */
const REFUSALS = new Set([
  "NotAuthorizedException",
  "UserNotFoundException",
  "UserNotConfirmedException",
  "PasswordResetRequiredException",
  "CodeMismatchException",
  "ExpiredCodeException",
  "EnableSoftwareTokenMFAException",
  "SoftwareTokenMFANotFoundException",
]);
/** Words no sane client sends, or a pool set up wrongly: a refusal, and a line for ops. */
const UNREADABLE = new Set(["InvalidParameterException", "SerializationException"]);
const WEAK = new Set(["InvalidPasswordException", "PasswordHistoryPolicyViolationException"]);
const BUSY = new Set([
  "TooManyRequestsException",
  "LimitExceededException",
  "InternalErrorException",
  "TimeoutError",
  "ThrottlingException",
]);

/** A failed call as the refusal it stands for; anything else is passed on as the bug it is. */
export function refusalOf(
  error: unknown,
  refusal: "session.refused" | "session.challenge-refused",
  log: Log,
): unknown {
  const name = error instanceof Error ? error.name : "";
  if (WEAK.has(name))
    return new Problem("request.invalid", {
      errors: [{ path: "newPassword", message: "This password is too weak, or was used before." }],
    });
  if (REFUSALS.has(name)) return new Problem(refusal);
  if (UNREADABLE.has(name)) {
    log.warn("identity.unreadable", { errorName: name });
    return new Problem(refusal);
  }
  return BUSY.has(name) || isServerFault(error) ? new Problem("unavailable") : error;
}

const isServerFault = (error: unknown) =>
  typeof error === "object" && error !== null && "$fault" in error && error.$fault === "server";
