import { SECTION_TYPES } from "#domain/record-sections.ts";
import type { ChartEhr } from "#ports/ehr-records.ts";
import { type FhirConnection, fhirEhr, partsOf } from "./connector.ts";
import { recordChanges } from "./record-changes.ts";
import { file } from "./record-file.ts";
import { record, records } from "./records-read.ts";

/** What charts are made of, and what their records name: medicines, and files. */
const CHART_TYPES = [...Object.values(SECTION_TYPES).flat(), "Medication", "Binary"];

/** The same server for whoever reads charts. */
export function fhirCharts(connection: FhirConnection): ChartEhr {
  const parts = partsOf(connection, { alsoReads: CHART_TYPES });
  return {
    ...fhirEhr(connection, parts),
    records: (patientId, asked) => records(parts, patientId, asked),
    record: (type, id) => record(parts, type, id),
    file: (raw, n) => file(parts.http, raw, n),
    recordChanges: (cursor, types) =>
      recordChanges(parts, { cursor, types, now: connection.clock() }),
  };
}
