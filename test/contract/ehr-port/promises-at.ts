import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EhrCommand, EhrPatient, EhrSlot } from "#ports/ehr.ts";
import { type AnyPractice, type AnyServer, type NamedServer, practiceAt } from "./any-server.ts";
import {
  bookingOf,
  cancelOf,
  correctionOf,
  decisionOf,
  messageOf,
  moveOf,
  row,
} from "./practice-in-simulator.ts";

/** Loading the practice into a server on this machine, the first time. */
const loadingMs = 300_000;

/** What the portal promises at any FHIR R4 server: under its ids, in its order, on its pages. */
export function promisesAt({ name, open }: NamedServer): void {
  describe(`the portal's promises at ${name}`, () => suite(open));
}

function suite(open: NamedServer["open"]): void {
  let server: AnyServer;
  let practice: AnyPractice;
  beforeAll(async () => {
    server = await open();
    practice = await practiceAt(server);
  }, loadingMs);
  afterAll(() => server?.close());

  const booking = (slot: EhrSlot, patient = practice.ada) => bookingOf(slot, patient.id);
  const cancelling = (reference: string, slot: EhrSlot) =>
    cancelOf(reference, slot, practice.ada.id);
  const moving = (reference: string, from: EhrSlot, to: EhrSlot) => ({
    ...moveOf(reference, from, to),
    patientId: practice.ada.id,
  });
  const statusOf = async ({ id }: EhrSlot) => (await practice.ehr.slot(id))?.status;
  /** Records of a type in the chart that bear our key, as text. */
  const standingUnder = async (note: EhrCommand, type: string, key: string) => {
    const token = encodeURIComponent(`urn:porchlight:write-back|${key}`);
    // What was done with a record has no identifier of its own.
    const query = note.kind === "result.decide" ? `target=${note.about}` : `identifier=${token}`;
    const { entry } = await practice.chart(`${type}?${query}`);
    const all: readonly unknown[] = Array.isArray(entry) ? entry : [];
    return all.map((one) => JSON.stringify(one)).filter((one) => one.includes(key));
  };
  const booked = async (slot = practice.nextSlot()) => {
    const outcome = await practice.ehr.write(booking(slot), row(practice.nextKey(), 10_000)());
    if (outcome.is !== "done") throw new Error(`Not booked: ${JSON.stringify(outcome)}`);
    return { slot, reference: outcome.reference };
  };
  const standingIn = async (slot: EhrSlot) =>
    (await practice.ehr.appointmentsBetween({ from: slot.start, to: slot.end })).filter(
      ({ slotId, status }) => slotId === slot.id && status === "booked",
    );

  it(
    "the practice is loaded whole, under ids of the server's, and once",
    async () => {
      expect(practice.seeded.leftOut).toEqual({});
      expect(practice.ada.id).not.toBe("patient-ada");
      expect(practice.ada).toMatchObject({ firstName: "Ada", language: "en" });
      const again = await practice.load();
      expect(again).toMatchObject({ added: 0, leftOut: {} });
      expect(await practice.ehr.patients({ email: "ada@example.test" })).toHaveLength(1);
    },
    loadingMs,
  );

  it("every open time has a clinician, a place and visit types the directory knows", async () => {
    const { visitTypes, practitioners, locations } = await practice.ehr.directory();
    expect(visitTypes.find(({ id }) => id === "annual-physical")).toMatchObject({
      durationMinutes: 40,
      nameEs: "Examen físico anual",
    });
    const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
    expect(practice.all.length).toBeGreaterThan(200);
    expect(new Set(ids(practice.all)).size).toBe(practice.all.length);
    for (const { practitionerId, locationId, visitTypeIds } of practice.all) {
      expect(ids(practitioners)).toContain(practitionerId);
      expect(ids(locations)).toContain(locationId);
      expect(ids(visitTypes)).toEqual(expect.arrayContaining([...visitTypeIds]));
    }
  });

  it("patients are found by e-mail, id, name, birth date and phone", async () => {
    const { ada, grace, ehr } = practice;
    const byIds = await ehr.patients({ ids: [ada.id, grace.id, "nobody"] });
    expect(byIds.map(({ id }) => id).sort()).toEqual([ada.id, grace.id].sort());
    const found = async (by: "name" | "birthDate" | "phone", value = "") =>
      (await ehr.patients({ found: { by, value } })).map(({ id }) => id);
    expect(await found("name", "Marlowe")).toContain(ada.id);
    expect(await found("birthDate", ada.birthDate)).toContain(ada.id);
    // As the portal shows it, and as the chart writes it.
    expect(await found("phone", ada.phone)).toContain(ada.id);
    expect(await found("phone", "(312) 555-0101")).toContain(ada.id);
    expect(await ehr.patient("nobody-9")).toBeUndefined();
  });

  it("a visit is booked, moved and cancelled, and the slots follow", async () => {
    const { slot, reference } = await booked();
    expect(await statusOf(slot)).toBe("busy");
    const second = practice.nextSlot();
    const moved = await practice.ehr.write(
      moving(reference, slot, second),
      row(practice.nextKey(), 10_000)(),
    );
    expect(moved).toMatchObject({ is: "done", reference });
    expect([await statusOf(slot), await statusOf(second)]).toEqual(["free", "busy"]);
    const visit = await practice.ehr.appointment(reference.split("/")[1] ?? "");
    expect(visit).toMatchObject({ start: second.start, slotId: second.id, reason: "A cough" });
    expect(visit?.correlationIds).toHaveLength(2);
    expect(await standingIn(second)).toHaveLength(1);
    const mine = await practice.ehr.appointmentsOf(practice.ada.id);
    expect(mine.map(({ id }) => `Appointment/${id}`)).toContain(reference);
    const cancelled = await practice.ehr.write(
      cancelling(reference, second),
      row(practice.nextKey(), 10_000)(),
    );
    expect(cancelled).toMatchObject({ is: "done", reference });
    expect(await statusOf(second)).toBe("free");
    expect(await practice.chart(reference)).toMatchObject({ status: "cancelled" });
  }, 60_000);

  /** As the ledger does it: asked again until it is certain. */
  const untilCertain = async (patient: EhrPatient, slot: EhrSlot): Promise<string> => {
    const attempt = row(practice.nextKey(), 20_000);
    const command = booking(slot, patient);
    let outcome = await practice.ehr.write(command, attempt());
    const open = ["unknown", "retry", "absent"];
    for (let tries = 0; tries < 8 && open.includes(outcome.is); tries++)
      outcome = await (outcome.is === "unknown"
        ? practice.ehr.findByCorrelation(command, attempt())
        : practice.ehr.write(command, attempt()));
    return outcome.is === "conflict" ? outcome.why : outcome.is;
  };

  it("one of ten racing patients has the slot", async () => {
    const slot = practice.nextSlot();
    const racing = Array.from({ length: 10 }, (_, n) => (n === 0 ? practice.ada : practice.grace));
    const outcomes = await Promise.all(racing.map((patient) => untilCertain(patient, slot)));
    expect(outcomes.sort()).toEqual(["done", ...Array.from({ length: 9 }, () => "slot-taken")]);
    expect(await standingIn(slot)).toHaveLength(1);
  }, 120_000);

  it("what was written and not answered is found, once", async () => {
    const { ehr, line, nextKey } = practice;
    const [slot, other] = [practice.nextSlot(), practice.nextSlot()];
    const lost = async (command: Parameters<typeof ehr.write>[0]) => {
      const attempt = row(nextKey(), 10_000);
      line.loseNextReply = true;
      expect(await ehr.write(command, attempt())).toEqual({ is: "unknown" });
      const found = await ehr.findByCorrelation(command, attempt());
      expect(found.is).toBe("done");
      return found.is === "done" ? found.reference : "";
    };
    const reference = await lost(booking(slot));
    expect(await standingIn(slot)).toHaveLength(1);
    await lost(moving(reference, slot, other));
    expect([await statusOf(slot), await statusOf(other)]).toEqual(["free", "busy"]);
    await lost(cancelling(reference, other));
    expect(await statusOf(other)).toBe("free");
    expect(await standingIn(other)).toEqual([]);
  }, 60_000);

  it.each([
    ["a request for a correction", async (id: string) => [correctionOf(id)]],
    [
      "a message of either side",
      async (id: string) => [messageOf("patient", id), messageOf("practice", id)],
    ],
    // Which record it is about matters to no server; a visit is one that any of them has.
    ["a decision", async (id: string) => [decisionOf(id, (await booked()).reference)]],
  ] as const)(
    "%s is in the chart, once, whether or not its reply is lost",
    async (_name, notes) => {
      const { ehr, line, nextKey, ada } = practice;
      for (const note of await notes(ada.id))
        for (const is of ["done", "unknown"] as const) {
          const key = nextKey();
          const attempt = row(key, 10_000);
          line.loseNextReply = is === "unknown";
          expect(await ehr.write(note, attempt())).toMatchObject({ is });
          const found = await ehr.findByCorrelation(note, attempt());
          expect(await ehr.write(note, attempt())).toEqual(found);
          const [type = ""] = found.is === "done" ? found.reference.split("/") : [];
          const standing = await standingUnder(note, type, key);
          expect(standing.map((one) => one.includes(`Patient/${ada.id}`))).toEqual([true]);
        }
    },
    60_000,
  );

  it("a visit the practice has changed meanwhile is left alone, and so is another patient's", async () => {
    const { slot, reference } = await booked();
    const foreign = { ...cancelling(reference, slot), patientId: practice.grace.id };
    expect(await practice.ehr.write(foreign, row(practice.nextKey(), 10_000)())).toEqual({
      is: "retry",
      code: "wrong-patient",
    });
    const chart = await practice.chart(reference);
    expect(await practice.operatorPuts({ ...chart, status: "fulfilled" })).toBe(200);
    expect(
      await practice.ehr.write(cancelling(reference, slot), row(practice.nextKey(), 10_000)()),
    ).toEqual({ is: "conflict", why: "changed-in-chart" });
  }, 60_000);

  it("changes are told since a cursor", async () => {
    const start = await practice.ehr.changes(undefined);
    const { slot, reference } = await booked();
    const first = await practice.ehr.changes(start?.next);
    expect(first?.slots).toContain(slot.id);
    expect(first?.appointments).toContain(reference.split("/")[1]);
  }, 60_000);
}
