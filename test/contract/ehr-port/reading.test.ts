import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Ehr } from "#ports/ehr.ts";
import {
  bookingOf,
  inDays,
  type Practice,
  practiceInSimulator,
  row,
  supplies,
} from "#test/contract/ehr-port/practice-in-simulator.ts";

let practice: Practice;
let ehr: Ehr;
let stock: Awaited<ReturnType<typeof supplies>>;
const booked = () => stock.booked();
const nextKey = () => stock.nextKey();
const nextSlot = () => stock.nextSlot();

beforeAll(async () => {
  practice = await practiceInSimulator();
  ehr = practice.connected();
  stock = await supplies(ehr);
});
afterEach(async () => {
  await practice.clearFaults();
  await practice.persona("full");
});
afterAll(() => practice.close());

describe("reading", () => {
  it("finds the practice's visit types, clinicians and places, and nothing missing", async () => {
    const directory = await ehr.directory();
    expect(directory.missing).toEqual([]);
    expect(directory.visitTypes.find(({ id }) => id === "annual-physical")).toMatchObject({
      durationMinutes: 40,
      minAge: 18,
      nameEs: "Examen físico anual",
    });
    expect(directory.practitioners.length).toBeGreaterThan(2);
    expect(directory.locations[0]?.address).toContain("Lakeside");
  });

  it("finds times whose clinician, place and visit types the directory knows", async () => {
    const { visitTypes, practitioners, locations } = await ehr.directory();
    const known = (list: readonly { id: string }[], id: string) =>
      list.some((one) => one.id === id);
    const range = { from: inDays(0), to: inDays(14) };
    const slots = await ehr.slots(range);
    expect(slots.length).toBeGreaterThan(200);
    expect(new Set(slots.map(({ id }) => id)).size).toBe(slots.length);
    for (const slot of slots) {
      expect(known(practitioners, slot.practitionerId) && known(locations, slot.locationId)).toBe(
        true,
      );
      expect(slot.visitTypeIds.every((id) => known(visitTypes, id))).toBe(true);
      expect(slot.start >= range.from && slot.start < range.to).toBe(true);
    }
    expect(await ehr.slot(slots[0]?.id ?? "")).toEqual(slots[0]);
    expect(await ehr.slot("no-such-slot")).toBeUndefined();
  });

  it("finds patients by e-mail and by id, without an e-mail in any address", async () => {
    const [ada] = await ehr.patients({ email: "ADA@example.test".toLowerCase() });
    expect(ada).toMatchObject({ id: "patient-ada", firstName: "Ada", language: "en" });
    expect(await ehr.patients({ email: "nobody@example.test" })).toEqual([]);
    const two = await ehr.patients({ ids: ["patient-ada", "patient-grace", "nobody"] });
    expect(two.map(({ id }) => id).sort()).toEqual(["patient-ada", "patient-grace"]);
    expect(await ehr.patient("nobody")).toBeUndefined();
    expect(practice.sent.filter(({ url }) => /@|%40/.test(url))).toEqual([]);
  });

  it("finds one patient's visits, and everybody's in a range of days", async () => {
    const { slot, reference } = await booked();
    const mine = await ehr.appointmentsOf("patient-ada");
    expect(mine.every(({ patientId }) => patientId === "patient-ada")).toBe(true);
    expect(mine.find(({ id }) => `Appointment/${id}` === reference)).toMatchObject({
      status: "booked",
      start: slot.start,
      end: slot.end,
      slotId: slot.id,
      practitionerId: slot.practitionerId,
      locationId: slot.locationId,
      visitTypeId: slot.visitTypeIds[0],
      reason: "A cough",
    });
    const all = await ehr.appointmentsBetween({ from: slot.start, to: slot.end });
    expect(all.map(({ id }) => `Appointment/${id}`)).toContain(reference);
  });

  it("tells what changed since, once", async () => {
    const start = await ehr.changes(undefined);
    const { slot, reference } = await booked();
    const first = await ehr.changes(start?.next);
    expect(first?.slots).toContain(slot.id);
    expect(first?.appointments).toContain(reference.split("/")[1]);
    const second = await ehr.changes(first?.next);
    expect(second).toMatchObject({ slots: [], appointments: [] });
  });

  it.each(["Patient", "Appointment"])(
    "refuses an answer about another patient (%s)",
    async (type) => {
      await booked();
      await practice.fault({ fault: "wrong-patient", type });
      const ask =
        type === "Patient" ? ehr.patient("patient-ada") : ehr.appointmentsOf("patient-ada");
      await expect(ask).rejects.toMatchObject({ name: "EhrUnavailable" });
      expect(practice.logged.some((code) => code.startsWith("ehr.wrong-"))).toBe(true);
    },
  );

  it("rejects as unavailable when the answer fails or is cut off", async () => {
    for (const fault of ["truncate", "drop-before", "status"]) {
      await practice.fault({ fault, type: "Slot", count: 2 });
      await expect(ehr.slots({ from: inDays(1), to: inDays(2) })).rejects.toMatchObject({
        name: "EhrUnavailable",
      });
      await practice.clearFaults();
    }
  });
});

describe("signing in", () => {
  it("puts a token on every request for patient data", async () => {
    await booked();
    const fhir = practice.sent.filter(
      ({ url }) => url.includes("/fhir/r4/") && !url.includes("/.well-known/"),
    );
    expect(fhir.length).toBeGreaterThan(10);
    expect(
      fhir.filter(({ headers }) => !headers.get("authorization")?.startsWith("Bearer ")),
    ).toEqual([]);
  });

  it("renews a token before it expires, and once when it is refused", async () => {
    const mine = practice.connected();
    const tokens = () => practice.sent.filter(({ url }) => url.endsWith("/token")).length;
    await mine.patient("patient-ada");
    const before = tokens();
    await mine.patient("patient-ada");
    expect(tokens()).toBe(before);
    practice.later(280);
    await mine.patient("patient-ada");
    expect(tokens()).toBe(before + 1);
    await practice.fault({ fault: "status", status: 401, type: "Patient" });
    expect(await mine.patient("patient-ada")).toBeDefined();
    expect(tokens()).toBe(before + 2);
  });

  it("that fails is certainly no write", async () => {
    const stranger = practice.connected({ clientId: "stranger" });
    const slot = nextSlot();
    const outcome = await stranger.write(bookingOf(slot), row(nextKey())());
    expect(outcome.is).toBe("retry");
    expect(await practice.visitsIn(slot)).toBe(0);
  });
});
