import { describe, expect, it } from "vitest";
import type { RecordSection } from "#domain/record-sections.ts";
import { labReport, type OpenChart, openChart } from "#functions/wiring/testing-chart.ts";
import type { ChartAccess } from "#http/access.ts";
import { fillChart, followRecords, rereadRecords } from "./follow-records.ts";
import { item, section, sections } from "./read.ts";

const asAccess = (chart: OpenChart, more = {}, patient = "p1") =>
  chart.access(patient, more) as unknown as ChartAccess;
const listOf = (chart: OpenChart, of: RecordSection, more = {}) =>
  section(chart.ports).run(asAccess(chart, more), { section: of }) as Promise<{
    items: { id: string; title: string }[];
    cursor?: string;
    asOf?: string;
    stale?: boolean;
  }>;
const idsIn = async (chart: OpenChart, of: RecordSection, more = {}) =>
  (await listOf(chart, of, more)).items.map(({ id }) => id);
const problem = (id: string, more: Record<string, unknown> = {}) => ({
  resourceType: "Condition",
  id,
  subject: { reference: "Patient/p1" },
  code: { text: `Problem ${id}` },
  onsetDateTime: "2020-01-01",
  ...more,
});

describe("a section", () => {
  it("is filled at first sight, newest first, and pages to its end without a gap or a repeat", async () => {
    const chart = await openChart();
    for (let n = 0; n < 120; n++)
      chart.server.put(problem(`c${n}`, { onsetDateTime: `20${10 + (n % 10)}-01-01` }));
    const seen: string[] = [];
    const dates: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = await section(chart.ports).run(asAccess(chart), { section: "problems", cursor });
      const { items, ...rest } = page as {
        items: { id: string; date?: string }[];
        cursor?: string;
      };
      seen.push(...items.map(({ id }) => id));
      dates.push(...items.map(({ date }) => date));
      cursor = rest.cursor;
    } while (cursor);
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
    expect(dates).toEqual([...dates].sort().reverse());
  });

  it("says its age when the EHR is down, and nothing is gone; before anything was read it says that it can't tell", async () => {
    const chart = await openChart();
    chart.server.put(problem("c1"));
    const { asOf } = await listOf(chart, "problems");
    chart.server.faults = () => "hang-up" as never;
    chart.server.instead = () => new Response("{}", { status: 503 });
    chart.server.faults = () => undefined;
    chart.skip(3600);
    const later = await listOf(chart, "problems");
    expect(later).toMatchObject({ asOf, stale: true, items: [{ id: "Condition~c1" }] });
    await expect(listOf(chart, "goals")).rejects.toMatchObject({ code: "ehr.unavailable" });
  });

  it("refuses a reply about somebody else, and keeps nothing of it", async () => {
    const chart = await openChart();
    chart.server.instead = ({ path }) =>
      path === "Condition"
        ? Response.json({
            resourceType: "Bundle",
            entry: [{ resource: { ...problem("c1"), subject: { reference: "Patient/p2" } } }],
          })
        : undefined;
    await expect(listOf(chart, "problems")).rejects.toMatchObject({ code: "ehr.unavailable" });
    expect(
      (await chart.ports.records.read({ practiceId: "demo", patientId: "p1" }, ["Condition~c1"]))
        .size,
    ).toBe(0);
  });

  it("lists what it can't read by type and id, and what nobody thought of as other", async () => {
    const chart = await openChart({ records: ["Condition", "NutritionOrder"] });
    chart.server.put({ ...problem("odd"), code: 7, onsetDateTime: "yesterday" });
    chart.server.put({
      resourceType: "NutritionOrder",
      id: "n1",
      patient: { reference: "Patient/p1" },
      dateTime: "2026-01-02",
    });
    expect(await listOf(chart, "problems")).toMatchObject({
      items: [{ id: "Condition~odd", title: "" }],
    });
    expect(await listOf(chart, "other")).toMatchObject({
      items: [
        { id: "NutritionOrder~n1", type: "NutritionOrder", unread: true, date: "2026-01-02" },
      ],
    });
  });

  it("never mirrors a psychotherapy note, by label or by name", async () => {
    const chart = await openChart();
    const note = (id: string, more: Record<string, unknown>) => ({
      resourceType: "DocumentReference",
      id,
      subject: { reference: "Patient/p1" },
      category: [{ coding: [{ code: "clinical-note" }] }],
      type: { text: "Progress note" },
      ...more,
    });
    chart.server.put(note("open", {}));
    chart.server.put(note("named", { description: "Psychotherapy note" }));
    chart.server.put(note("labelled", { meta: { security: [{ code: "PSYTHPN" }] } }));
    expect(await idsIn(chart, "notes")).toEqual(["DocumentReference~open"]);
    const kept = ["open", "named", "labelled"].map((id) => `DocumentReference~${id}`);
    const mirrored = await chart.ports.records.read({ practiceId: "demo", patientId: "p1" }, kept);
    expect([...mirrored.keys()]).toEqual(["DocumentReference~open"]);
  });

  it("keeps what is labelled sensitive from carers, in lists, counts and by id", async () => {
    const chart = await openChart();
    chart.server.put(problem("plain"));
    chart.server.put(problem("hiv", { meta: { security: [{ code: "HIV" }] } }));
    const carer = { relation: "proxy" };
    expect(await idsIn(chart, "problems")).toHaveLength(2);
    expect(await idsIn(chart, "problems", carer)).toEqual(["Condition~plain"]);
    const read = (more: object) =>
      item(chart.ports).run(asAccess(chart, more), { section: "problems", id: "Condition~hiv" });
    expect(await read({})).toMatchObject({ id: "Condition~hiv" });
    await expect(read(carer)).rejects.toMatchObject({ code: "not-found" });
    const counts = async (more: object) => {
      const { items } = (await sections(chart.ports).run(asAccess(chart, more), {})) as {
        items: { id: string; count: number }[];
      };
      return items.find(({ id }) => id === "problems")?.count;
    };
    expect([await counts({}), await counts(carer)]).toEqual([2, 1]);
  });
});

describe("a change in the EHR", () => {
  it("is there after one poll, and only charts that were read before are read again", async () => {
    const chart = await openChart();
    chart.server.put(problem("c1"));
    await listOf(chart, "problems");
    await followRecords(chart.ports, chart.here);
    chart.server.put(problem("c2"));
    chart.server.put({ ...problem("x1"), subject: { reference: "Patient/p2" } });
    chart.server.heard.length = 0;
    await followRecords(chart.ports, chart.here);
    expect(chart.server.heard.filter(({ search }) => search.includes("p2"))).toEqual([]);
    chart.server.instead = () => new Response("{}", { status: 503 });
    expect(await idsIn(chart, "problems")).toEqual(["Condition~c2", "Condition~c1"]);
  });

  it("is there at once when a webhook names it; a report comes with its values", async () => {
    const chart = await openChart();
    await listOf(chart, "results");
    const { all } = labReport("p1", { id: "new", values: [["4548-4", 6.1]] });
    for (const one of all) chart.server.put(one);
    await rereadRecords(chart.ports, chart.here, ["DiagnosticReport/new"]);
    chart.server.instead = () => new Response("{}", { status: 503 });
    expect(await idsIn(chart, "results")).toEqual(["DiagnosticReport~new"]);
    await rereadRecords(chart.ports, chart.here, ["Goal/never-looked-at"]);
  });

  it("an answer that comes late does not undo a later one", async () => {
    const chart = await openChart();
    chart.server.put(problem("c1", { code: { text: "New" } }));
    await listOf(chart, "problems");
    const old = {
      ...problem("c1", { code: { text: "Old" } }),
      meta: { lastUpdated: "2001-01-01T00:00:00Z" },
    };
    chart.server.instead = ({ path }) => (path === "Condition/c1" ? Response.json(old) : undefined);
    await rereadRecords(chart.ports, chart.here, ["Condition/c1"]);
    chart.server.instead = () => undefined;
    expect(await listOf(chart, "problems")).toMatchObject({ items: [{ title: "New" }] });
  });

  it("a chart too long for a request is left to the queue, which reads it whole", async () => {
    const chart = await openChart();
    for (let n = 0; n < 5; n++) chart.server.put(problem(`c${n}`));
    const hurried = { deadline: Date.now() };
    await expect(listOf(chart, "problems", hurried)).rejects.toMatchObject({
      code: "ehr.unavailable",
    });
    expect(chart.rung).toEqual([{ practiceId: "demo", patientId: "p1", types: ["Condition"] }]);
    await fillChart(chart.ports, chart.here, { patientId: "p1", types: ["Condition"] });
    chart.server.instead = () => new Response("{}", { status: 503 });
    expect(await listOf(chart, "problems")).toMatchObject({ asOf: expect.any(String) });
  });

  it("a document larger than an item of the table is kept whole", async () => {
    const chart = await openChart();
    // Not to be packed away: every letter is a surprise.
    const data = Array.from({ length: 900_000 }, (_, n) =>
      ((n * 7919 * (n % 97)) % 61).toString(36),
    ).join("");
    chart.server.put({
      resourceType: "DocumentReference",
      id: "big",
      subject: { reference: "Patient/p1" },
      content: [{ attachment: { contentType: "application/pdf", data } }],
    });
    expect(await idsIn(chart, "documents")).toEqual(["DocumentReference~big"]);
    const refs = ["DocumentReference~big"];
    const kept = await chart.ports.records.read({ practiceId: "demo", patientId: "p1" }, refs);
    const { unpacked } = await import("./pack.ts");
    expect(unpacked(kept.get(refs[0] ?? "")?.raw ?? "")).toMatchObject({
      content: [{ attachment: { data } }],
    });
  });
});
