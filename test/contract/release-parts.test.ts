import { expect, it } from "vitest";
import { labReport } from "#functions/wiring/testing-chart.ts";
import { biopsy, openReleaseClinic } from "#test/fixtures/release-clinic.ts";

const kentucky = { jurisdiction: "KY" } as const;

it("a decision covers all values of a result, also where they are too many for one transaction", async () => {
  const clinic = await openReleaseClinic(kentucky);
  const values = Array.from({ length: 120 }, (_, n) => [`${1000 + n}-0`, n] as const);
  const category = [{ coding: [{ code: "SP" }] }];
  for (const one of labReport("p1", { id: "big", daysAgo: 0, values, category }).all)
    clinic.server.put(one);
  expect(await clinic.seen()).toEqual([]);
  expect((await clinic.decide("DiagnosticReport~big", { decision: "release" })).status).toBe(200);
  for (const loinc of ["1000-0", "1119-0"])
    expect((await clinic.call("p1", `GET /api/results/trends/${loinc}`)).body.items).toHaveLength(
      1,
    );
});

it("a value of a panel of a report is as withheld as the report, and let out with it", async () => {
  const clinic = await openReleaseClinic(kentucky);
  const { observations, report } = labReport("p1", { id: "deep", daysAgo: 0 });
  const [value] = observations;
  const hasMember = [{ reference: `Observation/${value?.id}` }];
  const panel = {
    ...value,
    id: "panel",
    valueQuantity: undefined,
    hasMember,
    code: { text: "Panel" },
  };
  const specimen = { category: [{ coding: [{ code: "SP" }] }] };
  clinic.server.put(value as never);
  clinic.server.put(panel as never);
  clinic.server.put({ ...report, ...specimen, result: [{ reference: "Observation/panel" }] });
  const seen = async () => [
    ...(await clinic.seen()),
    ...(await clinic.call("p1", "GET /api/results/trends/4548-4")).body.items,
  ];
  expect(await seen()).toEqual([]);
  const one = await clinic.call("p1", `GET /api/records/results/Observation~${value?.id}`);
  expect(one.status).toBe(404);
  await clinic.decide("DiagnosticReport~deep", { decision: "release" });
  expect(await seen()).toMatchObject([
    "DiagnosticReport~deep",
    { loinc: "4548-4", resultId: "DiagnosticReport~deep" },
  ]);
});

it("a document that is a result waits, is decided about and commented on like one", async () => {
  const clinic = await openReleaseClinic();
  clinic.server.put({
    resourceType: "DocumentReference",
    id: "letter",
    status: "current",
    meta: { security: [{ code: "NOPAT" }] },
    type: { text: "Letter of the pathologist" },
    category: [{ text: "Pathology" }],
    subject: { reference: "Patient/p1" },
    date: clinic.clock(),
    content: [{ attachment: { contentType: "text/plain", data: btoa("Words") } }],
  } as never);
  const id = "DocumentReference~letter";
  const seen = async () =>
    (await clinic.call("p1", "GET /api/records/documents")).body.items.map(
      (one: { id: string }) => one.id,
    );
  expect(await seen()).toEqual([]);
  expect(await clinic.queue()).toMatchObject([{ id, state: "due", kind: "pathology" }]);
  expect((await clinic.atDesk(id)).preview).toMatchObject({ attachments: [{ text: "Words" }] });
  await clinic.decide(id, { decision: "comment", comment: "We talk on Friday." });
  expect((await clinic.decide(id, { decision: "release" })).body.state).toBe("visible");
  expect(await seen()).toEqual([id]);
  const { body } = await clinic.call("p1", `GET /api/records/documents/${id}`);
  expect(body.comments).toMatchObject([{ text: "We talk on Friday.", by: "Dr. Lane" }]);
});

it("a decision and a change in the chart that meet: neither is lost", async () => {
  const clinic = await openReleaseClinic(kentucky);
  const ids = Array.from({ length: 12 }, (_, n) => `b${n}`);
  for (const id of ids) clinic.server.put(biopsy(id));
  await clinic.seen();
  const rows = await clinic.queue();
  await Promise.all(
    rows.map(async ({ id, version }) => {
      const resource = id.replace("~", "/");
      clinic.server.put(biopsy(id.split("~")[1] ?? "", { status: "corrected" }));
      const path = `POST /api/practice/patients/p1/results/${id}/decisions`;
      const said = { version, decision: "comment", comment: "We talk on Friday." };
      const [{ status }] = await Promise.all([
        clinic.call("doctor", path, said),
        clinic.reread(resource),
      ]);
      // Whoever saw the uncorrected one is told to look again, and writes nothing.
      expect([200, 409]).toContain(status);
      const { preview } = await clinic.atDesk(id);
      expect([preview.status, preview.comments?.length ?? 0]).toEqual([
        "corrected",
        status === 200 ? 1 : 0,
      ]);
    }),
  );
});
