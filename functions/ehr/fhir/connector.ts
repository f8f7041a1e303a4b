import type { Clock } from "#ports/clock.ts";
import type { Ehr } from "#ports/ehr.ts";
import { abilitySource, capabilitiesOf, genericR4 } from "./capabilities.ts";
import { changes } from "./changes.ts";
import { directory } from "./directory.ts";
import { freeSlot } from "./free-slot.ts";
import * as reads from "./reads.ts";
import { schedules } from "./schedule.ts";
import { type Credentials, type TokenParts, tokenSource } from "./token.ts";
import { type Log, transport } from "./transport.ts";
import { type Turns, unlimited } from "./turns.ts";
import { find, type NoteWriter, write } from "./writes.ts";

export interface FhirConnection {
  readonly connectionId: string;
  readonly credentials: Credentials;
  readonly searchLagSeconds?: number | undefined;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly log: Log;
  readonly turns?: Turns | undefined;
  readonly notes?: NoteWriter | undefined;
}

/** What every call to one server shares: its token, its statement, its turns. */
export function partsOf(
  connection: FhirConnection,
  also: Pick<TokenParts, "alsoReads" | "alsoWrites"> = {},
) {
  const { credentials, clock, log, turns = unlimited } = connection;
  const tokens = tokenSource({ credentials, fetch: connection.fetch, clock, turns, ...also });
  const { baseUrl } = credentials;
  const http = transport({ baseUrl, tokens, fetch: connection.fetch, clock, log, turns });
  const abilities = abilitySource(http, clock);
  const descriptor = {
    ...genericR4,
    searchLagSeconds: connection.searchLagSeconds ?? genericR4.searchLagSeconds,
  };
  return {
    ...{ http, abilities, schedules: schedules(http, { abilities, clock }), descriptor },
    notes: connection.notes,
  };
}

/** Any FHIR R4 server as the portal's EHR. */
export function fhirEhr(
  { connectionId, clock }: FhirConnection,
  parts: ReturnType<typeof partsOf>,
): Ehr {
  const { abilities, descriptor } = parts;
  const able = async () => capabilitiesOf(await abilities.current(), descriptor);
  return {
    connectionId,
    capabilities: able,
    async probe() {
      abilities.doubt();
      return able();
    },
    directory: () => directory(parts),
    slots: (range) => reads.slots(parts, range),
    slot: (id) => reads.slot(parts, id),
    appointmentsOf: (patientId) => reads.appointmentsOf(parts, patientId),
    appointmentsBetween: (range) => reads.appointmentsBetween(parts, range),
    appointment: (id) => reads.appointment(parts, id),
    patient: (id) => reads.patient(parts, id),
    patients: (query) => reads.patients(parts, query),
    changes: (cursor) => changes(parts, { cursor, now: clock() }),
    freeSlot: (slot) => freeSlot(parts, slot),
    write: (command, context) => write(parts, command, context),
    findByCorrelation: (command, context) => find(parts, command, context),
  };
}
