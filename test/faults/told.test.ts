import { afterAll, beforeAll, expect, test } from "vitest";
import { addSeconds } from "#domain/time.ts";
import { dynamoNotices } from "#functions/adapters/dynamo/notices.ts";
import { type Clinic, openClinic } from "#test/fixtures/clinic.ts";
import { openTimes } from "#test/fixtures/open-times.ts";

let clinic: Clinic;
let ada: string;
let desk: string;

beforeAll(async () => {
  clinic = await openClinic({ patients: 20 });
  ada = await clinic.signIn({ id: "patient-ada" });
  desk = await clinic.signIn({
    id: "desk",
    kind: "staff",
    role: "frontdesk",
    patientId: undefined,
    permissions: ["schedule", "write-backs"],
  });
});
afterAll(() => clinic.close());

const MINUTE = 60;
const soon = (seconds: number) => addSeconds(new Date().toISOString(), seconds);
const notices = () => dynamoNotices(clinic.table);
/** What was announced of a visit and may be told by then, by name. */
async function announced(visitId: string, upTo = "9999"): Promise<string[]> {
  const refs = await notices().due("demo", upTo, 100);
  const found = await Promise.all(refs.map((ref) => notices().read(ref)));
  return found.flatMap((each) => (each?.visitId === visitId ? each.event : [])).sort();
}
const post = async (who: string, path: string, body: object = {}) => {
  const reply = await clinic.call(who, `POST /api/${path}`, { body });
  expect([200, 201], JSON.stringify(reply.body)).toContain(reply.status);
  return reply.body;
};
const ask = () =>
  post(ada, "appointments", {
    visitTypeId: "office-visit",
    preferred: [{ from: soon(3 * 86_400), to: soon(3 * 86_400 + 14_400) }],
  });

test("a booking still only saved is told of after 15 minutes, however often it was tried", async () => {
  const [slot] = await openTimes(clinic, ada);
  await clinic.admin("stop");
  const { id, writeBack } = await post(ada, "appointments", { slotId: slot?.id });
  expect(writeBack.state).toBe("saved");
  for (let tries = 0; tries < 3; tries++) {
    clinic.skip(4 * MINUTE);
    await clinic.drain(3);
  }
  expect(await announced(id, addSeconds(writeBack.since, 15 * MINUTE - 1))).toEqual([]);
  expect(await announced(id, addSeconds(writeBack.since, 15 * MINUTE))).toEqual(["waiting"]);
  await clinic.admin("resume");
  clinic.skip(MINUTE);
  await clinic.drain();
});

test("a request, each offer and the practice's no are told once each", async () => {
  const { id } = await ask();
  expect(await announced(id)).toEqual(["asked"]);
  const slotIds = (await openTimes(clinic, ada)).slice(0, 2).map((slot) => slot.id);
  await post(desk, `practice/requests/${id}/offer`, { slotIds });
  await post(ada, `appointments/${id}/answer`, { none: true });
  await post(desk, `practice/requests/${id}/offer`, { slotIds });
  await post(desk, `practice/requests/${id}/decline`, { reason: "Call us." });
  expect(await announced(id)).toEqual(["asked", "declined", "offered", "offered"]);
});

test("an offered time that is taken is told as booked; a request taken back is told to nobody", async () => {
  const [first, second] = [await ask(), await ask()];
  const [slot] = await openTimes(clinic, ada);
  await post(desk, `practice/requests/${first.id}/offer`, { slotIds: [slot?.id] });
  const taken = await post(ada, `appointments/${first.id}/answer`, { slotId: slot?.id });
  expect(taken.writeBack.state).toBe("in-chart");
  await post(ada, `appointments/${second.id}/cancel`);
  expect(await announced(first.id)).toEqual(["asked", "booked", "offered"]);
  expect(await announced(second.id)).toEqual(["asked"]);
});

test("a visit typed in by hand is told as booked by the read that finds it, and only then", async () => {
  const { id } = await ask();
  await clinic.admin("persona", { persona: "no-create-appointment" });
  clinic.skip(301);
  clinic.reconnect();
  const [slot] = await openTimes(clinic, ada);
  await post(desk, `practice/requests/${id}/schedule`, { slotId: slot?.id });
  await post(desk, `practice/write-backs/${id}.001/entered`);
  expect(await announced(id)).toEqual(["asked"]);
  await clinic.admin("persona", { persona: "full" });
  await fetch(`${clinic.ehrServer.fhirBaseUrl}/Appointment`, {
    method: "POST",
    headers: { "content-type": "application/fhir+json" },
    body: JSON.stringify({
      resourceType: "Appointment",
      status: "booked",
      start: slot?.start,
      end: slot?.end,
      participant: [{ actor: { reference: "Patient/patient-ada" }, status: "accepted" }],
    }),
  });
  for (let reads = 0; reads < 3; reads++) {
    clinic.skip(40);
    await clinic.poll();
    await clinic.call(ada, "GET /api/appointments");
  }
  expect(await announced(id)).toEqual(["asked", "booked"]);
});
