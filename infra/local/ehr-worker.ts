import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import * as z from "zod/mini";
import { isPortTaken, portTaken } from "./edge-server.ts";

const Ready = z.object({
  ready: z.object({
    fhirBaseUrl: z.string(),
    tokenUrl: z.string(),
    adminUrl: z.string(),
    port: z.number(),
  }),
});

/** What the simulator is told. */
export interface SimulatorOptions {
  port: number;
  dataDir: string;
  patients: number;
  seed: number;
  zone: string;
  bundles?: string;
  clients: { id: string; jwksUrl: string }[];
  webhooks: { url: string; secret: string }[];
}

/** The EHR simulator in its own thread. */
export interface Simulator {
  fhirBaseUrl: string;
  tokenUrl: string;
  adminUrl: string;
  close(): Promise<void>;
}

const closeMs = 1000;

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const worker = new Worker(new URL("./ehr/thread.ts", import.meta.url), {
    workerData: options,
    execArgv: [],
  });
  const ended = new Promise<void>((resolve) => worker.on("exit", () => resolve()));
  const { ready } = await new Promise<z.infer<typeof Ready>>((resolve, reject) => {
    worker.on("message", (message: unknown) => resolve(z.parse(Ready, message)));
    worker.on("error", (error) =>
      reject(isPortTaken(error) ? portTaken("EHR_PORT", options.port) : error),
    );
    worker.on("exit", () => reject(new Error("The EHR simulator ended before it was ready.")));
  });
  return {
    ...ready,
    close: async () => {
      worker.postMessage("close");
      await Promise.race([ended, sleep(closeMs, undefined, { ref: false })]);
      await worker.terminate();
    },
  };
}
