import { expect, it } from "vitest";
import { labReport, type OpenChart, openChart } from "#functions/wiring/testing-chart.ts";
import type { ChartAccess } from "#http/access.ts";
import { file } from "./file.ts";
import { item } from "./read.ts";

const PDF = "application/pdf";
const data = btoa("%PDF-1.4 a page");
const missing = { code: "not-found" };

const asAccess = (chart: OpenChart) => {
  const { practice, ...rest } = chart.access("p1");
  return { ...rest, practice: { ...practice, connectionId: "c1" } } as unknown as ChartAccess;
};
const at = { section: "results", id: "DiagnosticReport~r" } as const;

/** A chart with one report, looked at once, and its files by their places. */
async function withFiles(...presentedForm: Record<string, unknown>[]) {
  const chart = await openChart();
  for (const one of labReport("p1", { id: "r", presentedForm }).all) chart.server.put(one);
  const { attachments } = (await item(chart.ports).run(asAccess(chart), at)) as {
    attachments: { file?: number }[];
  };
  const open = (n: number, of: object = at) =>
    file(chart.ports).run(asAccess(chart), { ...at, ...of, n: String(n) });
  return { chart, open, offered: attachments.map(({ file: n }) => n) };
}

it("opens what stands in the record: PDF and pictures, each by its own number", async () => {
  const { open, offered } = await withFiles(
    { contentType: PDF, data },
    { contentType: "text/html", data: btoa("<script>") },
    { contentType: "image/png; q=1", data: btoa("a picture") },
  );
  expect(offered).toEqual([0, undefined, 2]);
  expect(await open(0)).toEqual({ contentType: PDF, base64: data });
  expect(await open(2)).toEqual({ contentType: "image/png", base64: btoa("a picture") });
});

it("opens nothing else: another type, another number, another section, what is too large", async () => {
  const { open, offered } = await withFiles(
    { contentType: "text/html", data: btoa("<script>") },
    { contentType: PDF, url: "Binary/b", size: 6_000_000 },
  );
  expect(offered).toEqual([undefined, undefined]);
  for (const n of [0, 1, 2, 999]) await expect(open(n)).rejects.toMatchObject(missing);
  const one = await withFiles({ contentType: PDF, data });
  await expect(one.open(0, { section: "documents" })).rejects.toMatchObject(missing);
  await expect(one.open(0, { id: "DiagnosticReport~x" })).rejects.toMatchObject(missing);
});

const binary = (more: Record<string, unknown> = {}) => ({
  ...{ resourceType: "Binary", id: "b", contentType: PDF, data },
  ...more,
});

it("fetches a file that stands in the EHR by its own address, whole or from its base", async () => {
  const { chart, open } = await withFiles(
    { contentType: PDF, url: "Binary/b" },
    { contentType: PDF, url: "https://ehr.test/fhir/Binary/b" },
  );
  chart.server.put(binary());
  for (const n of [0, 1]) expect(await open(n)).toEqual({ contentType: PDF, base64: data });
  chart.server.instead = () => new Response("{}", { status: 503 });
  await expect(open(0)).rejects.toMatchObject({ code: "ehr.unavailable" });
});

it("asks no other server and no other path, whatever a record names", async () => {
  const urls = [
    "https://elsewhere.test/fhir/Binary/b",
    "//elsewhere.test/fhir/Binary/b",
    "https://ehr.test:444/fhir/Binary/b",
    "https://ehr.test/Binary/b",
    "Binary/../Patient/p2",
    "Patient/p2",
    "Binary/b?_format=x",
    "file:///etc/passwd",
  ];
  const { chart, open } = await withFiles(...urls.map((url) => ({ contentType: PDF, url })));
  chart.server.put(binary());
  const before = chart.server.heard.length;
  for (const n of urls.keys()) await expect(open(n)).rejects.toMatchObject(missing);
  expect(chart.server.heard.slice(before).map(({ path }) => path)).toEqual([]);
});

it("gives out no Binary that is somebody else's, of another type than it was said to be, or too large", async () => {
  const { chart, open } = await withFiles({ contentType: PDF, url: "Binary/b" });
  const refusals = [
    { securityContext: { reference: "Patient/p2" } },
    { contentType: "text/html" },
    { data: Buffer.alloc(4_500_001).toString("base64") },
    { data: undefined },
  ];
  for (const more of refusals) {
    chart.server.put(binary(more));
    await expect(open(0)).rejects.toMatchObject(missing);
  }
  chart.server.put(binary({ securityContext: { reference: "Patient/p1" } }));
  expect(await open(0)).toMatchObject({ base64: data });
});
