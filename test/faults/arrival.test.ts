import { afterAll, beforeAll, expect, test } from "vitest";
import { localDay } from "#domain/time.ts";
import { type Clinic, openClinic } from "#test/fixtures/clinic.ts";
import { openTimes } from "#test/fixtures/open-times.ts";

/** What the long run measures in seconds through the whole product (test/product/arrival), here counted in steps. */
let clinic: Clinic;
let ada: string;
let desk: string;

beforeAll(async () => {
  clinic = await openClinic({ patients: 10 });
  ada = await clinic.signIn({ id: "patient-ada" });
  desk = await clinic.signIn({
    id: "desk",
    kind: "staff",
    role: "frontdesk",
    patientId: undefined,
    permissions: ["schedule"],
  });
  await clinic.poll();
});
afterAll(() => clinic.close());

const scheduled = async (start = ""): Promise<string[]> => {
  const day = localDay(start, "America/Chicago");
  const { body } = await clinic.call(desk, `GET /api/practice/schedule?day=${day}`);
  return body.items.map(({ id }: { id: string }) => id);
};

test("a booking made in the portal is on the schedule at the next read", async () => {
  const [slot] = await openTimes(clinic, ada);
  await scheduled(slot?.start);
  const { body } = await clinic.call(ada, "POST /api/appointments", { body: { slotId: slot?.id } });
  expect(await scheduled(slot?.start)).toContain(body.id);
});

test("one made in the EHR is there after one poll, and not before: nothing else reads it", async () => {
  const slot = (await openTimes(clinic, ada)).at(-1);
  await scheduled(slot?.start);
  const made = await fetch(`${clinic.ehrServer.fhirBaseUrl}/Appointment`, {
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
  const { id } = await made.json();
  expect(await scheduled(slot?.start)).not.toContain(`chart_${id}`);
  await clinic.poll();
  expect(await scheduled(slot?.start)).toContain(`chart_${id}`);
});
