import { expect, it } from "vitest";
import { list, read, trend } from "#functions/results/read.ts";
import { labReport, type OpenChart, openChart } from "#functions/wiring/testing-chart.ts";
import type { ChartAccess } from "#http/access.ts";
import { rereadRecords } from "./follow-records.ts";

const asAccess = (chart: OpenChart, more = {}) =>
  chart.access("p1", more) as unknown as ChartAccess;
// biome-ignore lint/suspicious/noExplicitAny: answers are judged field by field
const listOf = async (chart: OpenChart, cursor?: string, more = {}): Promise<any> =>
  list(chart.ports).run(asAccess(chart, more), { cursor });
// biome-ignore lint/suspicious/noExplicitAny: as above
const readOf = async (chart: OpenChart, id: string, more = {}): Promise<any> =>
  read(chart.ports).run(asAccess(chart, more), { id });
// biome-ignore lint/suspicious/noExplicitAny: as above
const trendOf = async (chart: OpenChart, loinc: string, more = {}): Promise<any> =>
  trend(chart.ports).run(asAccess(chart, more), { loinc });

const kentucky = (chart: OpenChart) => ({
  practice: { ...chart.here, jurisdiction: "KY" as const },
});
/** A biopsy, final now: Kentucky lets it out after three days. */
const biopsy = (id: string, more: Record<string, unknown> = {}) =>
  labReport("p1", {
    id,
    daysAgo: 0,
    values: [],
    category: [
      { coding: [{ system: "http://terminology.hl7.org/CodeSystem/v2-0074", code: "SP" }] },
    ],
    code: { coding: [{ system: "http://loinc.org", code: "66121-5" }], text: "Skin biopsy" },
    conclusion: "Words of a pathologist",
    ...more,
  }).report;

it("a report holds its values; a value that belongs to one is not listed beside it", async () => {
  const chart = await openChart();
  const { all } = labReport("p1", {
    id: "a",
    values: [
      ["4548-4", 5.4],
      ["2345-7", 88],
    ],
  });
  const { observations } = labReport("p1", { id: "b", values: [["718-7", 13]] });
  for (const one of [...all, ...observations]) chart.server.put(one);
  const { items } = await listOf(chart);
  expect(items).toHaveLength(2);
  expect(items).toContainEqual(
    expect.objectContaining({ id: "DiagnosticReport~a", values: 2, kind: "lab" }),
  );
  expect(items).toContainEqual(expect.objectContaining({ id: "Observation~b-o0", values: 1 }));
  expect(await readOf(chart, "DiagnosticReport~a")).toMatchObject({
    measured: [{ loinc: "4548-4", value: { number: 5.4 } }, { loinc: "2345-7" }],
    history: [],
  });
  await expect(readOf(chart, "Observation~a-o0")).rejects.toMatchObject({ code: "not-found" });
  expect((await trendOf(chart, "4548-4")).items).toMatchObject([
    { value: { number: 5.4 }, resultId: "DiagnosticReport~a" },
  ]);
});

it("values that come after their report take their place in it, and out of the list", async () => {
  const chart = await openChart();
  const { report, observations } = labReport("p1", { id: "a" });
  chart.server.put(report);
  await listOf(chart);
  expect(await readOf(chart, "DiagnosticReport~a")).toMatchObject({ missing: 1, measured: [] });
  for (const one of observations) chart.server.put(one);
  await rereadRecords(chart.ports, chart.here, ["Observation/a-o0"]);
  const whole = await readOf(chart, "DiagnosticReport~a");
  expect(whole).toMatchObject({ measured: [{ loinc: "4548-4" }], history: [] });
  expect(whole.missing).toBeUndefined();
  expect((await listOf(chart)).items).toHaveLength(1);
});

it("what a result said before it was changed is kept, newest first", async () => {
  const chart = await openChart();
  const { report, observations } = labReport("p1", { id: "a", status: "preliminary" });
  for (const one of [...observations, report]) chart.server.put(one);
  await listOf(chart);
  const again = async (status: string, value: number) => {
    for (const one of observations)
      chart.server.put({ ...one, status, valueQuantity: { value, unit: "%" } });
    chart.server.put({ ...report, status });
    await rereadRecords(chart.ports, chart.here, ["DiagnosticReport/a"]);
  };
  await again("final", 5.4);
  await again("corrected", 5.9);
  const now = await readOf(chart, "DiagnosticReport~a");
  expect(now).toMatchObject({ status: "corrected", measured: [{ value: { number: 5.9 } }] });
  expect(now.history.map((one: { status: string }) => one.status)).toEqual([
    "final",
    "preliminary",
  ]);
  expect(now.history[0]).toMatchObject({ values: [{ value: { number: 5.4 } }] });
  expect((await trendOf(chart, "4548-4")).items).toMatchObject([{ value: { number: 5.9 } }]);
  await again("cancelled", 5.9);
  expect((await listOf(chart)).items).toMatchObject([{ status: "cancelled" }]);
  expect((await trendOf(chart, "4548-4")).items).toEqual([]);
});

it("what is sent again without a change said nothing else before", async () => {
  const chart = await openChart();
  const { all } = labReport("p1", { id: "a", values: [["4548-4", 5.4]] });
  for (const one of all) chart.server.put(one);
  await listOf(chart);
  for (let n = 1; n <= 2; n++) {
    for (const one of all) chart.server.put({ ...one, language: `x-${n}` });
    await rereadRecords(chart.ports, chart.here, ["DiagnosticReport/a"]);
  }
  expect((await readOf(chart, "DiagnosticReport~a")).history).toEqual([]);
  const whose = { practiceId: chart.here.id, patientId: "p1" };
  const known = await chart.ports.records.read(whose, ["DiagnosticReport~a"]);
  expect(known.get("DiagnosticReport~a")?.held.versions).toHaveLength(1);
});

it("a withheld result leaves no trace: lists, pages, cursors, trends and reads are byte for byte the same", async () => {
  const make = async (withheld: boolean) => {
    const chart = await openChart();
    for (let n = 0; n < 60; n++)
      for (const one of labReport("p1", { id: `r${n}`, daysAgo: n / 24 }).all)
        chart.server.put(one);
    for (let n = 0; withheld && n < 20; n++) chart.server.put(biopsy(`secret${n}`));
    return { chart, look: () => kentucky(chart) };
  };
  const told = async ({ chart, look }: Awaited<ReturnType<typeof make>>) => {
    const first = await listOf(chart, undefined, look());
    const second = await listOf(chart, first.cursor, look());
    const strip = ({ asOf: _asOf, ...rest }: Record<string, unknown>) => JSON.stringify(rest);
    return [strip(first), strip(second), strip(await trendOf(chart, "4548-4", look()))];
  };
  const [without, withOne] = [await make(false), await make(true)];
  expect(await told(withOne)).toEqual(await told(without));
  await expect(
    readOf(withOne.chart, "DiagnosticReport~secret1", withOne.look()),
  ).rejects.toMatchObject({
    code: "not-found",
  });
  // Where no law asks for a wait, and once it is over, they are there.
  expect((await listOf(withOne.chart)).items[0].title).toBe("Skin biopsy");
  withOne.chart.skip(73 * 3600);
  const later = kentucky(withOne.chart);
  expect(await readOf(withOne.chart, "DiagnosticReport~secret1", later)).toMatchObject({
    conclusion: "Words of a pathologist",
  });
});

it("a value that stands in a withheld report is in no trend", async () => {
  const chart = await openChart();
  const gene = { category: [{ coding: [{ code: "SP" }] }], id: "g", daysAgo: 0 };
  for (const one of labReport("p1", gene).all) chart.server.put(one);
  const look = kentucky(chart);
  expect((await trendOf(chart, "4548-4", look)).items).toEqual([]);
  expect((await trendOf(chart, "4548-4")).items).toHaveLength(1);
});

it("a page costs the same in a chart of fifty results and of two thousand, and is small", async () => {
  const costs = async (count: number) => {
    const chart = await openChart({ pageSize: 500 });
    for (let n = 0; n < count; n++)
      for (const one of labReport("p1", { daysAgo: n / 10 + 1 }).all) chart.server.put(one);
    await fill(chart);
    chart.asked.length = 0;
    const page = await listOf(chart);
    const lists = chart.asked.filter(({ prefix }) => prefix?.startsWith("LIST#"));
    expect(JSON.stringify(page).length).toBeLessThan(100_000);
    return {
      queries: lists.length,
      items: lists.map(({ items }) => items),
      bytes: lists[0]?.bytes ?? 0,
    };
  };
  const [few, many] = [await costs(70), await costs(2000)];
  expect(many.queries).toBe(1);
  expect(many.items).toEqual(few.items);
  expect(many.bytes / few.bytes).toBeLessThan(1.1);
}, 60_000);

async function fill(chart: OpenChart) {
  const { fillChart } = await import("./follow-records.ts");
  const types = ["DiagnosticReport", "Observation"];
  await fillChart(chart.ports, chart.here, { patientId: "p1", types });
}
