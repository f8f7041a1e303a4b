import * as z from "zod/mini";
import { Problem } from "#domain/problem.ts";
import type { Calendar, Claim, ClaimRequest, HoldRecord } from "#ports/appointments.ts";
import type { EhrSlot } from "#ports/ehr.ts";
import { type Change, ConditionFailed } from "#ports/store.ts";
import { PackedDay, packDay, unpackDay } from "./day-slots.ts";
import { dayPartition, patientPartition } from "./keys-of.ts";
import type { Stored, Table } from "./table.ts";

const HoldData: z.ZodMiniType<HoldRecord> = z.object({
  id: z.string(),
  slotId: z.string(),
  expiresAt: z.string(),
});

const MIRROR = "MIRROR";
const CLAIM = "CLAIM#";
/** A visit's claim has no end; as text it sorts behind every instant. */
const FOREVER = "9999";
/** Days and holds may be deleted this long after they stopped mattering, seconds. */
const KEPT_SECONDS = 7 * 24 * 3600;

const epochSeconds = (instant: string) => Math.ceil(Date.parse(instant) / 1000);

export const dynamoCalendar = (table: Table): Calendar => ({
  ...days(table),
  ...claims(table),
  ...holds(table),
});

function days(table: Table): Pick<Calendar, "day" | "saveDay" | "saveSlot"> {
  const key = (practiceId: string, day: string) => ({
    pk: dayPartition(practiceId, day),
    sk: MIRROR,
  });
  return {
    async day(practiceId, day) {
      const { items } = await table.query({ pk: dayPartition(practiceId, day) });
      const mirror = items.find((item) => item.sk === MIRROR);
      const read = dayOf(mirror);
      return {
        slots: read ? unpackDay(read) : [],
        claims: items.filter((item) => item.sk.startsWith(CLAIM)).map(claimOf),
        asOf: read?.at,
      };
    },
    saveDay: (practiceId, day, read) =>
      table
        .apply({
          put: {
            ...key(practiceId, day),
            data: packDay(read.slots, read.at),
            version: Date.parse(read.at),
            expiresAt: epochSeconds(`${day}T00:00:00Z`) + KEPT_SECONDS,
          },
          // An older reading that arrives late must not overwrite a newer one.
          when: [["absent"], [["version", "<", Date.parse(read.at) + 1]]],
          otherwise: new Older(),
        })
        .catch(ignoreOlder),
    saveSlot: (practiceId, day, slot) => saveSlot(table, key(practiceId, day), slot),
  };
}

/** A day kept in an older shape is a day not read yet. */
const dayOf = (item: Stored | undefined): PackedDay | undefined =>
  PackedDay.safeParse(item?.data).data;

const claimOf = (item: Stored): Claim => ({
  slotEhrId: item.sk.slice(CLAIM.length),
  owner: item.owner ?? "",
  ...(item.until && item.until !== FOREVER ? { until: item.until } : {}),
});

const claimKey = (practiceId: string, claim: { day: string; slotEhrId: string }) => ({
  pk: dayPartition(practiceId, claim.day),
  sk: `${CLAIM}${claim.slotEhrId}`,
});

const claimChange = (asked: ClaimRequest, owner: string, until: string): Change => ({
  put: {
    ...claimKey(asked.practiceId, asked),
    data: {},
    owner,
    until,
    requestId: asked.requestId,
    expiresAt:
      until === FOREVER
        ? epochSeconds(`${asked.day}T00:00:00Z`) + KEPT_SECONDS
        : epochSeconds(until),
  },
  // Free, a hold that ran out (TTL deletes late), this patient's own hold, or this very request retried.
  when: [
    ["absent"],
    [["until", "<", asked.now]],
    [["owner", "=", `hold:${asked.patientId}`]],
    [["requestId", "=", asked.requestId]],
  ],
  otherwise: new Problem("appointments.slot-taken"),
});

function claims(table: Table): Pick<Calendar, "claiming" | "holding" | "release" | "releasing"> {
  const releasing: Calendar["releasing"] = (practiceId, released) => ({
    remove: claimKey(practiceId, released),
    when: [["absent"], [["owner", "=", released.owner]]],
    otherwise: new ConditionFailed(),
  });
  return {
    claiming: (asked) => claimChange(asked, `visit:${asked.visitId}`, FOREVER),
    holding: (asked) => claimChange(asked, `hold:${asked.patientId}`, asked.until),
    release: (practiceId, released) =>
      table.apply(releasing(practiceId, released)).catch((error: unknown) => {
        if (!(error instanceof ConditionFailed)) throw error;
      }),
    releasing,
  };
}

function holds(table: Table): Pick<Calendar, "holds" | "holdSaved" | "holdRemoved"> {
  const key = (practiceId: string, patientId: string, id: string) => ({
    pk: patientPartition(practiceId, patientId),
    sk: `HOLD#${id}`,
  });
  return {
    async holds(practiceId, patientId) {
      const pk = patientPartition(practiceId, patientId);
      const { items } = await table.query({ pk, prefix: "HOLD#" });
      return items.map((item) => HoldData.parse(item.data));
    },
    holdSaved: (practiceId, patientId, hold) => ({
      put: {
        ...key(practiceId, patientId, hold.id),
        data: hold,
        expiresAt: epochSeconds(hold.expiresAt),
      },
    }),
    holdRemoved: (practiceId, patientId, holdId) => ({
      remove: key(practiceId, patientId, holdId),
    }),
  };
}

class Older extends Error {}
const ignoreOlder = (error: unknown) => {
  if (!(error instanceof Older)) throw error;
};

/** Tries of a read-modify-write of one day before leaving it to the next poll. */
const SLOT_TRIES = 5;

async function saveSlot(table: Table, key: { pk: string; sk: string }, slot: EhrSlot) {
  for (let tries = 0; tries < SLOT_TRIES; tries++) {
    const item = await table.get(key);
    if (!item) return;
    const day = dayOf(item);
    if (!day) return;
    const slots = [...unpackDay(day).filter((known) => known.id !== slot.id), slot];
    const version = item.version ?? 0;
    const saved = await table
      .apply({
        put: { ...item, data: packDay(slots, day.at), version: version + 1 },
        when: [[["version", "=", version]]],
        otherwise: new Older(),
      })
      .then(() => true, ignoreOlder);
    if (saved) return;
  }
}
