import type { Queue } from "#ports/queue.ts";
import { type AwsCall, connectedService, sqs } from "./aws-json.ts";

/** SQS takes no longer delay; a later ring is the sweep's business. */
const LONGEST_DELAY_SECONDS = 900;

export const connectedQueue = (queueUrl: string): Queue =>
  sqsQueue(connectedService(sqs), queueUrl);

export const sqsQueue = (call: AwsCall, QueueUrl: string): Queue => ({
  async send(body, delaySeconds = 0) {
    await call("SendMessage", {
      QueueUrl,
      MessageBody: JSON.stringify(body),
      DelaySeconds: Math.min(LONGEST_DELAY_SECONDS, Math.max(0, Math.round(delaySeconds))),
    });
  },
});
