import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod/mini";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { structuredLog } from "#functions/adapters/log.ts";
import { everyWriteBack } from "#functions/wiring/write-backs.ts";

const RingBody = z.object({
  practiceId: z.string(),
  patientId: z.string(),
  id: z.string(),
  force: z.optional(z.boolean()),
});

const log = structuredLog("write-back-worker");
const worker = everyWriteBack(connectedTable(), log);

/** The doorbell's worker. A ring that fails comes back by itself; the row is never in danger. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const failures = await Promise.all(
    event.Records.map(async ({ messageId, body }) => {
      try {
        await worker.work(RingBody.parse(JSON.parse(body)));
        return [];
      } catch (error) {
        log.error("write-back.ring-failed", error, { messageId });
        return [{ itemIdentifier: messageId }];
      }
    }),
  );
  return { batchItemFailures: failures.flat() };
}
