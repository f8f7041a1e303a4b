import { randomUUID } from "node:crypto";
import type { Writable } from "node:stream";
import { Worker } from "node:worker_threads";
import * as z from "zod/mini";
import { type Invocation, ThreadReply, type ThreadStart } from "./thread-messages.ts";

/** How one event ended. */
export type Outcome =
  | { ok: true; result: unknown }
  | { ok: false; timedOut: boolean; errorType: string; errorMessage: string };

export interface WorkerOptions {
  start: ThreadStart;
  env: Record<string, string>;
  timeoutMs: number;
  log: Writable;
  /** Told once the thread is gone. */
  onEnd(worker: FunctionWorker): void;
}

/** Lambda's own limits: loading a bundle, and the size of an answer. */
const loadMs = 10_000;
const resultBytes = 6 * 1024 * 1024;

/** A bundle in its own thread. Dies on a crash or, once its events have ended, after a timeout. */
export class FunctionWorker {
  /** False once this worker should get no further event. */
  usable = true;
  readonly #options: WorkerOptions;
  readonly #worker: Worker;
  readonly #pending = new Map<string, (outcome: Outcome) => void>();
  readonly #ready: Promise<boolean>;
  #lastError = "";

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#worker = new Worker(new URL("./function-thread.ts", import.meta.url), {
      workerData: options.start,
      env: options.env,
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: options.start.memoryMb },
    });
    this.#worker.stdout.on("data", (text: Buffer) => options.log.write(text));
    this.#worker.stderr.on("data", (text: Buffer) => options.log.write(text));
    this.#ready = new Promise((resolve) => {
      const late = setTimeout(() => this.#giveUp("Loading took too long"), loadMs);
      this.#worker.on("message", (message: unknown) => {
        resolve(true);
        clearTimeout(late);
        this.#receive(z.parse(ThreadReply, message));
      });
      this.#worker.on("exit", () => {
        resolve(false);
        clearTimeout(late);
        this.#end();
      });
    });
    this.#worker.on("error", (error) => {
      this.#lastError = error instanceof Error ? error.message : String(error);
      options.log.write(`${error instanceof Error ? error.stack : error}\n`);
    });
  }

  async invoke(event: unknown): Promise<Outcome> {
    if (!(await this.#ready)) {
      return this.#crashed();
    }
    const invocation: Invocation = {
      id: randomUUID(),
      event: JSON.stringify(event),
      deadline: Date.now() + this.#options.timeoutMs,
    };
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#timeOut(invocation.id), this.#options.timeoutMs);
      this.#pending.set(invocation.id, (outcome) => {
        clearTimeout(timer);
        this.#pending.delete(invocation.id);
        resolve(outcome);
        this.#retire();
      });
      this.#worker.postMessage(invocation);
    });
  }

  async close(): Promise<void> {
    this.usable = false;
    await this.#worker.terminate();
  }

  #receive(reply: ThreadReply): void {
    if (!("id" in reply)) {
      return;
    }
    const settle = this.#pending.get(reply.id);
    if (!("result" in reply)) {
      settle?.({ ok: false, timedOut: false, ...reply });
    } else if (reply.result.length > resultBytes) {
      settle?.(failure("Function.ResponseSizeTooLarge", "The answer is larger than 6 MB"));
    } else {
      settle?.({ ok: true, result: JSON.parse(reply.result) });
    }
  }

  #timeOut(id: string): void {
    this.usable = false;
    const errorMessage = `Task timed out after ${(this.#options.timeoutMs / 1000).toFixed(2)} seconds`;
    this.#options.log.write(`${id} ${errorMessage}\n`);
    this.#pending.get(id)?.({ ...failure("Sandbox.Timedout", errorMessage), timedOut: true });
  }

  /** A worker whose event timed out may still be busy with it: others may finish, then it goes. */
  #retire(): void {
    if (!this.usable && this.#pending.size === 0) {
      void this.#worker.terminate();
    }
  }

  #giveUp(why: string): void {
    this.#lastError = why;
    void this.#worker.terminate();
  }

  #end(): void {
    this.usable = false;
    this.#options.onEnd(this);
    for (const settle of [...this.#pending.values()]) {
      settle(this.#crashed());
    }
  }

  #crashed(): Outcome {
    return failure("Runtime.ExitError", this.#lastError || "The function's process ended");
  }
}

const failure = (errorType: string, errorMessage: string) =>
  ({ ok: false, timedOut: false, errorType, errorMessage }) as const;
