import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod/mini";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { dynamoConnectionLog } from "#functions/adapters/dynamo/connection-log.ts";
import { structuredLog } from "#functions/adapters/log.ts";
import { fillChart, followRecords, rereadRecords } from "#functions/records/follow-records.ts";
import { readUnread } from "#functions/records/read-unread.ts";
import { appointmentsOn } from "#functions/wiring/appointments.ts";
import { recordsOn } from "#functions/wiring/records.ts";
import type { Practice } from "#ports/practices.ts";
import { background } from "#ports/quota.ts";
import { followChart, rereadAppointments, rereadSlots } from "./follow-chart.ts";
import { olderThan } from "./offer.ts";
import { reconcile } from "./reconcile.ts";

/** What a webhook left in the queue: what to read again, or merely that something changed. */
const Reread = z.object({
  practiceId: z.string(),
  references: z.optional(z.array(z.string())),
  /** A chart that took too long while somebody waited: its patient, and what of it is left. */
  patientId: z.optional(z.string()),
  types: z.optional(z.array(z.string())),
});

const log = structuredLog("appointments-sync");
const table = connectedTable();
const ports = appointmentsOn(table, log, background);
const charts = recordsOn(table, log, background);
const compared = dynamoConnectionLog(table);

/** How often portal and chart are compared as a whole, seconds. */
const RECONCILE_SECONDS = 3600;
/** How long a new connection is left to settle in before the first comparison, seconds. */
const SETTLE_IN_SECONDS = 600;
/** Charts are read for the first time for so long in a poll, and not later than this after it began, milliseconds. */
const READ_MS = 20_000;
const READ_WITHIN_MS = 45_000;
/** Differences kept for the connection page; there are few or something is very wrong. */
const DRIFT_KEPT = 200;

/** Polls every practice on schedule; re-reads what a webhook named when the queue rings. */
export async function handler(event: Partial<SQSEvent>): Promise<SQSBatchResponse> {
  if (!event.Records) {
    await pollAll(Date.now());
    return { batchItemFailures: [] };
  }
  const failures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of event.Records) {
    try {
      await reread(Reread.parse(JSON.parse(body)));
    } catch (error) {
      log.error("mirror.reread-failed", error, { messageId });
      failures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures: failures };
}

/** What changed first, of every practice; then charts that nobody has read yet, none of which may keep another waiting. */
async function pollAll(began: number): Promise<void> {
  const answering: Practice[] = [];
  for (const practice of ports.practices.all()) if (await poll(practice)) answering.push(practice);
  const ms = Math.min(READ_MS, began + READ_WITHIN_MS - Date.now());
  if (ms <= 0) return;
  const signal = AbortSignal.timeout(ms);
  await Promise.all(answering.map((practice) => readUnread(charts, practice, signal)));
}

/** One poll; once an hour portal and chart are compared as a whole. False when the EHR does not answer. */
async function poll(practice: Practice): Promise<boolean> {
  if (!(await followChart(ports, practice))) return false;
  await followRecords(charts, practice);
  await compareHourly(practice);
  return true;
}

async function compareHourly(practice: Practice): Promise<void> {
  const now = ports.clock();
  const [{ at }, sync] = await Promise.all([
    compared.drift(practice.id),
    ports.mirror.sync(practice.id),
  ]);
  // A portal that has just met its EHR has other things to do than to look for differences.
  const since = at ?? sync?.since ?? now;
  if (!olderThan(since, now, at ? RECONCILE_SECONDS : SETTLE_IN_SECONDS)) return;
  const drift = await reconcile(ports, practice);
  await compared.saveDrift(practice.id, { drift: drift.slice(0, DRIFT_KEPT), at: now });
  log.info("mirror.reconciled", { practiceId: practice.id, drift: drift.length });
}

async function followAll(practice: Practice): Promise<void> {
  if (await followChart(ports, practice)) await followRecords(charts, practice);
}

async function reread({ practiceId, references, ...left }: z.infer<typeof Reread>): Promise<void> {
  const practice = ports.practices.byId(practiceId);
  if (!practice) return;
  const { patientId, types } = left;
  if (patientId !== undefined && types) return fillChart(charts, practice, { patientId, types });
  if (!references) return void (await followAll(practice));
  const idsOf = (type: string) =>
    references.filter((ref) => ref.startsWith(`${type}/`)).map((ref) => ref.slice(type.length + 1));
  await rereadSlots(ports, practice, idsOf("Slot"));
  await rereadAppointments(ports, practice, idsOf("Appointment"));
  const ofSchedule = /^(Slot|Appointment)\//;
  const ofCharts = references.filter((reference) => !ofSchedule.test(reference));
  await rereadRecords(charts, practice, ofCharts);
}
