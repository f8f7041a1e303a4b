import { parentPort, workerData } from "node:worker_threads";
import { ThreadOptions } from "./options.ts";
import { startEhr } from "./start.ts";

const ehr = await startEhr(ThreadOptions.parse(workerData));
const { close, ...ready } = ehr;
parentPort?.on("message", (message: unknown) => {
  if (message === "close") void close().then(() => parentPort?.close());
});
parentPort?.postMessage({ ready });
