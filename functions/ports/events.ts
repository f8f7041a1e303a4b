import type { Instant } from "#domain/identifiers.ts";

/** Vendors' events already acted on. */
export interface Events {
  /**
   * True for whoever brings this event first in five minutes; a retry of the same request is told so again.
   */
  first(eventId: string, by: { requestId: string; now: Instant }): Promise<boolean>;
  /** The event was not acted on after all: the next delivery counts as the first. */
  forget(eventId: string, by: { requestId: string; now: Instant }): Promise<void>;
}
