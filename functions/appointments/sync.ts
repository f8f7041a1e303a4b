import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod/mini";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { structuredLog } from "#functions/adapters/log.ts";
import { appointmentsOn } from "#functions/wiring/appointments.ts";
import { followChart, rereadAppointments, rereadSlots } from "./follow-chart.ts";

/** What a webhook left in the queue: what to read again, or merely that something changed. */
const Reread = z.object({
  practiceId: z.string(),
  references: z.optional(z.array(z.string())),
});

const log = structuredLog("appointments-sync");
const ports = appointmentsOn(connectedTable(), log);

/** Polls every practice on schedule; re-reads what a webhook named when the queue rings. */
export async function handler(event: Partial<SQSEvent>): Promise<SQSBatchResponse> {
  if (!event.Records) {
    for (const practice of ports.practices.all()) await followChart(ports, practice);
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

async function reread({ practiceId, references }: z.infer<typeof Reread>): Promise<void> {
  const practice = ports.practices.byId(practiceId);
  if (!practice) return;
  if (!references) return followChart(ports, practice);
  const idsOf = (type: string) =>
    references.filter((ref) => ref.startsWith(`${type}/`)).map((ref) => ref.slice(type.length + 1));
  await rereadSlots(ports, practice, idsOf("Slot"));
  await rereadAppointments(ports, practice, idsOf("Appointment"));
}
