import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import * as z from "zod/mini";

const Ready = z.object({ port: z.number() });

const stopMs = 2000;

/** Starts DynamoDB on dynalite in a thread of this process; without a folder it keeps its data in memory. */
export async function startDynalite(
  folder?: string,
): Promise<{ endpoint: string; close(): Promise<void> }> {
  const thread = new Worker(new URL("./thread.ts", import.meta.url), { workerData: { folder } });
  const [ready] = await once(thread, "message");
  const { port } = z.parse(Ready, ready);
  const ended = once(thread, "exit");
  ended.catch(() => {});
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: async () => {
      thread.postMessage("close");
      await Promise.race([ended, sleep(stopMs, undefined, { ref: false })]);
      await thread.terminate();
    },
  };
}
