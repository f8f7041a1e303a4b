import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod/mini";
import { AwsRefusal, type AwsService, type Guard, ok, unknownOperation } from "./aws-service.ts";
import type { Message, Queue, Queues } from "./sqs.ts";

const Attributes = z.optional(z.record(z.string(), z.unknown()));
const Send = z.object({
  MessageBody: z.string(),
  MessageAttributes: Attributes,
  DelaySeconds: z.optional(z.number()),
});
const Receipt = z.object({ ReceiptHandle: z.string() });
const Visibility = z.object({ ReceiptHandle: z.string(), VisibilityTimeout: z.number() });
const Receive = z.object({
  MaxNumberOfMessages: z._default(z.number(), 1),
  VisibilityTimeout: z.optional(z.number()),
  WaitTimeSeconds: z._default(z.number(), 0),
});
const Batch = z.object({ Entries: z.array(z.looseObject({ Id: z.string() })) });

type Operation = (queue: Queue, input: unknown) => object | Promise<object>;

const operations: Record<string, Operation> = {
  SendMessage: (queue, input) => {
    const { MessageBody, MessageAttributes, DelaySeconds } = z.parse(Send, input);
    const message = queue.send({
      body: MessageBody,
      attributes: MessageAttributes,
      delaySeconds: DelaySeconds,
    });
    return { MessageId: message.id, MD5OfMessageBody: md5(message.body) };
  },
  ReceiveMessage: async (queue, input) => {
    const { MaxNumberOfMessages, VisibilityTimeout, WaitTimeSeconds } = z.parse(Receive, input);
    const visibilityMs = VisibilityTimeout === undefined ? undefined : VisibilityTimeout * 1000;
    const deadline = Date.now() + WaitTimeSeconds * 1000;
    let messages = queue.receive(MaxNumberOfMessages, visibilityMs);
    while (!messages.length && Date.now() < deadline) {
      await sleep(50);
      messages = queue.receive(MaxNumberOfMessages, visibilityMs);
    }
    return messages.length ? { Messages: messages.map(received) } : {};
  },
  DeleteMessage: (queue, input) => {
    queue.remove(z.parse(Receipt, input).ReceiptHandle);
    return {};
  },
  ChangeMessageVisibility: (queue, input) => {
    const { ReceiptHandle, VisibilityTimeout } = z.parse(Visibility, input);
    if (!queue.changeVisibility(ReceiptHandle, VisibilityTimeout)) {
      throw new AwsRefusal("ReceiptHandleIsInvalid", "The input receipt handle is invalid.");
    }
    return {};
  },
  GetQueueAttributes: (queue) => ({
    Attributes: {
      QueueArn: queue.arn,
      ApproximateNumberOfMessages: String(visible(queue)),
      ApproximateNumberOfMessagesNotVisible: String(queue.messages.length - visible(queue)),
    },
  }),
};

/** SQS over its JSON protocol. Batches are their single operation, entry by entry. */
export function sqsService(queues: Queues, guard: Guard): AwsService {
  return async ({ caller, operation, input }) => {
    const url = typeof input["QueueUrl"] === "string" ? input["QueueUrl"] : "";
    const single = operation.replace(/Batch$/, "");
    const queue = queues.named(url);
    guard(caller, `sqs:${single}`, queue?.arn ?? (url || "*"));
    const perform = operations[single];
    if (!perform) {
      throw unknownOperation("sqs", operation);
    }
    if (!queue) {
      throw new AwsRefusal("QueueDoesNotExist", `The queue ${url} does not exist.`);
    }
    return ok(
      operation === single ? await perform(queue, input) : await batch(perform, queue, input),
    );
  };
}

async function batch(perform: Operation, queue: Queue, input: unknown): Promise<object> {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of z.parse(Batch, input).Entries) {
    try {
      Successful.push({ Id: entry.Id, ...(await perform(queue, entry)) });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      Failed.push({ Id: entry.Id, SenderFault: true, Code: "InvalidEntry", Message: message });
    }
  }
  return { Successful, Failed };
}

const visible = (queue: Queue) =>
  queue.messages.filter(({ visibleAt }) => visibleAt <= Date.now()).length;

export const md5 = (text: string) => createHash("md5").update(text).digest("hex");

const received = (message: Message) => ({
  MessageId: message.id,
  ReceiptHandle: message.receipt,
  Body: message.body,
  MD5OfBody: md5(message.body),
  MessageAttributes: message.attributes,
  Attributes: { ApproximateReceiveCount: String(message.receives) },
});
