import {
  type ConnectionConfig,
  type ConnectionDeps,
  fhirConnection,
} from "#functions/ehr/connect.ts";
import { fhirCharts } from "#functions/ehr/fhir/chart-connector.ts";
import type { ChartEhr } from "#ports/ehr-records.ts";

/** The EHR behind a connection, its charts included. Keep it, as that of `connect`. */
export const connectCharts = (config: ConnectionConfig, deps: ConnectionDeps): ChartEhr =>
  fhirCharts(fhirConnection(config, deps));
