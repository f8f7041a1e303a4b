import type { ChartEhr } from "#ports/ehr-records.ts";
import { type FhirConnection, fhirEhr, partsOf } from "./connector.ts";
import { recordChanges } from "./record-changes.ts";
import { file } from "./record-file.ts";
import { record, records } from "./records-read.ts";

/** The same server for whoever reads charts. */
export function fhirCharts(connection: FhirConnection): ChartEhr {
  const parts = partsOf(connection);
  return {
    ...fhirEhr(connection, parts),
    records: (patientId, asked) => records(parts, patientId, asked),
    record: (type, id) => record(parts, type, id),
    file: (raw, n) => file(parts.http, raw, n),
    recordChanges: (cursor, types) =>
      recordChanges(parts, { cursor, types, now: connection.clock() }),
  };
}
