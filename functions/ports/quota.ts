import type { Instant } from "#domain/identifiers.ts";

/** Whose call it is: a person waits for it, or nobody does (polling, comparing, looking up a phone number). */
export type Lane = "interactive" | "background";

/** On whose behalf calls go out, and how long each may stand in line for its turn. */
export interface Caller {
  readonly lane: Lane;
  readonly waitSeconds: number;
}
/** A person is answered from the mirror rather than kept waiting. */
export const person: Caller = { lane: "interactive", waitSeconds: 1 };
/** Asked for by a person, but so many calls that they must not be in anybody's way. */
export const errand: Caller = { lane: "background", waitSeconds: 3 };
export const background: Caller = { lane: "background", waitSeconds: 30 };

/** How many calls an EHR may get in a minute, shared by every function of the portal. */
export interface Quota {
  /** One call's turn. Undefined: it may go out now; otherwise after how many seconds to ask again. */
  turn(lane: Lane): Promise<number | undefined>;
  /** The EHR said "too many": nobody calls until then, and fewer calls go out for a while. */
  tooMany(afterSeconds: number | undefined): Promise<void>;
}

/** What a connection's quota came to lately. Calls are counted in packets, as they were handed out. */
export interface Usage {
  readonly lastMinute: number;
  readonly lastHour: number;
  /** Of the last hour, those nobody waited for. */
  readonly backgroundLastHour: number;
  /** Answers 429 in the last hour. */
  readonly refusedLastHour: number;
  /** Nobody calls until then, for the EHR asked for it. */
  readonly pausedUntil?: Instant | undefined;
  /** The EHR said "too many": so many a minute until then. */
  readonly lowered?: { readonly perMinute: number; readonly until: Instant } | undefined;
}
