import { SECTION_TYPES } from "#domain/record-sections.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import { FakeFhir } from "#functions/ehr/testing/fake-fhir.ts";
import { connectTo } from "#functions/ehr/testing/fake-practice.ts";
import { rereadRecords } from "#functions/records/follow-records.ts";
import { labReport } from "#functions/wiring/testing-chart.ts";
import type { Kernel } from "#http/kernel.ts";
import type { UseCases } from "#test/fixtures/portal.ts";
import { openCharts } from "#test/fixtures/portal-charts.ts";
import { practice } from "#test/fixtures/practice.ts";
import { PATIENTS } from "./authorization-rules.ts";

/** The ids of what a patient's chart has: one problem and one result, of long ago. */
export const recordsOf = (practice: string, patient: string) => ({
  record: `Condition~problem-${practice}-${patient}`,
  result: `DiagnosticReport~report-${practice}-${patient}`,
});
const daysAgo = (Date.now() - Date.parse("2026-01-05T15:00:00.000Z")) / 86_400_000;

/** What writes into charts. */
type Writing = Pick<Parameters<typeof openCharts>[0], "ledger" | "rows" | "doorbell">;

/** Results and records of two practices, each with an EHR of its own. */
export function openTwoCharts(kernel: Kernel, table: Table, parts: Writing) {
  const servers = { demo: chartOf("demo"), other: chartOf("other") };
  const charts = { demo: connectTo(servers.demo), other: connectTo(servers.other) };
  const ehr = async (id: string) => (id === "other" ? charts.other : charts.demo);
  const rereads = { send: async () => undefined };
  const { useCases, records } = openCharts({ ...kernel, ...parts, table, ehr, rereads });
  return {
    useCases: useCases satisfies UseCases,
    /** More in the chart of a patient of the other practice, and here, as a webhook would tell. */
    async charted(all: readonly Resource[]): Promise<void> {
      for (const one of all) servers.other.put(one);
      const refs = all.map(({ resourceType, id }) => `${resourceType}/${id}`);
      await rereadRecords(
        { ...kernel, records, ehr },
        { ...practice, id: "other", connectionId: "other" },
        refs,
      );
    },
  };
}
type Resource = Parameters<FakeFhir["put"]>[0];

const paper = { contentType: "application/pdf", data: btoa("%PDF-1.4 of a report") };

function chartOf(practice: "demo" | "other") {
  const server = new FakeFhir({ records: [...new Set(Object.values(SECTION_TYPES).flat())] });
  for (const patient of PATIENTS[practice]) {
    server.put({
      resourceType: "Condition",
      id: `problem-${practice}-${patient}`,
      subject: { reference: `Patient/${patient}` },
      code: { text: "A problem" },
      onsetDateTime: "2020-01-01",
    });
    const id = `report-${practice}-${patient}`;
    for (const one of labReport(patient, { id, daysAgo, presentedForm: [paper] }).all)
      server.put(one);
  }
  return server;
}
