import { afterAll, beforeAll, expect, test } from "vitest";
import { type Clinic, openClinic } from "#test/fixtures/clinic.ts";

let clinic: Clinic;
let desk: string;

beforeAll(async () => {
  clinic = await openClinic({ patients: 10, requestsPerMinute: 600 });
  desk = await clinic.signIn({
    id: "desk",
    kind: "staff",
    role: "frontdesk",
    patientId: undefined,
    permissions: ["schedule", "connections"],
  });
  await clinic.poll();
});
afterAll(() => clinic.close());

const page = async () => (await clinic.call(desk, "GET /api/practice/connections")).body.items[0];
const probe = async () =>
  (await clinic.call(desk, "POST /api/practice/connections/demo/probe")).body;
const canBook = ({ abilities }: { abilities: { name: string; able: boolean }[] }) =>
  abilities.find(({ name }) => name === "book")?.able;

test("what the EHR can do is asked again: at load when the answer is old, and when somebody wants to know", async () => {
  expect(canBook(await page())).toBe(true);
  await clinic.admin("persona", { persona: "no-create-appointment" });
  // Its word is a moment old: not asked again by itself, but by the button.
  const before = await page();
  expect(before.probe).toBeUndefined();
  expect(canBook(before)).toBe(true);
  const asked = await probe();
  expect([asked.probe.answered, canBook(asked)]).toEqual([true, false]);
  const types = await clinic.call(desk, "GET /api/practice/connections");
  expect(canBook(types.body.items[0])).toBe(false);
  await clinic.admin("persona", { persona: "full" });
  clinic.skip(61);
  const later = await page();
  expect([later.probe?.answered, canBook(later)]).toEqual([true, true]);
});

test("an EHR that does not answer the probe is said so, with when it last did", async () => {
  const { statementAsOf } = await page();
  await clinic.admin("stop");
  const asked = await probe();
  expect(asked).toMatchObject({ statementAsOf, probe: { answered: false } });
  for (let i = 0; i < 5; i++) await clinic.poll();
  const silent = await page();
  expect(silent).toMatchObject({ status: "silent", failures: 5 });
  expect(Date.parse(silent.failingSince)).toBeLessThan(Date.parse(silent.breakerOpenUntil));
  await clinic.admin("resume");
  clinic.skip(11);
  await clinic.poll();
  const back = await page();
  expect(back.status).toBe("answering");
  expect(back).not.toHaveProperty("failingSince");
});

test("calls are counted, refusals too, and a lowered limit is named with its end", async () => {
  const { rate } = await page();
  expect(rate).toMatchObject({ perMinute: 600, refusedLastHour: 0 });
  expect(rate.lastHour).toBeGreaterThan(0);
  expect(rate).not.toHaveProperty("lowered");
  await clinic.fault({ fault: "status", status: 429, retryAfter: 20, count: 1 });
  expect((await probe()).probe.answered).toBe(false);
  const after = (await page()).rate;
  expect(after).toMatchObject({ refusedLastHour: 1, lowered: { perMinute: 450 } });
  expect(Date.parse(after.pausedUntil)).toBeGreaterThan(Date.parse(clinic.ports.clock()));
});

test("a foreign connection is not found", async () => {
  const { status } = await clinic.call(desk, "POST /api/practice/connections/other/probe");
  expect(status).toBe(404);
});
