import { toRecord } from "#functions/ehr/fhir/records/map-record.ts";
import { mergeRecords } from "#functions/records/merge.ts";
import { labReport } from "#functions/wiring/testing-chart.ts";
import { practice } from "#test/fixtures/practice.ts";
import type { QuickClinic } from "#test/fixtures/quick-clinic.ts";

const PATIENT = "patient-ada";
/** As many as decisions are tried in a round: each ends one's waiting. */
const WAITING = Array.from({ length: 12 }, (_, n) => `waits${n}`);

/** Results in a chart: one that its patient sees, and some whose chart asks that a clinician talks first. */
export async function busyCharts({ records, simulation }: QuickClinic): Promise<void> {
  const now = simulation.date().getTime();
  const daysAgo = (Date.now() - now) / 86_400_000;
  const meta = { security: [{ code: "NOPAT" }] };
  const found = [
    ...labReport(PATIENT, { id: "seen", daysAgo: daysAgo + 30 }).all,
    ...WAITING.flatMap((id) => labReport(PATIENT, { id, daysAgo, meta }).all),
  ].flatMap((raw) => toRecord(raw, PATIENT) ?? []);
  const chart = { practiceId: practice.id, patientId: PATIENT };
  await mergeRecords(records, chart, { found, at: simulation.clock(), here: practice });
}

export const resultIds = {
  seen: ["DiagnosticReport~seen"],
  waiting: WAITING.map((id) => `DiagnosticReport~${id}`),
} as const;
