import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Queue } from "#ports/queue.ts";

/** SQS takes no longer delay; a later ring is the sweep's business. */
const LONGEST_DELAY_SECONDS = 900;

export const connectedQueue = (queueUrl: string): Queue =>
  sqsQueue(
    new SQSClient({
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000 },
    }),
    queueUrl,
  );

export const sqsQueue = (client: SQSClient, QueueUrl: string): Queue => ({
  async send(body, delaySeconds = 0) {
    await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: JSON.stringify(body),
        DelaySeconds: Math.min(LONGEST_DELAY_SECONDS, Math.max(0, Math.round(delaySeconds))),
      }),
    );
  },
});
