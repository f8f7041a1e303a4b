import { beforeEach, expect, test } from "vitest";
import type { Row } from "#domain/writeback-row.ts";
import type { EhrSlot } from "#ports/ehr.ts";
import type { Change } from "#ports/store.ts";
import { dynamoCalendar } from "./calendar.ts";
import { dynamoKeys } from "./keys.ts";
import { dynamoRows } from "./rows.ts";
import type { Table } from "./table.ts";
import { freshTable } from "./testing-table.ts";
import { dynamoVisits } from "./visits.ts";

/** What stands in the table is overwritten only by who may; a write whose answer was lost meets itself again. */
const NOW = "2026-11-23T12:00:00.000Z";
const LATER = "2026-11-23T12:00:01.000Z";
const DAY = "2026-11-24";

let table: Table;
beforeEach(async () => {
  table = await freshTable();
});

/** True when the change went in. */
const goesIn = (change: Change): Promise<boolean> =>
  table.transact([change], crypto.randomUUID()).then(
    () => true,
    () => false,
  );

const slot = (id: string, status: "free" | "busy" = "free"): EhrSlot => ({
  ...{ id, status, start: `${DAY}T15:00:00.000Z`, end: `${DAY}T15:20:00.000Z` },
  ...{ practitionerId: "p", locationId: "l", visitTypeIds: [] },
});
const claim = (patientId: string, requestId: string, now = NOW) => ({
  ...{ practiceId: "demo", day: DAY, slotEhrId: "s1", patientId, requestId, now },
});

test("a visit's claim on a slot has no end; the same request again is no other one", async () => {
  const { claiming, holding } = dynamoCalendar(table);
  expect(await goesIn(claiming({ ...claim("ada", "r1"), visitId: "v1" }))).toBe(true);
  expect(await goesIn(claiming({ ...claim("ada", "r1"), visitId: "v1" }))).toBe(true);
  const years = "2036-11-23T12:00:00.000Z";
  expect(await goesIn(claiming({ ...claim("grace", "r2", years), visitId: "v2" }))).toBe(false);
  expect(await goesIn(holding({ ...claim("ada", "r3", years), until: years }))).toBe(false);
});

test("a hold ends for others when it runs out, and never for who has it", async () => {
  const { holding } = dynamoCalendar(table);
  expect(await goesIn(holding({ ...claim("ada", "r1"), until: LATER }))).toBe(true);
  expect(await goesIn(holding({ ...claim("grace", "r2", LATER), until: LATER }))).toBe(false);
  expect(await goesIn(holding({ ...claim("ada", "r3"), until: LATER }))).toBe(true);
  const after = "2026-11-23T12:00:01.001Z";
  expect(await goesIn(holding({ ...claim("grace", "r4", after), until: after }))).toBe(true);
});

test("nobody gives back what is another's by now, and trying to is no failure", async () => {
  const { holding, release, day } = dynamoCalendar(table);
  await goesIn(holding({ ...claim("grace", "r1"), until: LATER }));
  await release("demo", { day: DAY, slotEhrId: "s1", owner: "hold:ada" });
  expect((await day("demo", DAY)).claims).toMatchObject([{ owner: "hold:grace" }]);
  await release("demo", { day: DAY, slotEhrId: "s1", owner: "hold:grace" });
  expect((await day("demo", DAY)).claims).toEqual([]);
});

test("an older reading of a day never hides a newer one; two slots seen at once are both kept", async () => {
  const { saveDay, saveSlot, day } = dynamoCalendar(table);
  await saveDay("demo", DAY, { slots: [slot("s1", "busy"), slot("s2")], at: LATER });
  await saveDay("demo", DAY, { slots: [slot("s1"), slot("s2")], at: NOW });
  const statuses = async () =>
    Object.fromEntries((await day("demo", DAY)).slots.map(({ id, status }) => [id, status]));
  expect(await statuses()).toEqual({ s1: "busy", s2: "free" });
  await Promise.all([saveSlot("demo", DAY, slot("s1")), saveSlot("demo", DAY, slot("s2", "busy"))]);
  expect(await statuses()).toEqual({ s1: "free", s2: "busy" });
});

const row: Row = {
  ...{ id: "apt_1.001", practiceId: "demo", patientId: "ada", connectionId: "demo" },
  ...{ aggregate: "apt_1", kind: "appointment.book", payload: {}, state: "pending", attempts: 0 },
  ...{ createdAt: NOW, since: NOW, dueAt: NOW, steps: {}, version: 1 },
};

test("a row is made once and saved or dropped only as it was read", async () => {
  const { creating, saving, dropping } = dynamoRows(table);
  const taken = new Error("taken");
  expect(await goesIn(creating(row, "r1", taken))).toBe(true);
  expect(await goesIn(creating(row, "r1", taken))).toBe(true);
  expect(await goesIn(creating(row, "r2", taken))).toBe(false);
  expect(await goesIn(saving({ ...row, version: 2 }, "r3"))).toBe(true);
  expect(await goesIn(saving({ ...row, version: 2 }, "r4"))).toBe(false);
  expect(await goesIn(dropping({ ...row, version: 2 }))).toBe(false);
  expect(await goesIn(dropping({ ...row, version: 3 }))).toBe(true);
});

test("a row is due when its lease ends, else at its own time; a settled one never, one by hand not here", async () => {
  const { creating, due, ofAggregate } = dynamoRows(table);
  const rows: Row[] = [
    { ...row, id: "apt_1.001", lease: { owner: "w", until: LATER } },
    { ...row, id: "apt_1.002", dueAt: NOW },
    { ...row, id: "apt_1.003", state: "done" },
    { ...row, id: "apt_1.004", state: "manual" },
    { ...row, id: "apt_10.001", aggregate: "apt_10", state: "done" },
  ];
  for (const one of rows) await goesIn(creating(one, "r1", new Error("taken")));
  const ids = async (upTo: string) => (await due("demo", upTo, 10)).map(({ id }) => id);
  expect(await ids(NOW)).toEqual(["apt_1.002"]);
  expect(await ids(LATER)).toEqual(["apt_1.002", "apt_1.001"]);
  const own = await ofAggregate({ practiceId: "demo", patientId: "ada" }, "apt_1");
  expect(own).toHaveLength(4);
});

test("bookings are counted one after the other, and a key is recorded once", async () => {
  const { countingBooking, bookings } = dynamoVisits(table, () => "UTC");
  const counted = async (soFar: number) => goesIn(countingBooking("demo", "ada", soFar));
  expect([await counted(0), await counted(0), await counted(1), await counted(1)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect(await bookings("demo", "ada")).toBe(2);
  const keys = dynamoKeys(table);
  const record = { hash: "h", entityId: "apt_1", status: 201, at: 1 };
  const recorded = (requestId: string) => goesIn(keys.record("ada", "k", { ...record, requestId }));
  expect([await recorded("r1"), await recorded("r1"), await recorded("r2")]).toEqual([
    true,
    true,
    false,
  ]);
});
