import { afterAll, beforeAll, expect, test } from "vitest";
import { type Clinic, openClinic } from "#test/fixtures/clinic.ts";
import { openTimes } from "#test/fixtures/open-times.ts";

const MARK = "urn:porchlight:write-back";
let clinic: Clinic;
let ada: string;
let desk: string;

beforeAll(async () => {
  clinic = await openClinic({ patients: 20 });
  ada = await clinic.signIn({ id: "patient-ada", name: "Ada Marlowe" });
  desk = await clinic.signIn({
    id: "desk",
    name: "Front desk",
    kind: "staff",
    role: "frontdesk",
    patientId: undefined,
    permissions: ["schedule", "write-backs", "patients", "connections"],
  });
});
afterAll(() => clinic.close());

const ehrIdOf = (slotId = "") => slotId.split("~")[2] ?? "";

async function book(): Promise<{ id: string; reference: string; slot: string }> {
  await clinic.poll();
  const [time] = await openTimes(clinic, ada);
  const { body } = await clinic.call(ada, "POST /api/appointments", { body: { slotId: time?.id } });
  expect(body.writeBack.state).toBe("in-chart");
  return { id: body.id, reference: body.writeBack.reference, slot: ehrIdOf(time?.id) };
}
const change = (id: string, what: string, body: object = {}) =>
  clinic.call(ada, `POST /api/appointments/${id}/${what}`, { body });

async function edit(path: string, changes: object): Promise<void> {
  const before = await clinic.chart(path);
  const reply = await fetch(`${clinic.ehrServer.fhirBaseUrl}/${path}`, {
    method: "PUT",
    headers: { "content-type": "application/fhir+json" },
    body: JSON.stringify({ ...before, ...changes }),
  });
  expect(reply.ok).toBe(true);
}
const block = (slot: string, ...marks: string[]) =>
  edit(`Slot/${slot}`, {
    status: "busy",
    identifier: marks.map((value) => ({ system: MARK, value })),
  });

/** What comparing now says of one thing. */
async function compared(reference: string): Promise<string[]> {
  const answer = await clinic.call(desk, "POST /api/practice/connections/demo/reconcile");
  expect([answer.status, clinic.errors]).toEqual([200, []]);
  const drift: { reference: string; kind: string; repair: string }[] = answer.body.drift;
  return drift
    .filter((one) => one.reference === reference)
    .map(({ kind, repair }) => `${kind} ${repair}`);
}
const slotNow = async (slot: string) => (await clinic.chart(`Slot/${slot}`)).status;

test("a slot that a visit we cancelled left busy is opened, here too; again changes nothing", async () => {
  const { id, slot } = await book();
  await change(id, "cancel");
  await block(slot, `${id}.001`);
  expect(await compared(`Slot/${slot}`)).toEqual(["orphan-slot done"]);
  const { status, identifier } = await clinic.chart(`Slot/${slot}`);
  expect([status, identifier]).toEqual(["free", undefined]);
  const { versionId } = (await clinic.chart(`Slot/${slot}`)).meta;
  expect((await openTimes(clinic, ada)).map((time) => ehrIdOf(time.id))).toContain(slot);
  expect(await compared(`Slot/${slot}`)).toEqual([]);
  expect((await clinic.chart(`Slot/${slot}`)).meta.versionId).toBe(versionId);
});

test("so is the slot that a visit we moved has left", async () => {
  const { id, slot } = await book();
  const later = (await openTimes(clinic, ada))[1];
  const moved = await change(id, "reschedule", { slotId: later?.id });
  expect(moved.body.change).toBeUndefined();
  await block(slot, `${id}.001`);
  expect(await compared(`Slot/${slot}`)).toEqual(["orphan-slot done"]);
  expect(await slotNow(slot)).toBe("free");
  expect(await slotNow(ehrIdOf(later?.id))).toBe("busy");
});

test("a busy slot without our mark may be a lunch break: it is reported and left", async () => {
  const { id, slot } = await book();
  await change(id, "cancel");
  await block(slot);
  for (const _again of [1, 2])
    expect(await compared(`Slot/${slot}`)).toEqual(["orphan-slot by-hand"]);
  expect(await slotNow(slot)).toBe("busy");
});

test("time the practice keeps closed is no difference", async () => {
  const { id, slot } = await book();
  await change(id, "cancel");
  await edit(`Slot/${slot}`, { status: "busy-unavailable" });
  const answer = await clinic.call(desk, "POST /api/practice/connections/demo/reconcile");
  const orphans = (answer.body.drift as { kind: string; repair: string }[]).filter(
    ({ kind, repair }) => kind === "orphan-slot" && repair === "by-hand",
  );
  // The one that the walk before left busy.
  expect(orphans).toHaveLength(1);
});

test("nor is it touched when somebody else's mark is on it, or the practice cancelled the visit", async () => {
  const ours = await book();
  await change(ours.id, "cancel");
  await block(ours.slot, `${ours.id}.001`, "apt_of-nobody-we-know.001");
  expect(await compared(`Slot/${ours.slot}`)).toEqual(["orphan-slot by-hand"]);
  const theirs = await book();
  await edit(theirs.reference, { status: "cancelled" });
  await block(theirs.slot, `${theirs.id}.001`);
  await compared(theirs.reference);
  expect(await compared(`Slot/${theirs.slot}`)).toEqual(["orphan-slot by-hand"]);
  expect(await slotNow(theirs.slot)).toBe("busy");
});

test("a visit the chart lost is no longer shown as in the chart: one call, one notice, however often it is found", async () => {
  const { id, reference } = await book();
  const lost = await clinic.chart(reference);
  await fetch(`${clinic.ehrServer.fhirBaseUrl}/${reference}`, { method: "DELETE" });
  const shown = async () => (await clinic.call(ada, `GET /api/appointments/${id}`)).body.writeBack;
  const calls = async () =>
    (await clinic.call(desk, "GET /api/practice/tasks")).body.items.filter(
      (task: { id: string }) => task.id === `${id}.lost`,
    );
  const notices = async () => {
    const { items } = await clinic.table.query({
      pk: "PATIENT#demo#patient-ada",
      prefix: "NOTICE",
    });
    return items.filter(({ data }) => JSON.stringify(data).includes(`${id}.v`));
  };
  expect(await compared(reference)).toEqual(["missing-in-chart by-hand"]);
  expect(await shown()).toMatchObject({ state: "needs-attention", nextStep: "call-practice" });
  const [call, ...others] = await calls();
  expect(others).toEqual([]);
  const told = (await notices()).length;
  expect(told).toBe(1);
  await clinic.call(desk, `POST /api/practice/tasks/${call.id}/done`, { body: { note: "Called" } });
  expect(await compared(reference)).toEqual(["missing-in-chart by-hand"]);
  expect(await calls()).toEqual([]);
  expect(await notices()).toHaveLength(told);
  // Back in the chart, it is in the chart again.
  await edit(reference, lost);
  await compared(reference);
  expect(await shown()).toMatchObject({ state: "in-chart", reference });
});
