import { Fhir } from "fhir/fhir.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labReport } from "#functions/wiring/testing-chart.ts";
import { type Clinic, openClinic } from "#test/fixtures/clinic.ts";
import { NOW, openExportClinic, refsIn } from "#test/fixtures/export-clinic.ts";
import { biopsy } from "#test/fixtures/release-clinic.ts";

const subject = { reference: "Patient/p1" };
const person = {
  resourceType: "Patient",
  id: "p1",
  name: [{ text: "Łukasz Ñandú" }],
  birthDate: "1980-02-03",
};
const problem = (id: string, more: Record<string, unknown> = {}) => ({
  resourceType: "Condition",
  id,
  subject,
  code: { text: `Problem ${id}` },
  onsetDateTime: "2020-01-01",
  ...more,
});
const DAY = 86_400_000;
const longAgo = (id: string, more: Record<string, unknown> = {}) => {
  const at = new Date(Date.parse(NOW) - 30 * DAY).toISOString();
  const { report, observations } = labReport("p1", {
    id,
    values: [
      ["4548-4", 5.4],
      ["2345-7", 99],
    ],
  });
  const dated = { effectiveDateTime: at, issued: at };
  return [
    { ...report, ...dated, ...more },
    ...observations.map((one) => ({ ...one, ...dated })),
  ] as const;
};
const withheld = biopsy("late", { issued: NOW, effectiveDateTime: NOW });
const chart = [person, problem("c1"), problem("c2"), ...longAgo("r1"), ...longAgo("r2")];

describe("an export", () => {
  it("is asked for, made, and fetched by addresses that soon end; asking again meanwhile is the same one", async () => {
    const { portal, exported, skip } = await openExportClinic(chart);
    const first = await portal.call("p1", "POST /api/records/export", { body: {} });
    const twin = await portal.call("p1", "POST /api/records/export", { body: {} });
    expect([first.status, first.body.state, twin.body.id]).toEqual([
      201,
      "preparing",
      first.body.id,
    ]);
    expect(portal.exports.rings).toHaveLength(1);
    const waiting = await portal.call("p1", `GET /api/records/exports/${first.body.id}`);
    expect(waiting.body).toMatchObject({ state: "preparing" });
    const { answer } = await exported();
    expect(answer.body).toMatchObject({
      state: "ready",
      asOf: NOW,
      linksUntil: "2026-11-23T15:05:00.000Z",
      keptUntil: "2026-11-24T15:00:00.000Z",
      files: [
        { format: "fhir", url: expect.stringContaining("as=my-records-2026-11-23.json") },
        { format: "pdf", url: expect.stringContaining("as=my-records-2026-11-23.pdf") },
      ],
    });
    const listed = await portal.call("p1", "GET /api/records/exports");
    expect(listed.body.items).toHaveLength(1);
    expect(JSON.stringify(listed.body)).not.toContain("files.test");
    skip(24 * 3600);
    expect((await portal.call("p1", `GET /api/records/exports/${first.body.id}`)).status).toBe(404);
  });

  it("holds in both files exactly what the screens show, each resource as the EHR sent it", async () => {
    const { portal, exported, listed, server } = await openExportClinic(chart);
    portal.exports.draws.pdf = true;
    const { bundle, outline, pdf } = await exported();
    const members = ["r1-o0", "r1-o1", "r2-o0", "r2-o1"].map((id) => `Observation~${id}`);
    expect(refsIn(bundle).sort()).toEqual([...(await listed()), ...members].sort());
    for (const { fullUrl, resource } of bundle?.entry ?? []) {
      const reference = `${resource.resourceType}/${resource.id}`;
      expect(fullUrl).toBe(`https://ehr.test/fhir/${reference}`);
      expect(resource).toEqual(server.store.get(reference));
    }
    const text = JSON.stringify(outline?.blocks);
    for (const ref of await listed())
      expect(text).toContain(`In the clinic's system: ${ref.replace("~", "/")}`);
    expect(text.match(/In the clinic's system/g)).toHaveLength((await listed()).length);
    expect(text).toContain("Łukasz Ñandú");
    expect(
      Buffer.from(pdf ?? [])
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
  });

  it("is the same to the byte with and without a result that is withheld, whatever refers to it", async () => {
    const pointing = problem("c3", {
      evidence: [{ code: [{ text: "A mole" }], detail: [{ reference: "DiagnosticReport/late" }] }],
    });
    const silent = problem("c3", { evidence: [{ code: [{ text: "A mole" }] }] });
    const having = await openExportClinic([...chart, pointing, withheld]);
    const lacking = await openExportClinic([...chart, silent]);
    const [one, other] = [await having.exported(), await lacking.exported()];
    expect(one.json).toBe(other.json);
    expect(Buffer.from(one.pdf ?? []).equals(Buffer.from(other.pdf ?? []))).toBe(true);
    expect(one.json).not.toMatch(/late|pathologist/);
    const reply = ({ answer }: typeof one) =>
      JSON.stringify(answer.body).replaceAll(answer.body.id, "id");
    expect(reply(one)).toBe(reply(other));
    // The clock that holds it back runs out: the same chart is asked for again, and there it is.
    having.skip(4 * 24 * 3600);
    const { json, outline } = await having.exported();
    expect(json).toContain("DiagnosticReport/late");
    expect(JSON.stringify(outline?.blocks)).toContain("Words of a pathologist");
  });

  it("leaves out what its patient wants to open by choice, for as long as they want that", async () => {
    const { portal, exported, skip } = await openExportClinic(chart);
    const choose = async (usual: string) => {
      const { body } = await portal.call("p1", "GET /api/account/result-timing");
      const choice = { usual, byClass: {}, version: body.version };
      const path = "PUT /api/account/result-timing";
      expect((await portal.call("p1", path, { body: choice })).status).toBe(200);
    };
    await choose("only-that-it-is-there");
    const { items } = (await portal.call("p1", "GET /api/results")).body;
    expect(items).toMatchObject([{ sealed: true }, { sealed: true }]);
    const closed = await exported();
    expect(refsIn(closed.bundle)).toEqual(expect.arrayContaining(["Condition~c1"]));
    expect(closed.json).not.toMatch(/DiagnosticReport|Observation/);
    expect(JSON.stringify(closed.outline?.blocks)).not.toContain("Panel");
    await choose("now");
    skip(1);
    const open = await exported();
    expect(refsIn(open.bundle).filter((ref) => ref.startsWith("Diagnostic"))).toHaveLength(2);
  });

  it("of a carer holds what the carer sees; the patient's own is not theirs, nor the other way round", async () => {
    const sensitive = problem("hiv", { meta: { security: [{ code: "HIV" }] } });
    const visit = {
      resourceType: "Encounter",
      id: "v1",
      status: "finished",
      class: { code: "AMB" },
      subject,
      period: { start: "2020-01-01T10:00:00Z" },
      reasonReference: [{ reference: "Condition/hiv", display: "A secret" }],
      diagnosis: [{ condition: { reference: "Condition/hiv", display: "A secret" }, rank: 1 }],
    };
    const { portal, exported, listed } = await openExportClinic([...chart, sensitive, visit]);
    const own = await exported("p1");
    const theirs = await exported("carer", { patientId: "p1" });
    expect(refsIn(own.bundle)).toContain("Condition~hiv");
    const seen = await listed("carer", "patientId=p1");
    expect(refsIn(theirs.bundle).filter((ref) => !ref.startsWith("Observation"))).toEqual(seen);
    expect(theirs.json).not.toMatch(/hiv|secret/i);
    expect(refsIn(theirs.bundle)).toContain("Encounter~v1");
    const get = (who: string, id: string, query = "") =>
      portal.call(who, `GET /api/records/exports/${id}${query}`);
    expect((await get("carer", own.asked.body.id, "?patientId=p1")).status).toBe(404);
    expect((await get("p1", theirs.asked.body.id)).status).toBe(404);
    expect((await get("p2", own.asked.body.id)).status).toBe(404);
    expect((await get("carer", theirs.asked.body.id, "?patientId=p1")).status).toBe(200);
  });

  it("fails in words where half a chart would be left, and can be asked for again", async () => {
    const { exported, server } = await openExportClinic(chart);
    server.instead = ({ path }) =>
      path === "Condition" ? new Response("{}", { status: 503 }) : undefined;
    const { answer, bundle } = await exported();
    expect(answer.body).toMatchObject({ state: "failed", failure: "ehr.unavailable" });
    expect([answer.body.files, bundle]).toEqual([undefined, undefined]);
    server.instead = () => undefined;
    expect((await exported()).answer.body.state).toBe("ready");
  });

  it("is not asked for without end, and one whose maker was lost has failed", async () => {
    const { portal, skip } = await openExportClinic([person]);
    const { body } = await portal.call("p1", "POST /api/records/export", { body: {} });
    portal.exports.rings.length = 0;
    skip(16 * 60);
    const lost = await portal.call("p1", `GET /api/records/exports/${body.id}`);
    expect(lost.body).toMatchObject({ state: "failed", failure: "internal" });
    for (let n = 0; n < 9; n++) {
      const asked = await portal.call("p1", "POST /api/records/export", { body: {} });
      expect(asked.status).toBe(201);
      skip(16 * 60);
    }
    const refused = await portal.call("p1", "POST /api/records/export", { body: {} });
    expect([refused.status, refused.body.code]).toEqual([429, "request.too-many"]);
  });

  it("is in the patient's language, dates and all", async () => {
    const { exported } = await openExportClinic(chart);
    const { outline } = await exported("p1", { language: "es" });
    const text = JSON.stringify(outline);
    expect(text).toContain("Expediente de salud");
    expect(text).toMatch(/3 feb 1980|3 feb\. 1980/);
    expect(outline?.pageOf(1, 2)).toBe("Página 1 de 2");
  });
});

describe("the simulator's own chart", () => {
  let clinic: Clinic;
  beforeAll(async () => {
    clinic = await openClinic({ patients: 2 });
    await clinic.signIn({ id: "ada", patientId: "patient-ada" });
  });
  afterAll(() => clinic.close());

  it("is valid R4 in the Bundle, without an error and without an unknown property", async () => {
    const asked = await clinic.call("ada", "POST /api/records/export", { body: {} });
    await clinic.exports.make();
    const file = clinic.exports.files.get(`exports/${asked.body.id}/records.json`);
    const bundle = JSON.parse(Buffer.from(file?.body ?? []).toString());
    expect(bundle.entry.length).toBeGreaterThan(50);
    const { valid, messages } = new Fhir().validate(bundle, { errorOnUnexpected: true });
    expect([
      valid,
      messages.filter(({ severity }) => severity === "error" || severity === "fatal"),
    ]).toEqual([true, []]);
  });
});
