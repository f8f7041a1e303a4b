import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod/mini";
import type { Outcome } from "./function-worker.ts";
import type { LocalFunction } from "./functions.ts";
import type { Position, StreamReader, StreamRecord } from "./stream-reader.ts";

export interface StreamDeliveryOptions {
  reader: StreamReader;
  target: LocalFunction;
  streamArn: string;
  region: string;
  batchSize: number;
  /** -1: until the record is dropped from the stream, which is to say for good. */
  retries: number;
  partial: boolean;
  start: Position;
  wanted(record: StreamRecord): boolean;
  checkpoint: { read(): string | undefined; write(sequence: string): void };
}

const Failures = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })),
});

/** How long a stream without a ring is left alone (writes that did not come through the gateway). */
const idleMs = 1000;
const firstRetryMs = 200;
const lastRetryMs = 10_000;
/** How long an end waits for the batch under way, so that it is not delivered again at the next start. */
const lastBatchMs = 2000;

/** One mapping from a stream to a function: in order, a batch at a time, a failed batch again until it passes. */
export class StreamDelivery {
  readonly #options: StreamDeliveryOptions;
  #timer: NodeJS.Timeout | undefined;
  #busy = false;
  #turning: Promise<void> = Promise.resolve();
  #rung = false;
  #stopped = false;
  #failures = 0;

  constructor(options: StreamDeliveryOptions) {
    this.#options = options;
    this.#look(0);
  }

  ring(): void {
    this.#rung = true;
    if (!this.#busy && this.#failures === 0) {
      this.#look(0);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await Promise.race([this.#turning, sleep(lastBatchMs, undefined, { ref: false })]);
  }

  #look(afterMs: number): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) {
      this.#timer = setTimeout(() => {
        this.#turning = this.#turn();
      }, afterMs).unref();
    }
  }

  async #turn(): Promise<void> {
    this.#busy = true;
    this.#rung = false;
    try {
      const more = await this.#readAndDeliver();
      this.#failures = 0;
      this.#look(more || this.#rung ? 0 : idleMs);
    } catch {
      this.#failures += 1;
      this.#options.reader.seek();
      this.#look(Math.min(firstRetryMs * 2 ** (this.#failures - 1), lastRetryMs));
    } finally {
      this.#busy = false;
    }
  }

  /** True when there may be more to read at once. */
  async #readAndDeliver(): Promise<boolean> {
    const { reader, start, checkpoint, batchSize, wanted } = this.#options;
    const known = checkpoint.read();
    const records = await reader.read(known ? { after: known } : start, batchSize);
    const last = records.at(-1)?.dynamodb.SequenceNumber;
    if (last === undefined) {
      return false;
    }
    const batch = records.filter((record) => wanted(record));
    if (batch.length) {
      await this.#deliver(batch);
    }
    checkpoint.write(last);
    return records.length === batchSize;
  }

  /** Rejects when the batch is to come again; what the function says it handled is not repeated. */
  async #deliver(batch: StreamRecord[]): Promise<void> {
    const { target, retries, checkpoint } = this.#options;
    const outcome = await target.invoke({ Records: batch.map((record) => this.#event(record)) });
    const failed = this.#firstFailed(outcome);
    if (failed === undefined || (retries >= 0 && this.#failures >= retries)) {
      return;
    }
    const handled = batch.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failed);
    const done = batch[handled - 1];
    if (done) {
      checkpoint.write(done.dynamodb.SequenceNumber);
    }
    throw new Error("The batch failed");
  }

  /** The sequence number from which the batch must be repeated; nothing when all of it passed. */
  #firstFailed(outcome: Outcome): string | undefined {
    if (!outcome.ok) {
      return "all";
    }
    const parsed = z.safeParse(Failures, outcome.result);
    return this.#options.partial && parsed.success
      ? parsed.data.batchItemFailures[0]?.itemIdentifier
      : undefined;
  }

  #event(record: StreamRecord) {
    const { streamArn, region } = this.#options;
    return { ...record, eventSourceARN: streamArn, awsRegion: region };
  }
}
