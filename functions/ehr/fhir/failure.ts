import * as z from "zod/mini";
import type { Outcome } from "#domain/writeback-row.ts";
import { EhrUnavailable } from "#ports/ehr.ts";

/**
 * Why a request brought no answer to work with. The question behind every case: can the server have carried it out?
 */
export type Failure =
  /** No byte of it reached a server that could act on it. */
  | { readonly is: "not-sent"; readonly code: string; readonly retryAfterSeconds?: number }
  /** The server said no, and saying no means it did nothing. */
  | {
      readonly is: "refused";
      readonly status: number;
      readonly code: string;
      readonly retryAfterSeconds?: number;
    }
  /** It may or may not have been carried out. */
  | { readonly is: "unknown"; readonly code: string };

export type Reply =
  | {
      readonly is: "ok";
      readonly status: number;
      readonly etag?: string;
      readonly location?: string;
      readonly body: unknown;
    }
  | Failure;

/** A read without an answer; `retryAfterSeconds` when the server said how long to stay away. */
export class NoAnswer extends EhrUnavailable {
  readonly retryAfterSeconds: number | undefined;
  constructor(code: string, retryAfterSeconds?: number) {
    super(code);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const NEVER_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_HAS_EXPIRED",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

const Thrown = z.object({
  name: z.optional(z.string()),
  code: z.optional(z.union([z.string(), z.number()])),
  cause: z.optional(z.unknown()),
  errors: z.optional(z.array(z.unknown())),
});

/**
 * What a rejected `fetch` means. Only a connection that never came about is proof that nothing was sent; a reset or
 * a timeout can hit after the server committed.
 */
export function thrown(error: unknown): Failure {
  const codes = codesOf(error);
  const code = codes[0] ?? "network";
  return codes.length > 0 && codes.every((each) => NEVER_CONNECTED.has(each))
    ? { is: "not-sent", code }
    : { is: "unknown", code };
}

/** Every system error code beneath an error: one for most, one per address where several were tried. */
function codesOf(error: unknown, depth = 0): string[] {
  const parsed = z.safeParse(Thrown, error);
  if (!parsed.success || depth > 4) return [];
  const { name, code, cause, errors } = parsed.data;
  const beneath = [...(errors ?? []), cause].flatMap((each) => codesOf(each, depth + 1));
  if (beneath.length > 0) return beneath;
  if (typeof code === "string") return [code];
  return name === "TimeoutError" || name === "AbortError" ? ["timeout"] : [];
}

/**
 * What a status outside 2xx means for a write (`writes`) or a read.
 *
 * 500, 502, 503 and 504 on a write are unknown: a gateway can lose the answer of a server that committed, and a
 * server can fail after its commit. That 503 often means "not now" does not help: we cannot tell one from the other,
 * and a search costs less than a second visit in the chart. 501 is a plain no. 429, 423, 424 and 425 are said
 * before any work is done.
 */
export function answered(
  { status, code, retryAfterSeconds }: { status: number; code: string; retryAfterSeconds?: number },
  writes: boolean,
): Failure {
  const maybeDone = status === 408 || (status >= 500 && status !== 501);
  if (writes && maybeDone) return { is: "unknown", code: `${status}` };
  return {
    is: "refused",
    status,
    code,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** `Retry-After` is seconds or a date; at most an hour is believed. */
export function retryAfter(header: string | null, now: string): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header.trim())
    ? Number(header)
    : Math.ceil((Date.parse(header) - Date.parse(now)) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(3600, Math.max(0, seconds));
}

const OperationOutcome = z.object({
  issue: z.array(
    z.object({
      code: z.optional(z.string()),
      details: z.optional(
        z.object({ coding: z.optional(z.array(z.object({ code: z.optional(z.string()) }))) }),
      ),
    }),
  ),
});

/** "422.business-rule": status and issue code, never the server's free text, which may name a patient. */
export function issueCode(status: number, body: unknown): string {
  const parsed = z.safeParse(OperationOutcome, body);
  const issue = parsed.success ? parsed.data.issue[0] : undefined;
  const code = issue?.details?.coding?.[0]?.code ?? issue?.code;
  return code !== undefined && /^[A-Za-z0-9.-]{1,40}$/.test(code)
    ? `${status}.${code}`
    : `${status}`;
}

/** The outcome of a write that failed, where the caller knows nothing better about 404, 409 and 412. */
export function outcomeOf(failure: Failure): Outcome {
  switch (failure.is) {
    case "unknown":
      return { is: "unknown" };
    case "not-sent":
      return again(failure.code, failure.retryAfterSeconds);
    case "refused":
      return refusal(failure);
  }
}

const LATER = new Set([401, 409, 412, 423, 424, 425, 429]);
const NOT_FOR_US = new Set([403, 405, 501]);

function refusal(failure: Failure & { is: "refused" }): Outcome {
  if (LATER.has(failure.status)) return again(failure.code, failure.retryAfterSeconds);
  // 403 is the practice's policy and 405 the server's: another try changes nothing, a person can.
  if (NOT_FOR_US.has(failure.status)) return { is: "unsupported" };
  return { is: "rejected", code: failure.code };
}

export const again = (code: string, afterSeconds?: number): Outcome => ({
  is: "retry",
  code,
  ...(afterSeconds === undefined ? {} : { afterSeconds }),
});

export const isStatus = (reply: Reply, ...statuses: readonly number[]): boolean =>
  reply.is === "refused" && statuses.includes(reply.status);

/** A failed read, as the exception reads reject with. */
export function noAnswer(failure: Failure): NoAnswer {
  return failure.is === "unknown"
    ? new NoAnswer(failure.code)
    : new NoAnswer(failure.code, failure.retryAfterSeconds);
}
