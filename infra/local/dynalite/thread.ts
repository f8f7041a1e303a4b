import { once } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import * as z from "zod/mini";
import { frontOf } from "./front.ts";
import { Tables } from "./tables.ts";

/** A thread of the runner: it ends with it, however that ends. Says its port, and closes when it is spoken to. */
const { folder } = z.parse(z.object({ folder: z.optional(z.string()) }), workerData);
const tables = new Tables(folder);
await tables.ready();
const server = frontOf(tables).listen(0, "127.0.0.1");
await once(server, "listening");
parentPort?.once("message", async () => {
  server.close();
  server.closeAllConnections();
  await tables.close();
  parentPort?.close();
});
const address = server.address();
parentPort?.postMessage({ port: typeof address === "object" && address ? address.port : 0 });
