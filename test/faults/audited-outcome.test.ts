import { afterAll, beforeAll, expect, test } from "vitest";
import { dynamoChains } from "#functions/adapters/dynamo/chains.ts";
import { seal } from "#functions/audit/seal.ts";
import { type Clinic, openClinic } from "#test/fixtures/clinic.ts";
import { openTimes } from "#test/fixtures/open-times.ts";

let clinic: Clinic;
let ada: string;

beforeAll(async () => {
  clinic = await openClinic({ patients: 20 });
  ada = await clinic.signIn({ id: "patient-ada" });
});
afterAll(() => clinic.close());

async function bookings() {
  const { items } = await clinic.table.query({ pk: "UNSEALED#demo", index: "gsi1" });
  return items
    .map(({ data }) => data as Record<string, unknown>)
    .filter(({ action }) => action === "POST /api/appointments");
}

const book = async (slotId: string | undefined) =>
  clinic.call(ada, "POST /api/appointments", { body: { slotId } });

async function fillInChart(slotId: string | undefined): Promise<void> {
  const id = slotId?.split("~")[2] ?? "";
  const slot = await clinic.chart(`Slot/${id}`);
  await fetch(`${clinic.ehrServer.fhirBaseUrl}/Slot/${id}`, {
    method: "PUT",
    headers: { "content-type": "application/fhir+json" },
    body: JSON.stringify({ ...slot, status: "busy" }),
  });
}

test("a booking the EHR refuses at once leaves one entry, and it says refused and why", async () => {
  const [slot] = await openTimes(clinic, ada);
  await fillInChart(slot?.id);
  const answer = await book(slot?.id);
  expect([answer.status, answer.body.code]).toEqual([409, "appointments.slot-taken"]);
  const entries = await bookings();
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    outcome: "refused",
    code: "appointments.slot-taken",
    patients: ["patient-ada"],
  });
  expect(entries[0]).not.toHaveProperty("settlesBy");
});

test("one that went through, and one that is only saved, were done; neither can change any more", async () => {
  const [first, second] = await openTimes(clinic, ada);
  expect((await book(first?.id)).body.writeBack.state).toBe("in-chart");
  await clinic.admin("stop");
  expect((await book(second?.id)).body.writeBack.state).toBe("saved");
  await clinic.admin("resume");
  const done = (await bookings()).filter(({ outcome }) => outcome === "done");
  expect(done).toHaveLength(2);
  for (const entry of done) expect(entry).not.toHaveProperty("settlesBy");
});

test("nothing is sealed while it may still be refused, and it is when its time has passed", async () => {
  const chains = dynamoChains(clinic.table);
  const [entry] = await bookings();
  const open = { ...entry, id: "aud_open", settlesBy: "2026-11-20T09:00:10.000Z" };
  const waiting = { pk: "AUDIT#aud_open", sk: "AUDIT", data: open, gsi1pk: "UNSEALED#demo" };
  await clinic.table.apply({ put: { ...waiting, gsi1sk: "2026#aud_open" } });
  const sealAt = (clock: string) =>
    seal({ chains, random: () => 0, key: async () => "k", clock: () => clock }, ["aud_open"]);
  const isSealed = async () => (await chains.entry("aud_open"))?.sealed;
  await sealAt("2026-11-20T09:00:09.000Z");
  expect(await isSealed()).toBe(false);
  await sealAt("2026-11-20T09:00:10.000Z");
  expect(await isSealed()).toBe(true);
});
