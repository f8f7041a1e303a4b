import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { HOLDS_AT_ONCE, slotId as idOf, parseSlotId } from "#domain/appointments-rules.ts";
import { addSeconds, localDay } from "#domain/time.ts";
import { demoPractice, tableOf } from "#infra/local/demo/provision.ts";
import type { Answer } from "./answers.ts";
import { chartedVisit } from "./chart.ts";
import { book, openTimes, type Person } from "./people.ts";
import { openProduct, type Product } from "./product.ts";

let portal: Product;
let ada: Person;
let grace: Person;
let times: string[];

beforeAll(async () => {
  portal = await openProduct();
  [ada, grace] = await Promise.all([
    portal.signIn("ada@example.test"),
    portal.signIn("grace@example.test"),
  ]);
  times = (await openTimes(ada)).map(({ id }) => id).reverse();
});
afterAll(() => portal?.close());

const told = ({ status, body }: Answer) => [status, body.code];
const fresh = () => times.pop() ?? "";
const hold = (person: Person, slotId: string) =>
  person.call("POST /api/holds", { body: { slotId } });

test("another patient's hold is no hold, and keeps its time", async () => {
  const slotId = fresh();
  const held = await hold(grace, slotId);
  const stolen = { body: { holdId: held.body.id } };
  expect(told(await ada.call("POST /api/appointments", stolen))).toEqual([
    409,
    "appointments.hold-expired",
  ]);
  expect(told(await book(ada, slotId))).toEqual([409, "appointments.slot-taken"]);
  expect(told(await hold(ada, slotId))).toEqual([409, "appointments.slot-taken"]);
  expect((await ada.call(`DELETE /api/holds/${held.body.id}`)).status).toBe(404);
  expect((await grace.call("POST /api/appointments", stolen)).status).toBe(201);
});

test("a hold that ran out is worth nothing, and its time is free for all", async () => {
  const slotId = fresh();
  const held = await hold(ada, slotId);
  const items = await portal.items();
  const past = addSeconds(new Date().toISOString(), -1);
  for (const item of items)
    if (item.sk === `HOLD#${held.body.id}`)
      await tableOf(portal).apply({
        put: { ...item, data: { id: held.body.id, slotId, expiresAt: past } },
      });
    else if (item.sk === `CLAIM#${parseSlotId(slotId)?.ehrId}`)
      await tableOf(portal).apply({ put: { ...item, until: past } });
  const late = await ada.call("POST /api/appointments", { body: { holdId: held.body.id } });
  expect(told(late)).toEqual([409, "appointments.hold-expired"]);
  expect((await book(grace, slotId)).status).toBe(201);
});

test("nobody keeps more times than one person may, however fast they ask", async () => {
  const mine = await portal.signIn("patient1@example.test");
  const answers = await Promise.all(Array.from({ length: 10 }, () => hold(mine, fresh())));
  expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(HOLDS_AT_ONCE);
  for (const { status } of answers) expect([201, 429]).toContain(status);
});

test("a slot id that was put together by hand is not found", async () => {
  const slotId = fresh();
  const known = parseSlotId(slotId) ?? { day: "", visitTypeId: "", ehrId: "" };
  const tampered = [
    idOf({ ...known, day: "2099-01-01" }),
    idOf({ ...known, day: "2026-02-31" }),
    idOf({ ...known, day: "0000-00-00" }),
    idOf({ ...known, day: "0000-01-01" }),
    idOf({ ...known, day: "9999-12-31" }),
    idOf({ ...known, visitTypeId: "nobody-offers-this" }),
    idOf({ ...known, ehrId: "nobody-has-this" }),
    known.ehrId,
    `${slotId}~x`,
    slotId.toUpperCase(),
  ];
  for (const id of tampered) {
    expect(told(await hold(ada, id)), id).toEqual([404, "not-found"]);
    expect(told(await book(ada, id)), id).toEqual([404, "not-found"]);
  }
});

test("a visit moves to times of its own kind only", async () => {
  const types = (await ada.call("GET /api/visit-types")).body.items ?? [];
  const [first, ...others] = types.map(({ id }) => id);
  expect(first).toBeDefined();
  const visit = await book(ada, fresh());
  const from = new Date().toISOString();
  const to = addSeconds(from, 30 * 86_400);
  for (const visitTypeId of others) {
    const query = new URLSearchParams({ visitTypeId, from, to });
    const [other] = (await ada.call(`GET /api/slots?${query}`)).body.items ?? [];
    if (!other) continue;
    const moved = await ada.call(`POST /api/appointments/${visit.body.id}/reschedule`, {
      body: { slotId: other.id },
    });
    expect(told(moved), visitTypeId).toEqual([404, "not-found"]);
  }
  const [inChart] = await chartedVisit(portal.ehrFhirUrl, visit.body.id ?? "");
  expect(Date.parse(inChart?.start ?? "")).toBe(Date.parse(visit.body.start ?? ""));
});

test.each([-30, 30])("a time %i minutes from now cannot be booked by its id", async (minutes) => {
  const known = parseSlotId(fresh()) ?? { day: "", visitTypeId: "", ehrId: "" };
  const model = await (await fetch(`${portal.ehrFhirUrl}/Slot/${known.ehrId}`)).json();
  const start = addSeconds(new Date().toISOString(), minutes * 60);
  const made = await fetch(`${portal.ehrFhirUrl}/Slot`, {
    method: "POST",
    headers: { "content-type": "application/fhir+json" },
    body: JSON.stringify({
      ...model,
      id: undefined,
      status: "free",
      start,
      end: addSeconds(start, 900),
    }),
  });
  const { id } = await made.json();
  const day = localDay(start, demoPractice().timeZone);
  const slotId = idOf({ ...known, day, ehrId: id });
  // Until the doorbell was heard the portal does not know the time at all.
  const isKnown = async () => expect((await hold(ada, slotId)).status).not.toBe(404);
  await vi.waitFor(isKnown, { timeout: 8000, interval: 300 });
  expect(told(await book(ada, slotId))).toEqual([409, "appointments.slot-taken"]);
  expect(told(await hold(ada, slotId))).toEqual([409, "appointments.slot-taken"]);
});

test("a child's chart is its carer's, and not every patient's", async () => {
  const child = "patient-grace-child";
  const slotId = fresh();
  for (const body of [{ slotId, patientId: child }])
    expect(told(await ada.call("POST /api/appointments", { body }))).toEqual([404, "not-found"]);
  const booked = await grace.call("POST /api/appointments", { body: { slotId, patientId: child } });
  expect(booked).toMatchObject({ status: 201, body: { patientId: child } });
  const path = `/api/appointments/${booked.body.id}`;
  expect((await grace.call(`GET ${path}`)).status).toBe(404);
  expect((await grace.call(`GET ${path}?patientId=${child}`)).status).toBe(200);
  expect((await ada.call(`POST ${path}/cancel`, { body: { patientId: child } })).status).toBe(404);
});
