import {
  type ConnectionConfig,
  type ConnectionDeps,
  fhirConnection,
} from "#functions/ehr/connect.ts";
import { fhirEhr, partsOf } from "#functions/ehr/fhir/connector.ts";
import { CORRECTION_TYPES } from "#functions/ehr/fhir/new-correction.ts";
import type { Ehr } from "#ports/ehr.ts";

/** The EHR behind a connection for whoever writes requests for corrections, too. Keep it, as that of `connect`. */
export function connectCorrections(config: ConnectionConfig, deps: ConnectionDeps): Ehr {
  const connection = fhirConnection(config, deps);
  return fhirEhr(connection, partsOf(connection, { alsoWrites: CORRECTION_TYPES }));
}
