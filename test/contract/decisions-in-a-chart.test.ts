import { expect, it } from "vitest";
import { biopsy, openReleaseClinic, type ReleaseClinic } from "#test/fixtures/release-clinic.ts";

const BIOPSY = "DiagnosticReport~b";
const takes = { creates: { Provenance: ["target", "_lastUpdated"] } };
const hold = (clinic: ReleaseClinic) => ({
  ...{ decision: "hold", reason: "life-or-physical-safety", note: "I call her on Monday." },
  until: new Date(Date.parse(clinic.clock()) + 86_400_000).toISOString(),
});

/** A result that a law makes wait, in a chart that says where its records come from, or in one that does not. */
async function clinicWith(quirks: object, jurisdiction: "KY" | "TX" = "KY") {
  const clinic = await openReleaseClinic({ jurisdiction });
  clinic.server.quirks = { ...clinic.server.quirks, ...quirks };
  clinic.server.put(biopsy("b"));
  await clinic.seen();
  const decisions = async () => (await clinic.atDesk(BIOPSY)).decisions;
  const charted = () => clinic.server.all("Provenance");
  return { ...clinic, decisions, charted };
}

it("a decision is in the chart in order, said by whoever made it, and the desk sees that it is there", async () => {
  const clinic = await clinicWith(takes);
  const { body } = await clinic.decide(BIOPSY, hold(clinic));
  expect(body.decisions).toMatchObject([
    { decision: "hold", by: "Dr. Lane", writeBack: { state: "saved" } },
  ]);
  await clinic.decide(BIOPSY, { decision: "release" }, { who: "other-doctor" });
  await clinic.portal.drain();
  expect(await clinic.decisions()).toMatchObject([
    { decision: "release", by: "Dr. Ruiz", writeBack: { state: "in-chart" } },
    { decision: "hold", by: "Dr. Lane", writeBack: { state: "in-chart" } },
  ]);
  const day = /until \d{4}-\d\d-\d\d: life or physical safety/;
  expect(clinic.charted()).toMatchObject([
    {
      target: [{ reference: "DiagnosticReport/b" }, { reference: "Patient/p1" }],
      activity: { text: expect.stringMatching(day) },
      agent: [{ who: { display: "Dr. Lane" } }],
    },
    { activity: { coding: [{ code: "disclose" }] }, agent: [{ who: { display: "Dr. Ruiz" } }] },
  ]);
  // The clinician's own note of why stays with the practice.
  expect(JSON.stringify(clinic.charted())).not.toContain("Monday");
});

it("a release that a law leaves waiting is not said to be one to the patient, and is not for their other apps", async () => {
  const clinic = await clinicWith(takes, "TX");
  const { body } = await clinic.decide(BIOPSY, { decision: "release" });
  expect(body.state).toBe("waits");
  await clinic.portal.drain();
  const [note] = clinic.charted();
  expect(note).toMatchObject({
    meta: { security: [{ code: "NOPAT" }] },
    activity: { text: expect.stringMatching(/sees it on \d{4}-\d\d-\d\d at the earliest/) },
  });
  expect(JSON.stringify(note)).not.toContain("disclose");
});

it("a decision reaches a chart that was away, once", async () => {
  const clinic = await clinicWith(takes);
  clinic.server.faults = ({ method }) => (method === "POST" ? { is: "drop-after" } : undefined);
  await clinic.decide(BIOPSY, { decision: "release" });
  await clinic.portal.drain(2);
  expect(await clinic.decisions()).toMatchObject([{ writeBack: { state: "saved" } }]);
  clinic.server.faults = () => undefined;
  clinic.skip(0.5);
  await clinic.portal.drain();
  expect(await clinic.decisions()).toMatchObject([{ writeBack: { state: "in-chart" } }]);
  expect(clinic.charted()).toHaveLength(1);
});

it("where the chart takes none of it the desk is told so; a word to the patient stays here", async () => {
  const clinic = await clinicWith({});
  await clinic.decide(BIOPSY, { decision: "comment", comment: "All is well." });
  expect(await clinic.decisions()).toEqual([]);
  await clinic.decide(BIOPSY, { decision: "release" });
  await clinic.portal.drain();
  expect(await clinic.decisions()).toMatchObject([
    { decision: "release", writeBack: { state: "with-practice", reason: "not-supported" } },
  ]);
});

it("each of many that are released is told of", async () => {
  const clinic = await clinicWith(takes);
  clinic.server.put(biopsy("c"));
  clinic.skip(1);
  await clinic.seen();
  const named = await Promise.all(
    [BIOPSY, "DiagnosticReport~c"].map(async (id) => {
      const { version } = await clinic.atDesk(id);
      return { patientId: "p1", id, version };
    }),
  );
  await clinic.call("doctor", "POST /api/practice/results/release", { results: named });
  await clinic.portal.drain();
  expect(clinic.charted().map((one) => one["target"])).toMatchObject([
    [{ reference: "DiagnosticReport/b" }, {}],
    [{ reference: "DiagnosticReport/c" }, {}],
  ]);
});

it("the patient is told nothing of a decision about what they can't see, in no list of what was written", async () => {
  const clinic = await clinicWith(takes);
  const look = async () => [
    await clinic.call("p1", "GET /api/write-backs"),
    await clinic.call("p1", `GET /api/write-backs/${BIOPSY}.001`),
    await clinic.call("p1", "GET /api/records"),
  ];
  const before = await look();
  await clinic.decide(BIOPSY, hold(clinic));
  await clinic.portal.drain();
  expect(clinic.charted()).toHaveLength(1);
  const told = (answers: readonly { status: number; body: unknown }[]) =>
    answers.map(({ status, body }) => [
      status,
      JSON.stringify(body).replace(/"(asOf|requestId|instance)":"[^"]+"/g, ""),
    ]);
  expect(told(await look())).toEqual(told(before));
});
