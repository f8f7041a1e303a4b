import {
  type ConnectionConfig,
  type ConnectionDeps,
  fhirConnection,
} from "#functions/ehr/connect.ts";
import { fhirEhr, partsOf } from "#functions/ehr/fhir/connector.ts";
import { notes } from "#functions/ehr/fhir/note.ts";
import { TYPE } from "#functions/ehr/fhir/note-forms.ts";
import type { Ehr } from "#ports/ehr.ts";

/** The EHR behind a connection for whoever writes what people said into charts, too. Keep it, as that of `connect`. */
export function connectNotes(config: ConnectionConfig, deps: ConnectionDeps): Ehr {
  const connection = fhirConnection(config, { ...deps, notes });
  return fhirEhr(connection, partsOf(connection, { alsoWrites: Object.values(TYPE) }));
}
