import type { Connection, connectionsApi } from "#domain/connections.ts";
import { Problem } from "#domain/problem.ts";
import type { Access, Handlers } from "#http/access.ts";
import type { DirectoryRecord, Mirror } from "#ports/appointments.ts";
import type { ConnectionLog, Reconcile } from "#ports/connections.ts";
import { type Capabilities, EhrUnavailable } from "#ports/ehr.ts";
import type { Rows } from "#ports/ledger.ts";
import type { Practice } from "#ports/practices.ts";
import type { ConnectionSecrets } from "#ports/secrets.ts";

export interface ConnectionPorts {
  readonly log: ConnectionLog;
  readonly mirror: Mirror;
  readonly rows: Rows;
  readonly secrets: ConnectionSecrets;
  readonly reconcile: Reconcile;
}

type Api = Handlers<typeof connectionsApi>;

/** Rows counted as waiting, at most. */
const COUNTED = 500;
/** Drift shown on the page, at most; the rest is counted by the next comparison. */
const SHOWN = 200;
/** Silences in a row after which an EHR counts as not answering. */
const SILENCES = 2;

/** What this practice's EHR can do, how the connection does, and where portal and chart differ. */
export const connections = (ports: ConnectionPorts): Api => ({
  connections: {
    run: async ({ practice }) => ({ items: [await connectionOf(ports, practice)] }),
  },
  reconcile: {
    run: (access, { id }) => compareNow(ports, access, id),
  },
});

async function compareNow(ports: ConnectionPorts, { practice, now }: Access, id: string) {
  if (id !== practice.connectionId) throw new Problem("not-found");
  try {
    const drift = await ports.reconcile(practice);
    await ports.log.saveDrift(practice.id, { drift: drift.slice(0, SHOWN), at: now });
  } catch (error) {
    if (error instanceof EhrUnavailable) throw new Problem("ehr.unavailable");
    throw error;
  }
  return connectionOf(ports, practice);
}

async function connectionOf(ports: ConnectionPorts, practice: Practice): Promise<Connection> {
  const { connectionId } = practice;
  const [secret, record, pulse, waiting, compared, sync] = await Promise.all([
    ports.secrets.read(connectionId),
    ports.mirror.directory(practice.id),
    ports.log.pulse(connectionId),
    ports.rows.due(practice.id, "all", COUNTED),
    ports.log.drift(practice.id),
    ports.mirror.sync(practice.id),
  ]);
  const silent = pulse.failures >= SILENCES;
  const lastAnswerAt = pulse.lastSuccessAt ?? sync?.asOf;
  return {
    id: connectionId,
    host: secret.baseUrl === "" ? "" : new URL(secret.baseUrl).host,
    vendor: "FHIR R4",
    status: secret.baseUrl === "" ? "not-set-up" : silent ? "silent" : "answering",
    failures: pulse.failures,
    abilities: abilitiesOf(record),
    missing: [...(record?.directory.missing ?? [])],
    waiting: waiting.length,
    drift: [...compared.drift],
    ...(lastAnswerAt ? { lastAnswerAt } : {}),
    ...(pulse.openUntil ? { breakerOpenUntil: pulse.openUntil } : {}),
    ...(record?.capabilities.asOf ? { statementAsOf: record.capabilities.asOf } : {}),
    ...(compared.at ? { lastReconciledAt: compared.at } : {}),
  };
}

type Ability = Connection["abilities"][number];

function abilitiesOf(record: DirectoryRecord | undefined): Ability[] {
  if (!record) return [];
  const can = record.capabilities;
  const written = (name: Ability["name"], able: boolean): Ability => ({
    name,
    able,
    mode: able ? "native" : name === "book" ? "request" : "by-hand",
  });
  const read = (name: Ability["name"], able: boolean): Ability => ({
    name,
    able,
    mode: able ? "native" : "off",
  });
  return [
    read("read-slots", can.readSlots),
    written("book", canBook(can)),
    written("reschedule", can.rescheduleAppointment),
    written("cancel", can.cancelAppointment),
    read("find-again", can.searchByIdentifier),
    read("change-feed", can.lastUpdated),
  ];
}

const canBook = (can: Capabilities) => can.bookAppointment && can.readSlots;
