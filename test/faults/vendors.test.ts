import { afterEach, describe, expect, test } from "vitest";
import { addSeconds } from "#domain/time.ts";
import { type Clinic, openClinic } from "#test/fixtures/clinic.ts";
import { openTimes } from "#test/fixtures/open-times.ts";

let clinic: Clinic;
let ada: string;
let desk: string;
afterEach(() => clinic?.close());

async function at(persona: string): Promise<void> {
  clinic = await openClinic({ patients: 1, persona });
  ada = await clinic.signIn({ id: "patient-ada", name: "Ada Marlowe" });
  desk = await clinic.signIn({
    id: "desk",
    name: "Front desk",
    kind: "staff",
    role: "frontdesk",
    patientId: undefined,
    permissions: ["schedule", "write-backs", "patients", "connections", "messages"],
  });
}
const queue = async (name: "requests" | "write-backs") =>
  (await clinic.call(desk, `GET /api/practice/${name}`)).body.items;
const modes = async () => {
  const { body } = await clinic.call(ada, "GET /api/visit-types");
  return body.items.map(({ id, mode }: { id: string; mode: string }) => [id, mode]);
};
/** How many visits the chart has, asked as somebody who may see all of it. */
const visitsInChart = async (): Promise<number> => {
  await clinic.admin("persona", { persona: "full" });
  return (await clinic.chart("Appointment?_summary=count")).total;
};
const soon = (seconds: number) => addSeconds(new Date().toISOString(), seconds);
const threeDays = 3 * 86_400;

/** As what FHIR endpoints take what people say; those of the others take neither, and none takes tasks. */
const TAKES: Readonly<Record<string, { readonly request: string; readonly message: string }>> = {
  epic: { request: "DocumentReference", message: "Communication" },
  cerner: { request: "DocumentReference", message: "Communication" },
  veradigm: { request: "DocumentReference", message: "DocumentReference" },
};
const toldOf = (type: string | undefined) =>
  type === undefined
    ? { state: "with-practice", reason: "not-supported" }
    : { state: "in-chart", reference: expect.stringMatching(new RegExp(`^${type}/.`)) };

/** A request for a correction is in the chart where it is taken, else with the practice; its queue has it. */
async function asksForCorrection(persona: string): Promise<void> {
  const body = { words: "I never smoked." };
  const asked = await clinic.call(ada, "POST /api/records/corrections", { body });
  const told = toldOf(TAKES[persona]?.request);
  expect(asked.body.writeBack).toMatchObject(told);
  const waiting = await clinic.call(desk, "GET /api/practice/corrections");
  expect(waiting.body.items).toMatchObject([{ id: asked.body.id, writeBack: told }]);
}

/** The same for what patient and practice write to each other. */
async function writeToEachOther(persona: string): Promise<void> {
  const writeBack = toldOf(TAKES[persona]?.message);
  const asked = await clinic.call(ada, "POST /api/threads", { body: { words: "May I come?" } });
  expect(asked.body.said).toMatchObject([{ by: "patient", writeBack }]);
  const answer = `POST /api/practice/patients/patient-ada/threads/${asked.body.id}/messages`;
  const body = { words: "Come at ten.", seen: 1 };
  const answered = await clinic.call(desk, answer, { body });
  expect(answered.body.said).toMatchObject([
    { by: "patient", writeBack },
    { by: "practice", writeBack },
  ]);
}

/** Whose FHIR endpoints take no visits: what would have been booked is asked for, and a person answers. */
describe.each([
  "epic",
  "athenahealth",
  "ecw",
  "veradigm",
  "nextgen-enterprise",
  "nextgen-office",
  "advancedmd",
])("%s takes no visits by FHIR", (persona) => {
  test("a visit is asked for, said to be with the practice, and stands in its queue", async () => {
    await at(persona);
    expect(await modes()).toEqual([["visit", "request"]]);
    const asked = await clinic.call(ada, "POST /api/appointments", {
      body: {
        visitTypeId: "visit",
        preferred: [{ from: soon(threeDays), to: soon(threeDays + 14_400) }],
        reason: "Cough",
      },
    });
    expect(clinic.errors).toEqual([]);
    expect(asked.body).toMatchObject({
      status: "proposed",
      writeBack: { state: "with-practice", nextStep: "practice-will-do-it" },
    });
    expect(await queue("requests")).toMatchObject([{ id: asked.body.id, kind: "request" }]);
    const seen = await clinic.call(ada, `GET /api/appointments/${asked.body.id}`);
    expect(seen.body.writeBack.state).toBe("with-practice");
    const mine = await clinic.call(ada, "GET /api/appointments?when=coming");
    expect(mine.body.items.map(({ id }: { id: string }) => id)).toContain(asked.body.id);
    await asksForCorrection(persona);
    await writeToEachOther(persona);
    const own = `Appointment?identifier=urn:porchlight:write-back%7C${asked.body.id}.001`;
    await visitsInChart();
    expect((await clinic.chart(own)).total).toBe(0);
  });
});

describe("Oracle Health takes new visits by FHIR, and no changes by PUT", () => {
  test("a visit is booked into the chart; cancelling it is a task for the practice", async () => {
    await at("cerner");
    const offered = await modes();
    expect(offered).toContainEqual(["office-visit", "book"]);
    expect(offered.every(([, mode]: [string, string]) => mode === "book")).toBe(true);
    const [slot] = await openTimes(clinic, ada);
    const before = await visitsInChart();
    await clinic.admin("persona", { persona: "cerner" });
    await asksForCorrection("cerner");
    await writeToEachOther("cerner");
    const booked = await clinic.call(ada, "POST /api/appointments", { body: { slotId: slot?.id } });
    expect(clinic.errors).toEqual([]);
    expect(booked.body).toMatchObject({ status: "booked", writeBack: { state: "in-chart" } });
    const { id } = booked.body;
    const cancelled = await clinic.call(ada, `POST /api/appointments/${id}/cancel`, { body: {} });
    expect(cancelled.body).toMatchObject({
      status: "booked",
      change: { kind: "cancel", writeBack: { state: "with-practice" } },
    });
    expect(await queue("write-backs")).toMatchObject([{ id: `${id}.002` }]);
    expect(await visitsInChart()).toBe(before + 1);
    expect(await clinic.chart(booked.body.writeBack.reference)).toMatchObject({ status: "booked" });
  });
});
