import type { Instant, LocalDay } from "#domain/identifiers.ts";
import { addDays, localDay } from "#domain/time.ts";
import type { SyncRecord } from "#ports/appointments.ts";
import { EhrUnavailable, isRateLimit } from "#ports/ehr.ts";
import type { Breaker, Rows } from "#ports/ledger.ts";
import type { Practice } from "#ports/practices.ts";
import type { Queue } from "#ports/queue.ts";
import { mergeChart } from "./chart-visits.ts";
import { offerOf } from "./offer.ts";
import { readDays } from "./open-slots.ts";
import type { AppointmentPorts } from "./ports.ts";

/** The portal shows open times this many days ahead. */
const DAYS_AHEAD = 56;
/** Days read in one go when a window is read as a whole. */
const DAYS_AT_ONCE = 14;
/** More changed slots than this are read as a window of days instead of one by one. */
const SLOTS_ONE_BY_ONE = 40;
/** Waiting rows rung for when a connection comes back. */
const ROWS_AT_ONCE = 500;

export interface FollowPorts extends AppointmentPorts {
  readonly breaker: Breaker;
  readonly rows: Rows;
  readonly doorbell: Queue;
}

/** One poll of the EHR: what changed since the last is read again. False when the EHR does not answer. */
export async function followChart(ports: FollowPorts, practice: Practice): Promise<boolean> {
  const { connectionId } = practice;
  try {
    await poll(ports, practice);
  } catch (error) {
    if (!(error instanceof EhrUnavailable)) throw error;
    // Our turn did not come, or the EHR is busy: it is not silent.
    if (!isRateLimit(error.code)) await ports.breaker.failed(connectionId);
    ports.log.warn("mirror.ehr-unavailable", { connectionId, code: error.code });
    return false;
  }
  // Back again: rows that wait for their backoff are due now.
  if (await ports.breaker.succeeded(connectionId)) await wake(ports, practice);
  return true;
}

async function wake(ports: FollowPorts, practice: Practice): Promise<void> {
  const waiting = await ports.rows.due(practice.id, "all", ROWS_AT_ONCE);
  await Promise.all(
    waiting.map(({ practiceId, patientId, id }) =>
      ports.doorbell.send({ practiceId, patientId, id, force: true }),
    ),
  );
}

async function poll(ports: FollowPorts, practice: Practice): Promise<void> {
  const known = await ports.mirror.sync(practice.id);
  const at = ports.clock();
  const ehr = await ports.ehr(practice.connectionId);
  const changes = await ehr.changes(known?.cursor);
  const through = addDays(localDay(at, practice.timeZone), DAYS_AHEAD);
  const now = {
    ...(changes ? { cursor: changes.next } : {}),
    asOf: at,
    since: known?.since ?? at,
  };
  // What changed since the last poll is read last: until then the feed stands where it stood.
  const fed = changes && known?.cursor !== undefined ? known : undefined;
  for await (const read of readWindow(ports, practice, {
    from: startOf(fed, at, practice),
    through,
  })) {
    // Where calls are few this takes longer than one run may: the next goes on behind the days that are read.
    if (changes && read < through)
      await ports.mirror.saveSync(practice.id, { ...(fed ?? now), through: read });
  }
  if (changes) {
    await rereadSlots(ports, practice, changes.slots);
    await rereadAppointments(ports, practice, changes.appointments);
  }
  await ports.mirror.saveSync(practice.id, { ...now, through });
}

/** Without a feed, or at first sight, the window is read as a whole; later only the days it grew by. */
const startOf = (fed: SyncRecord | undefined, at: Instant, practice: Practice): LocalDay =>
  fed?.through ? addDays(fed.through, 1) : localDay(at, practice.timeZone);

/** Reads a window of days, some at a time, and tells after each how far it has come. */
async function* readWindow(
  ports: FollowPorts,
  practice: Practice,
  { from, through }: { from: LocalDay; through: LocalDay },
): AsyncGenerator<LocalDay> {
  for (let start = from; start <= through; start = addDays(start, DAYS_AT_ONCE)) {
    const days: LocalDay[] = [];
    for (
      let day = start;
      day < addDays(start, DAYS_AT_ONCE) && day <= through;
      day = addDays(day, 1)
    )
      days.push(day);
    await readDays(ports, practice, days);
    yield days.at(-1) ?? through;
  }
}

/** Re-reads slots by id, as a webhook or the feed named them. */
export async function rereadSlots(
  ports: FollowPorts,
  practice: Practice,
  ids: readonly string[],
): Promise<void> {
  if (ids.length > SLOTS_ONE_BY_ONE) {
    const today = localDay(ports.clock(), practice.timeZone);
    const window = { from: today, through: addDays(today, DAYS_AHEAD) };
    for await (const _read of readWindow(ports, practice, window));
    return;
  }
  const ehr = await ports.ehr(practice.connectionId);
  for (const id of ids) {
    const slot = await ehr.slot(id);
    if (slot)
      await ports.calendar.saveSlot(practice.id, localDay(slot.start, practice.timeZone), slot);
  }
}

/** Re-reads appointments by id and takes what the chart says. */
export async function rereadAppointments(
  ports: FollowPorts,
  practice: Practice,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const ehr = await ports.ehr(practice.connectionId);
  const offer = await offerOf(ports, practice);
  const at = ports.clock();
  for (const id of ids) {
    const appointment = await ehr.appointment(id);
    if (appointment) await mergeChart(ports, practice, { found: [appointment], offer, at });
  }
}
