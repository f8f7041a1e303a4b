import type { Instant } from "#domain/identifiers.ts";
import type { Health } from "#domain/ops.ts";
import { addSeconds } from "#domain/time.ts";
import type { Access } from "#http/access.ts";
import type { Log } from "#ports/log.ts";
import type { Practice, Practices } from "#ports/practices.ts";
import type { Vitals } from "#ports/vitals.ts";

type Dependency = Health["dependencies"][number];
type Name = Dependency["name"];

/** Older than this, a waiting write-back or the mirror needs somebody's eyes. */
const LATE_SECONDS = 5 * 60;
/** The audit chains are verified once a day; two hours of grace. */
const DAY_SECONDS = 26 * 3600;
const CHECK_MS = 2_000;

interface HealthPorts {
  readonly vitals: Vitals;
  readonly practices: Practices;
  readonly log: Log;
}

/** Ready or degraded, each part for itself: one that can't be asked never hides the others. */
export const health =
  (ports: HealthPorts) =>
  async ({ now }: Access): Promise<Health> => {
    const dependencies = await Promise.all(checks(ports, now).map((check) => settle(ports, check)));
    const ready = dependencies.every(({ status }) => status === "ready");
    return { status: ready ? "ready" : "degraded", dependencies };
  };

interface Check {
  readonly name: Name;
  /** Undefined: all is well. */
  run(): Promise<Trouble | undefined>;
}
interface Trouble {
  readonly since?: Instant | undefined;
  readonly detail: string;
}

function checks({ vitals, practices }: HealthPorts, now: Instant): Check[] {
  const late = addSeconds(now, -LATE_SECONDS);
  const perPractice = (practice: Practice): Check[] => [
    { name: "ehr", run: () => ehr(vitals, practice) },
    { name: "write-backs", run: () => writeBacks(vitals, practice, late) },
    { name: "mirror", run: () => mirror(vitals, practice, late) },
    { name: "audit", run: () => audit(vitals, practice, addSeconds(now, -DAY_SECONDS)) },
  ];
  return [
    { name: "store", run: () => vitals.store().then(() => undefined) },
    ...practices.all().flatMap(perPractice),
  ];
}

async function ehr(vitals: Vitals, { connectionId }: Practice): Promise<Trouble | undefined> {
  const silence = await vitals.silentSince(connectionId);
  return silence && { since: silence.lastSuccessAt, detail: `${connectionId} does not answer` };
}

async function writeBacks(
  vitals: Vitals,
  { id }: Practice,
  late: Instant,
): Promise<Trouble | undefined> {
  const since = await vitals.overdueSince(id, late);
  return since === undefined ? undefined : { since, detail: `waiting at ${id}` };
}

async function mirror(
  vitals: Vitals,
  { id }: Practice,
  late: Instant,
): Promise<Trouble | undefined> {
  const since = await vitals.mirrorAsOf(id);
  if (since === undefined) return { detail: `${id} not read yet` };
  return since < late ? { since, detail: `${id} not read lately` } : undefined;
}

/** A portal younger than a day has not verified yet: that is no trouble. */
async function audit(
  vitals: Vitals,
  { id }: Practice,
  dayAgo: Instant,
): Promise<Trouble | undefined> {
  const verified = await vitals.auditVerified(id);
  if (!verified) return undefined;
  const { at, broken } = verified;
  if (broken > 0) return { since: at, detail: `audit chains of ${id} do not verify` };
  return at < dayAgo ? { since: at, detail: `${id} not verified lately` } : undefined;
}

async function settle({ log }: HealthPorts, check: Check): Promise<Dependency> {
  const { name } = check;
  try {
    const trouble = await inTime(check.run());
    if (!trouble) return { name, status: "ready" };
    const { since, detail } = trouble;
    return { name, status: "degraded", ...(since === undefined ? {} : { since }), detail };
  } catch (error) {
    log.error("health.check-failed", error, { name });
    return { name, status: "degraded", detail: "can't be asked right now" };
  }
}

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The check took too long.")), CHECK_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
