import type { Instant } from "#domain/identifiers.ts";

/** Now, as an ISO UTC instant with milliseconds. */
export type Clock = () => Instant;

/** A number in [0,1), for jitter only. */
export type Random = () => number;

/** A fresh id that sorts by time, with a prefix that says what it names: `newId("apt")`. */
export type NewId = (prefix: string) => string;
