import type { Clock } from "#ports/clock.ts";
import type { Ehr } from "#ports/ehr.ts";
import { abilitySource, capabilitiesOf, genericR4 } from "./capabilities.ts";
import { changes } from "./changes.ts";
import { directory } from "./directory.ts";
import { freeSlot } from "./free-slot.ts";
import * as reads from "./reads.ts";
import { recordChanges } from "./record-changes.ts";
import { record, records } from "./records-read.ts";
import { schedules } from "./schedule.ts";
import { type Credentials, tokenSource } from "./token.ts";
import { type Log, transport } from "./transport.ts";
import { type Turns, unlimited } from "./turns.ts";
import { find, write } from "./writes.ts";

export interface FhirConnection {
  readonly connectionId: string;
  readonly credentials: Credentials;
  readonly searchLagSeconds?: number | undefined;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly log: Log;
  readonly turns?: Turns | undefined;
}

/** Any FHIR R4 server as the portal's EHR. */
export function fhirEhr(connection: FhirConnection): Ehr {
  const { credentials, clock, log, turns = unlimited } = connection;
  const tokens = tokenSource({ credentials, fetch: connection.fetch, clock, turns });
  const { baseUrl } = credentials;
  const http = transport({ baseUrl, tokens, fetch: connection.fetch, clock, log, turns });
  const abilities = abilitySource(http, clock);
  const descriptor = {
    ...genericR4,
    searchLagSeconds: connection.searchLagSeconds ?? genericR4.searchLagSeconds,
  };
  const parts = { http, abilities, schedules: schedules(http, { abilities, clock }), descriptor };
  const able = async () => capabilitiesOf(await abilities.current(), descriptor);
  return {
    connectionId: connection.connectionId,
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
    records: (patientId, asked) => records(parts, patientId, asked),
    record: (type, id) => record(parts, type, id),
    recordChanges: (cursor, types) => recordChanges(parts, { cursor, types, now: clock() }),
    freeSlot: (slot) => freeSlot(parts, slot),
    write: (command, context) => write(parts, command, context),
    findByCorrelation: (command, context) => find(parts, command, context),
  };
}
