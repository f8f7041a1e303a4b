import * as z from "zod/mini";
import { addSeconds } from "#domain/time.ts";
import type { Clock } from "#ports/clock.ts";
import type { Lane, Quota, Usage } from "#ports/quota.ts";
import type { Table } from "./table.ts";

/** A minute's calls are spread over windows of this length: no burst, and nobody waits longer for the next. */
const WINDOW_SECONDS = 10;
const WINDOWS_A_MINUTE = 60 / WINDOW_SECONDS;
/** Nothing goes out this long before a minute ends: the EHR might count it in the next. */
const GUARD_SECONDS = 0.5;
/** What nobody waits for may take this much of each window: the rest is always there for people. */
const BACKGROUND_SHARE = 0.5;
/** Permits an execution environment takes at once, at most: one write to the table for so many calls. */
const PACKET = 10;
/** After "too many" this share of the limit goes out for this long, but so many a minute at least: a booking is a few. */
const LOWERED_TO = 0.75;
const LOWERED_SECONDS = 15 * 60;
const LEAST_A_MINUTE = 30;
/** Where no limit is set, one "too many" must not choke the portal. */
const LEAST_LEARNED = 60;
/** How long an EHR without a known limit is left alone that says "too many", but not for how long. */
const PAUSE_SECONDS = 5;
const KEPT_SECONDS = 2 * 3600;

const Brake = z.object({ pausedUntil: z.string(), perMinute: z.number(), until: z.string() });
type Brake = z.infer<typeof Brake>;
type Counter = "all" | "background" | "refused";

export interface QuotaOf {
  readonly connectionId: string;
  /** Calls a minute; undefined: no limit is known, calls are only counted. */
  readonly perMinute: number | undefined;
}

interface Lease {
  readonly window: number;
  left: number;
  /** Nothing was left for this lane: asking again in this window is of no use. */
  readonly over: boolean;
}

/**
 * Permits are taken in packets from one counter per window: adding is atomic, so that the sum over all functions never
 * passes the limit, and most calls cost no write at all. What is left of a packet is lost with its window.
 */
export function dynamoQuota(table: Table, clock: Clock, of: QuotaOf): Quota {
  const leases: Partial<Record<Lane, Lease>> = {};
  const asking: Partial<Record<Lane, Promise<void>>> = {};
  let brake: Brake | undefined;
  const ask = async (lane: Lane, window: number): Promise<void> => {
    brake = await brakeOf(table, of.connectionId);
    const granted = await packet(table, {
      of,
      lane,
      window,
      perMinute: limitOf(of, brake, clock()),
    });
    leases[lane] = { window, left: granted, over: granted === 0 };
  };
  const current = (lane: Lane, now: string): Lease | undefined => {
    const lease = leases[lane];
    return lease?.window === windowOf(now) ? lease : undefined;
  };
  /** A permit taken, after how many seconds to come again, or that the table must be asked. */
  const now = (lane: Lane, at: string): "taken" | "ask" | number => {
    const lease = current(lane, at);
    const wait = stop(of, brake, at);
    if (wait > 0) return wait;
    if (lease?.over) return leftOf(at, WINDOW_SECONDS);
    return used(lease) ? "taken" : "ask";
  };
  return {
    async turn(lane) {
      let answer = now(lane, clock());
      for (; answer === "ask"; answer = now(lane, clock())) {
        asking[lane] ??= ask(lane, windowOf(clock())).finally(() => delete asking[lane]);
        await asking[lane];
      }
      return answer === "taken" ? undefined : answer;
    },
    async tooMany(afterSeconds) {
      brake = await braked(table, { of, afterSeconds, now: clock() });
    },
  };
}

/** Takes one permit of a packet, if there is one. */
function used(lease: Lease | undefined): boolean {
  if (!lease || lease.left <= 0) return false;
  lease.left -= 1;
  return true;
}

/** The connection's calls of the last hour, from its counters. */
export async function usageOf(table: Table, connectionId: string, now: string): Promise<Usage> {
  const through = windowOf(now);
  const since = (seconds: number) => through - seconds / WINDOW_SECONDS + 1;
  const sum = async (counter: Counter, seconds: number) => {
    const [from, to] = [since(seconds), through].map((at) => counterKey(connectionId, counter, at));
    const { items } = await table.query({
      pk: partition(connectionId),
      between: [from?.sk ?? "", to?.sk ?? ""],
    });
    return items.reduce((total, { data }) => total + z.parse(z.number(), data), 0);
  };
  const [lastMinute, lastHour, backgroundLastHour, refusedLastHour, brake] = await Promise.all([
    sum("all", 60),
    sum("all", 3600),
    sum("background", 3600),
    sum("refused", 3600),
    brakeOf(table, connectionId),
  ]);
  return {
    lastMinute,
    lastHour,
    backgroundLastHour,
    refusedLastHour,
    ...(brake && brake.pausedUntil > now ? { pausedUntil: brake.pausedUntil } : {}),
    ...(brake && brake.until > now
      ? { lowered: { perMinute: brake.perMinute, until: brake.until } }
      : {}),
  };
}

const windowOf = (now: string) => Math.floor(Date.parse(now) / 1000 / WINDOW_SECONDS);
/** Seconds until the clock's next whole multiple of `every`. */
const leftOf = (now: string, every: number) => every - ((Date.parse(now) / 1000) % every);

const partition = (connectionId: string) => `QUOTA#${connectionId}`;
const brakeKey = (connectionId: string) => ({ pk: partition(connectionId), sk: "BRAKE" });
const counterKey = (connectionId: string, counter: Counter, window: number) => ({
  pk: partition(connectionId),
  sk: `${counter}#${String(window).padStart(12, "0")}`,
});

async function brakeOf(table: Table, connectionId: string): Promise<Brake | undefined> {
  const item = await table.get(brakeKey(connectionId));
  return item && Brake.parse(item.data);
}

function limitOf({ perMinute }: QuotaOf, brake: Brake | undefined, now: string) {
  if (!brake || brake.until <= now) return perMinute;
  return Math.min(brake.perMinute, perMinute ?? Number.POSITIVE_INFINITY);
}

/** For how long nothing may go out, whatever is left. */
function stop(of: QuotaOf, brake: Brake | undefined, now: string): number {
  if (brake && brake.pausedUntil > now)
    return (Date.parse(brake.pausedUntil) - Date.parse(now)) / 1000;
  const untilMinute = leftOf(now, 60);
  const guarded = limitOf(of, brake, now) !== undefined && untilMinute <= GUARD_SECONDS;
  return guarded ? untilMinute : 0;
}

interface Asked {
  readonly of: QuotaOf;
  readonly lane: Lane;
  readonly window: number;
  readonly perMinute: number | undefined;
}

/** As many permits as are to be had now, a packet at most. */
async function packet(table: Table, { of, lane, window, perMinute }: Asked): Promise<number> {
  const limit = perMinute === undefined ? undefined : Math.floor(perMinute / WINDOWS_A_MINUTE);
  const take = async (counter: Counter, wanted: number, most: number) => {
    if (wanted <= 0) return 0;
    const key = counterKey(of.connectionId, counter, window);
    const after = await table.increment(key, window * WINDOW_SECONDS + KEPT_SECONDS, wanted);
    return Math.max(0, Math.min(wanted, most - (after - wanted)));
  };
  const most = limit ?? Number.POSITIVE_INFINITY;
  const wanted = Math.max(1, Math.min(PACKET, Math.floor(most / PACKET)));
  const inShare =
    lane === "background"
      ? await take("background", wanted, Math.floor(most * BACKGROUND_SHARE))
      : wanted;
  return take("all", inShare, most);
}

async function braked(
  table: Table,
  { of, afterSeconds, now }: { of: QuotaOf; afterSeconds: number | undefined; now: string },
): Promise<Brake> {
  const { connectionId } = of;
  const window = windowOf(now);
  const expiresAt = window * WINDOW_SECONDS + KEPT_SECONDS;
  await table.increment(counterKey(connectionId, "refused", window), expiresAt, 1);
  const before = await brakeOf(table, connectionId);
  const unsaid = of.perMinute === undefined ? PAUSE_SECONDS : leftOf(now, 60);
  const until = addSeconds(now, afterSeconds ?? unsaid);
  const paused = before !== undefined && before.pausedUntil > now;
  const next = paused
    ? // A call that was under way already: the limit was lowered for its like.
      { ...before, pausedUntil: until > before.pausedUntil ? until : before.pausedUntil }
    : {
        pausedUntil: until,
        perMinute: lowered(of, limitOf(of, before, now) ?? (await lastMinute(table, of, now))),
        until: addSeconds(now, LOWERED_SECONDS),
      };
  await table.apply({ put: { ...brakeKey(connectionId), data: next } });
  return next;
}

const lowered = (of: QuotaOf, perMinute: number) =>
  Math.max(
    of.perMinute === undefined ? LEAST_LEARNED : LEAST_A_MINUTE,
    Math.floor(perMinute * LOWERED_TO),
  );

const lastMinute = async (table: Table, { connectionId }: QuotaOf, now: string) =>
  (await usageOf(table, connectionId, now)).lastMinute;
