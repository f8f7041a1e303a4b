import * as z from "zod/mini";
import type { Outcome } from "./function-worker.ts";
import type { Functions, LocalFunction } from "./functions.ts";
import type { Message, Queue, Queues } from "./sqs.ts";
import { md5 } from "./sqs-service.ts";
import type { Stack } from "./template.ts";

const Mapping = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z._default(z.number(), 10),
  Enabled: z._default(z.boolean(), true),
  FunctionResponseTypes: z._default(z.array(z.string()), []),
  ScalingConfig: z.optional(z.object({ MaximumConcurrency: z.optional(z.number()) })),
});

const Failures = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })),
});

export interface QueueMappingsOptions {
  stack: Stack;
  queues: Queues;
  functions: Functions;
  /** False, and recorded, when the function's role lacks an action that Lambda needs to read the queue. */
  permits(caller: LocalFunction, action: string, resource: string): boolean;
}

/** What Lambda demands of the role before it polls a queue. */
const pollActions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

/** How many batches Lambda starts with when the mapping sets no limit. */
const defaultConcurrency = 5;

/** How often a queue is looked at for messages whose delay or visibility timeout has passed. */
const lookMs = 100;

/** Starts delivering every mapped queue to its function; answers how to stop. */
export function startQueueMappings(options: QueueMappingsOptions): () => void {
  const { stack, queues, functions } = options;
  const deliveries = stack.ids("AWS::Lambda::EventSourceMapping").flatMap((id) => {
    const mapping = stack.properties(id, Mapping);
    const queue = queues.byArn(mapping.EventSourceArn);
    const target = functions.byArn(mapping.FunctionName);
    const permitted =
      queue && target && pollActions.every((action) => options.permits(target, action, queue.arn));
    return permitted && mapping.Enabled
      ? [new Delivery({ queue, target, region: stack.place.region, ...limits(mapping) })]
      : [];
  });
  return () => {
    for (const delivery of deliveries) {
      delivery.stop();
    }
  };
}

const limits = (mapping: z.infer<typeof Mapping>) => ({
  batchSize: mapping.BatchSize,
  partial: mapping.FunctionResponseTypes.includes("ReportBatchItemFailures"),
  concurrency: mapping.ScalingConfig?.MaximumConcurrency ?? defaultConcurrency,
});

interface DeliveryOptions {
  queue: Queue;
  target: LocalFunction;
  region: string;
  batchSize: number;
  partial: boolean;
  concurrency: number;
}

class Delivery {
  readonly #options: DeliveryOptions;
  readonly #timer: NodeJS.Timeout;
  #running = 0;
  #stopped = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    options.queue.onArrival = () => queueMicrotask(() => this.#pump());
    this.#timer = setInterval(() => this.#pump(), lookMs);
    this.#timer.unref();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  #pump(): void {
    const { queue, batchSize, concurrency } = this.#options;
    while (!this.#stopped && this.#running < concurrency) {
      const messages = queue.receive(batchSize);
      if (!messages.length) {
        return;
      }
      this.#running += 1;
      void this.#deliver(messages).finally(() => {
        this.#running -= 1;
        this.#pump();
      });
    }
  }

  /** What the function did not fail is deleted; the rest shows again after its visibility timeout. */
  async #deliver(messages: Message[]): Promise<void> {
    const { queue, target } = this.#options;
    const receipts = messages.map(({ id, receipt = "" }) => ({ id, receipt }));
    const event = { Records: messages.map((message) => this.#record(message)) };
    const failed = this.#failedIds(await target.invoke(event));
    for (const { id, receipt } of receipts) {
      if (failed && !failed.has(id)) {
        queue.remove(receipt);
      }
    }
  }

  /** Nothing: the whole batch failed. An answer that makes no sense counts as that, as Lambda has it. */
  #failedIds(outcome: Outcome): Set<string> | undefined {
    if (!outcome.ok) {
      return undefined;
    }
    if (!this.#options.partial || outcome.result === null) {
      return new Set();
    }
    const parsed = z.safeParse(Failures, outcome.result);
    return parsed.success
      ? new Set(parsed.data.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
      : undefined;
  }

  #record(message: Message) {
    return {
      messageId: message.id,
      receiptHandle: message.receipt,
      body: message.body,
      attributes: {
        ApproximateReceiveCount: String(message.receives),
        SentTimestamp: String(message.sentAt),
        SenderId: "local",
        ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
      },
      messageAttributes: message.attributes,
      md5OfBody: md5(message.body),
      eventSource: "aws:sqs",
      eventSourceARN: this.#options.queue.arn,
      awsRegion: this.#options.region,
    };
  }
}
