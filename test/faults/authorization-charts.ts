import { SECTION_TYPES } from "#domain/record-sections.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import { FakeFhir } from "#functions/ehr/testing/fake-fhir.ts";
import { connectTo } from "#functions/ehr/testing/fake-practice.ts";
import { labReport } from "#functions/wiring/testing-chart.ts";
import type { Kernel } from "#http/kernel.ts";
import type { UseCases } from "#test/fixtures/portal.ts";
import { openCharts } from "#test/fixtures/portal-charts.ts";
import { PATIENTS } from "./authorization-rules.ts";

/** The ids of what a patient's chart has: one problem and one result, of long ago. */
export const recordsOf = (practice: string, patient: string) => ({
  record: `Condition~problem-${practice}-${patient}`,
  result: `DiagnosticReport~report-${practice}-${patient}`,
});
const TAKEN = Date.parse("2026-01-05T15:00:00.000Z");

/** Results and records of two practices, each with an EHR of its own. */
export function chartUseCases(kernel: Kernel, table: Table): UseCases {
  const charts = { demo: chartOf("demo"), other: chartOf("other") };
  const ehr = async (id: string) => (id === "other" ? charts.other : charts.demo);
  const rereads = { send: async () => undefined };
  return openCharts({ ...kernel, table, ehr, rereads }).useCases;
}

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
    const daysAgo = (Date.now() - TAKEN) / 86_400_000;
    for (const one of labReport(patient, { id: `report-${practice}-${patient}`, daysAgo }).all)
      server.put(one);
  }
  return connectTo(server);
}
