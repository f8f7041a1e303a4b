import type { Connection, connectionsApi } from "#domain/connections.ts";
import { Problem } from "#domain/problem.ts";
import { addSeconds } from "#domain/time.ts";
import type { Access, Handlers } from "#http/access.ts";
import type { DirectoryRecord, Mirror } from "#ports/appointments.ts";
import type { ConnectionLog, Reconcile } from "#ports/connections.ts";
import { type Capabilities, type Ehr, EhrUnavailable } from "#ports/ehr.ts";
import type { Rows } from "#ports/ledger.ts";
import type { Practice } from "#ports/practices.ts";
import type { Usage } from "#ports/quota.ts";
import type { ConnectionSecrets } from "#ports/secrets.ts";

export interface ConnectionPorts {
  readonly log: ConnectionLog;
  readonly mirror: Mirror;
  readonly rows: Rows;
  readonly secrets: ConnectionSecrets;
  readonly reconcile: Reconcile;
  /** Waits in line behind calls for patients. Rejects where the connection is not set up. */
  ehr(connectionId: string): Promise<Ehr>;
}

type Api = Handlers<typeof connectionsApi>;

/** Rows counted as waiting, at most. */
const COUNTED = 500;
/** Drift shown on the page, at most; the rest is counted by the next comparison. */
const SHOWN = 200;
/** A page that is looked at asks the EHR what it can do when its word is older than this, seconds. */
const PROBED_SECONDS = 60;
/** Nobody waits longer for it. */
const PROBE_MS = 2_500;
/** Silences in a row after which an EHR counts as not answering. */
const SILENCES = 2;

/** What this practice's EHR can do, how the connection does, and where portal and chart differ. */
export const connections = (ports: ConnectionPorts): Api => ({
  connections: {
    run: async ({ practice, now }) => {
      const known = await ports.mirror.directory(practice.id);
      const young = addSeconds(
        known?.capabilities.asOf ?? "1970-01-01T00:00:00.000Z",
        PROBED_SECONDS,
      );
      const probe = young > now ? undefined : await probed(ports, practice, now);
      return { items: [await connectionOf(ports, practice, { now, probe })] };
    },
  },
  probe: {
    run: async ({ practice, now }, { id }) => {
      if (id !== practice.connectionId) throw new Problem("not-found");
      const probe = await probed(ports, practice, now);
      return connectionOf(ports, practice, { now, probe });
    },
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
  return connectionOf(ports, practice, { now });
}

type Probe = NonNullable<Connection["probe"]>;

/** Asks the EHR what it can do; what it says is what the portal does from now on. */
async function probed(ports: ConnectionPorts, practice: Practice, at: string): Promise<Probe> {
  const record = await inTime(asked(ports, practice, at)).catch(() => undefined);
  if (record) await ports.mirror.saveDirectory(practice.id, record);
  return { at, answered: record !== undefined };
}

async function asked(
  ports: ConnectionPorts,
  { id, connectionId }: Practice,
  at: string,
): Promise<DirectoryRecord | undefined> {
  const ehr = await ports.ehr(connectionId);
  const capabilities = await ehr.probe();
  if (capabilities.asOf === undefined || capabilities.asOf < at) return undefined;
  const known = await ports.mirror.directory(id);
  return { ...(known ?? { directory: await ehr.directory(), asOf: at }), capabilities };
}

function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PROBE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function connectionOf(
  ports: ConnectionPorts,
  practice: Practice,
  { now, probe }: { now: string; probe?: Probe | undefined },
): Promise<Connection> {
  const { connectionId } = practice;
  const [secret, record, pulse, waiting, compared, sync, usage] = await Promise.all([
    ports.secrets.read(connectionId),
    ports.mirror.directory(practice.id),
    ports.log.pulse(connectionId),
    ports.rows.due(practice.id, "all", COUNTED),
    ports.log.drift(practice.id),
    ports.mirror.sync(practice.id),
    ports.log.usage(connectionId, now),
  ]);
  return {
    id: connectionId,
    host: secret.baseUrl === "" ? "" : new URL(secret.baseUrl).host,
    vendor: "FHIR R4",
    status: secret.baseUrl === "" ? "not-set-up" : statusOf(pulse),
    failures: pulse.failures,
    rate: rateOf(usage, secret.requestsPerMinute),
    abilities: abilitiesOf(record),
    missing: [...(record?.directory.missing ?? [])],
    waiting: waiting.length,
    drift: [...compared.drift],
    ...moments({
      // Whatever it answered last: a write or a poll, the comparison, the question what it can do.
      lastAnswerAt: [pulse.lastSuccessAt, sync?.asOf, compared.at, record?.capabilities.asOf]
        .filter((at) => at !== undefined)
        .sort()
        .at(-1),
      breakerOpenUntil: pulse.openUntil,
      failingSince: pulse.failures > 0 ? pulse.failingSince : undefined,
      statementAsOf: record?.capabilities.asOf,
      lastReconciledAt: compared.at,
    }),
    ...(probe ? { probe } : {}),
  };
}

const statusOf = ({ failures }: { failures: number }): Connection["status"] =>
  failures >= SILENCES ? "silent" : "answering";

type Moment =
  | "lastAnswerAt"
  | "breakerOpenUntil"
  | "failingSince"
  | "statementAsOf"
  | "lastReconciledAt";

/** What is not known is left out. */
function moments(known: Record<Moment, string | undefined>): Partial<Record<Moment, string>> {
  const said: Partial<Record<Moment, string>> = {};
  const names: readonly Moment[] = [
    "lastAnswerAt",
    "breakerOpenUntil",
    "failingSince",
    "statementAsOf",
    "lastReconciledAt",
  ];
  for (const name of names) {
    const at = known[name];
    if (at !== undefined) said[name] = at;
  }
  return said;
}

const rateOf = (usage: Usage, perMinute: number | undefined): Connection["rate"] => {
  const { lowered, pausedUntil, ...counted } = usage;
  return {
    ...counted,
    ...(perMinute === undefined ? {} : { perMinute }),
    ...(lowered ? { lowered } : {}),
    ...(pausedUntil ? { pausedUntil } : {}),
  };
};

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
    { ...noted("tell-release", can.decision), ...(can.decision === "none" ? { mode: "off" } : {}) },
    noted("correct", can.correction),
    noted("message", can.message),
  ];
}

/** What people said, written into the chart as one thing or another. */
const noted = (name: Ability["name"], as: NonNullable<Ability["as"]> | "none"): Ability =>
  as === "none" ? { name, able: false, mode: "by-hand" } : { name, able: true, mode: "native", as };

const canBook = (can: Capabilities) => can.bookAppointment && can.readSlots;
