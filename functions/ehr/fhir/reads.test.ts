import { describe, expect, it } from "vitest";
import { fakePractice, logged, slotRef } from "#functions/ehr/testing/fake-practice.ts";

const range = { from: "2027-01-04T00:00:00.000Z", to: "2027-01-06T00:00:00.000Z" };
const visit = (id: string, patientId: string, more: Record<string, unknown> = {}) => ({
  resourceType: "Appointment",
  id,
  status: "booked",
  start: "2027-01-04T10:00:00-06:00",
  minutesDuration: 20,
  participant: [
    { actor: { reference: `https://ehr.test/fhir/Patient/${patientId}/_history/3` } },
    { actor: { reference: "Practitioner/dr" } },
  ],
  ...more,
});
const page = (entry: object[], next?: string) =>
  Response.json({
    resourceType: "Bundle",
    type: "searchset",
    entry: entry.map((resource) => ({ resource })),
    link: next === undefined ? [] : [{ relation: "next", url: next }],
  });

describe("a list over several pages", () => {
  it("has each time once, whatever the server repeats, and only those asked for", async () => {
    const { ehr, server } = fakePractice({ pageSize: 1 });
    const [s10, s11, s12] = server.all("Slot");
    server.instead = ({ path, search }) => {
      if (path !== "Slot" || !s10 || !s11 || !s12) return undefined;
      if (search.includes("_getpages"))
        return page([s11, s11, { ...s12, start: "2030-01-01T00:00:00Z" }]);
      return page([s10, s11, { resourceType: "OperationOutcome", id: "x" }], "?_getpages=1");
    };
    const slots = await ehr.slots(range);
    expect(slots.map(({ id }) => id)).toEqual(["s10", "s11"]);
    expect(slots[0]).toMatchObject({ ...slotOf(10), status: "free", visitTypeIds: ["checkup"] });
  });
  const slotOf = (hour: number) => {
    const { ehrId: id, ...rest } = slotRef(hour);
    return { id, ...rest };
  };

  it("is followed as given, at our server only", async () => {
    const { ehr, server } = fakePractice();
    const asked: string[] = [];
    server.instead = ({ path, search }) => {
      if (path !== "Slot") return undefined;
      asked.push(search);
      return asked.length === 1 ? page([], "http://inside.local:8080/fhir/Slot?after=7") : page([]);
    };
    await ehr.slots(range);
    expect(asked[1]).toBe("?after=7");
    server.instead = ({ path }) =>
      path === "Slot" ? page([], "https://evil.test/x?y=1") : undefined;
    await expect(ehr.slots(range)).rejects.toMatchObject({ code: "foreign-page-link" });
  });

  it("is read to its end where a server keeps its pages small", async () => {
    const { ehr, server } = fakePractice();
    const [slot] = server.all("Slot");
    const at = (n: number) =>
      page([{ ...slot, id: `s${n}` }], n < 200 ? `Slot?n=${n + 1}` : undefined);
    server.instead = ({ path, search }) =>
      path === "Slot" ? at(Number(new URLSearchParams(search).get("n") ?? 1)) : undefined;
    expect(await ehr.slots(range)).toHaveLength(200);
  });

  it("ends when the server goes in circles or never ends", async () => {
    const { ehr, server } = fakePractice();
    server.instead = ({ path }) => (path === "Slot" ? page([], "Slot?same=1") : undefined);
    expect(await ehr.slots(range)).toEqual([]);
    let n = 0;
    server.instead = ({ path }) => (path === "Slot" ? page([], `Slot?n=${++n}`) : undefined);
    await expect(ehr.slots(range)).rejects.toMatchObject({ code: "too-many-pages" });
  });
});

describe("an answer", () => {
  it("about another patient is refused and logged", async () => {
    const { ehr, server } = fakePractice();
    server.instead = ({ path }) =>
      path === "Appointment" ? page([visit("a1", "p1"), visit("a2", "p2")]) : undefined;
    logged.length = 0;
    await expect(ehr.appointmentsOf("p1")).rejects.toMatchObject({ code: "wrong-patient" });
    expect(logged).toEqual(["ehr.wrong-patient"]);
    server.instead = ({ path }) =>
      path === "Patient" ? page([{ resourceType: "Patient", id: "p9", telecom: [] }]) : undefined;
    await expect(ehr.patients({ email: "x@example.test" })).rejects.toMatchObject({
      code: "wrong-patient",
    });
    await expect(ehr.patients({ ids: ["p1"] })).rejects.toMatchObject({ code: "wrong-patient" });
  });

  it("in another server's accent is understood", async () => {
    const { ehr, server } = fakePractice();
    server.put(
      visit("a1", "p1", { slot: "none", serviceType: [{ text: "Checkup" }], comment: null }),
    );
    expect(await ehr.appointment("a1")).toMatchObject({
      patientId: "p1",
      start: "2027-01-04T16:00:00.000Z",
      end: "2027-01-04T16:20:00.000Z",
      practitionerId: "dr",
      visitTypeName: "Checkup",
      correlationIds: [],
    });
  });

  it("that can't be read costs itself, not the list", async () => {
    const { ehr, server } = fakePractice();
    const broken = { resourceType: "Appointment", id: "a2", status: "banana", participant: [] };
    server.instead = ({ path }) =>
      path === "Appointment" ? page([visit("a1", "p1"), broken]) : undefined;
    logged.length = 0;
    expect(await ehr.appointmentsOf("p1")).toHaveLength(1);
    expect(logged).toEqual(["ehr.unreadable"]);
  });

  it("is not asked for by an id that is a path", async () => {
    const { ehr, server } = fakePractice();
    expect(await ehr.slot("..")).toBeUndefined();
    await ehr.slot("../Patient?x=1");
    expect(server.heard.map(({ path }) => path)).toEqual(["Slot/..%2FPatient%3Fx%3D1"]);
  });

  it("to an id that is no FHIR id is that there is none; to one that is, a 400 is no answer", async () => {
    const { ehr, server } = fakePractice();
    server.instead = ({ path }) =>
      path.startsWith("Patient/") ? Response.json({}, { status: 400 }) : undefined;
    expect(await ehr.patient("x~y~z")).toBeUndefined();
    await expect(ehr.patient("p-1")).rejects.toThrow();
  });
});

describe("a server that lacks something", () => {
  it("is described in plain words", async () => {
    const { ehr } = fakePractice();
    const { missing, visitTypes } = await ehr.directory();
    expect(visitTypes).toMatchObject([{ id: "visit", nameEs: "Visita" }]);
    expect(missing.join(" ")).toMatch(/No visit types.*No clinicians.*No places/);
  });

  it("that can't tell changes is scanned by days", async () => {
    const { ehr } = fakePractice({ appointmentParams: ["patient", "date"] });
    expect(await ehr.changes(undefined)).toBeUndefined();
    expect(await ehr.capabilities()).toMatchObject({
      lastUpdated: false,
      searchByIdentifier: false,
    });
  });

  it("without a guard and without a search for rivals takes no booking", async () => {
    const blind = { slotUpdate: false, appointmentParams: ["patient", "identifier"] };
    expect(await fakePractice(blind).ehr.capabilities()).toMatchObject({
      bookAppointment: false,
      cancelAppointment: true,
    });
  });

  it("without an answer has no capabilities, then its own again", async () => {
    const { ehr, server } = fakePractice();
    server.faults = () => ({ is: "drop-before" });
    expect(await ehr.capabilities()).toMatchObject({ bookAppointment: false, transaction: false });
    await expect(ehr.slots(range)).rejects.toMatchObject({ name: "EhrUnavailable" });
  });
});
