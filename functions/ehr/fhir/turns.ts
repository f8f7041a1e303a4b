import { setTimeout as sleep } from "node:timers/promises";
import { HELD_BACK } from "#ports/ehr.ts";
import type { Caller, Quota } from "#ports/quota.ts";
import { NoAnswer } from "./failure.ts";

/** The connection's quota as its connector uses it: one turn before each request that leaves. */
export interface Turns {
  /** Resolves when the call may go out; rejects with `NoAnswer` "rate-limited" when that takes too long. */
  take(signal?: AbortSignal): Promise<void>;
  /** What came back, for its "too many". */
  seen(status: number, retryAfterSeconds: number | undefined): Promise<void>;
}

/** No quota: every call goes out. */
export const unlimited: Turns = { take: async () => undefined, seen: async () => undefined };

export function turnsIn(quota: Quota, { lane, waitSeconds }: Caller): Turns {
  return {
    async take(signal) {
      let left = signal?.aborted ? 0 : waitSeconds;
      for (let wait = await quota.turn(lane); wait !== undefined; wait = await quota.turn(lane)) {
        left -= wait;
        if (left < 0) throw new NoAnswer(HELD_BACK, Math.ceil(wait));
        await sleep(wait * 1000, undefined, signal && { signal }).catch(() => (left = 0));
      }
    },
    async seen(status, retryAfterSeconds) {
      if (status === 429) await quota.tooMany(retryAfterSeconds);
    },
  };
}
