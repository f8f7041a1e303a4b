import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Answer } from "./answers.ts";
import { chartedVisit, chartOf, doubled, ehrSlotId } from "./chart.ts";
import { book, crowd, openTimes, type Person } from "./people.ts";
import { openProduct, type Product } from "./product.ts";

const CROWD = 40;

let portal: Product;
let people: Person[];
let ada: Person;

beforeAll(async () => {
  portal = await openProduct();
  people = await crowd(portal.origin, CROWD);
  ada = await portal.signIn("ada@example.test");
});
afterAll(() => portal?.close());

const withStatus = (answers: readonly Answer[], status: number) =>
  answers.filter((answer) => answer.status === status);
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

const PATIENCE = { timeout: 30_000, interval: 200 };

/** A time nobody in this file has used. */
let used = 0;
async function freshTime(): Promise<string> {
  const open = await openTimes(ada);
  used += 1;
  return open[open.length - used]?.id ?? "";
}

const activeOn = async (slotId: string) =>
  (await chartOf(portal.ehrFhirUrl, `slot=Slot/${ehrSlotId(slotId)}`)).filter(
    ({ status }) => status !== "cancelled",
  );

test("forty patients book one time at once: one has it, thirty-nine are told other times", async () => {
  const slotId = await freshTime();
  const answers = await Promise.all(people.map((person) => book(person, slotId)));
  const [won, ...more] = withStatus(answers, 201);
  const lost = withStatus(answers, 409);
  expect([more.length, lost.length]).toEqual([0, CROWD - 1]);
  for (const { body } of lost) {
    expect(body.code).toBe("appointments.slot-taken");
    expect(body.slots?.map(({ id }) => id)).not.toContain(slotId);
    expect(body.slots?.length).toBeGreaterThan(0);
  }
  // Who won may still be "saved": a crowd makes the EHR slow.
  const active = await vi.waitFor(async () => {
    const found = await activeOn(slotId);
    expect(found.length).toBeGreaterThan(0);
    return found;
  }, PATIENCE);
  expect(active).toHaveLength(1);
  expect(active[0]?.keys).toContain(`${won?.body.id}.001`);
});

test("forty patients hold one time at once: one has it, and only they can book it", async () => {
  const slotId = await freshTime();
  const answers = await Promise.all(
    people.map((person) => person.call("POST /api/holds", { body: { slotId } })),
  );
  expect([withStatus(answers, 201).length, withStatus(answers, 409).length]).toEqual([1, 39]);
  const holder = answers.findIndex(({ status }) => status === 201);
  const holdId = answers[holder]?.body.id;
  const booked = await Promise.all(
    people.map((person) => person.call("POST /api/appointments", { body: { holdId } })),
  );
  expect(booked.findIndex(({ status }) => status === 201)).toBe(holder);
  expect(withStatus(booked, 409)).toHaveLength(CROWD - 1);
  expect(await activeOn(slotId)).toHaveLength(1);
});

test("one tap that arrives ten times is one visit, and every answer names it", async () => {
  const slotId = await freshTime();
  const key = { "idempotency-key": randomUUID() };
  const answers = await Promise.all(times(10, () => book(ada, slotId, key)));
  expect(answers.map(({ status }) => status)).toEqual(times(10, () => 201));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(await activeOn(slotId)).toHaveLength(1);
  const replayed = await book(ada, slotId, key);
  expect(replayed.body).toMatchObject({ id: answers[0]?.body.id, status: "booked" });
  const other = await book(ada, await freshTime(), key);
  expect(other).toMatchObject({ status: 422, body: { code: "request.key-reused" } });
});

test("a key belongs to its owner: another patient's same key is another request", async () => {
  const key = { "idempotency-key": "tap-1" };
  const [one, two] = [await freshTime(), await freshTime()];
  const [first, second] = await Promise.all([
    book(ada, one, key),
    book(people[0] ?? ada, two, key),
  ]);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(first.body.id).not.toBe(second.body.id);
});

test("a visit cancelled ten times at once is cancelled once in the chart", async () => {
  const booked = await book(ada, await freshTime());
  const cancel = () => ada.call(`POST /api/appointments/${booked.body.id}/cancel`);
  const answers = await Promise.all(times(10, cancel));
  for (const { status, body } of answers)
    expect([200, 409], JSON.stringify(body)).toContain(status);
  expect(withStatus(answers, 200).length).toBeGreaterThan(0);
  const [inChart] = await chartedVisit(portal.ehrFhirUrl, booked.body.id ?? "");
  expect(inChart?.status).toBe("cancelled");
  const history = await fetch(`${portal.ehrFhirUrl}/Appointment/${inChart?.id}/_history`);
  const versions = (await history.json()) as { entry: { resource: { status: string } }[] };
  const cancellations = versions.entry.filter(({ resource }) => resource.status === "cancelled");
  expect(cancellations).toHaveLength(1);
});

test("two moves of one visit at once: one wins, the visit is never lost", async () => {
  const old = await freshTime();
  const booked = await book(ada, old);
  const targets = [await freshTime(), await freshTime()];
  const answers = await Promise.all(
    targets.map((slotId) =>
      ada.call(`POST /api/appointments/${booked.body.id}/reschedule`, { body: { slotId } }),
    ),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([200, 409]);
  const winner = targets[answers.findIndex(({ status }) => status === 200)] ?? "";
  const loser = targets[answers.findIndex(({ status }) => status === 409)] ?? "";
  expect(await activeOn(winner)).toHaveLength(1);
  expect(await activeOn(loser)).toEqual([]);
  expect(await activeOn(old)).toEqual([]);
  const open = (await openTimes(ada)).map(({ id }) => id);
  expect(open).toEqual(expect.arrayContaining([old, loser]));
  expect(open).not.toContain(winner);
});

test("after all of this no time in the chart belongs to two, and no write is left over", async () => {
  expect(await doubled(portal.ehrFhirUrl)).toEqual([]);
  const items = await portal.items();
  expect(items.filter(({ gsi1pk }) => gsi1pk?.startsWith("DUE#"))).toEqual([]);
  expect(portal.denials).toEqual([]);
});
