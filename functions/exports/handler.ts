import { exportsApi } from "#domain/exports.ts";
import { newId, systemClock } from "#functions/adapters/clock.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { dynamoExports } from "#functions/adapters/dynamo/exports.ts";
import { environment } from "#functions/adapters/environment.ts";
import { connectedFileLinks } from "#functions/adapters/file-links.ts";
import { kernelOn } from "#functions/adapters/kernel.ts";
import { connectedQueue } from "#functions/adapters/queue.ts";
import { lambda } from "#http/lambda.ts";
import { list, read, start } from "./ask.ts";

const table = connectedTable();
const kernel = kernelOn(table, "exports");
const ports = {
  exports: dynamoExports(table),
  links: connectedFileLinks(environment("filesBucket")),
  makers: connectedQueue(environment("exportQueueUrl")),
  store: table,
  clock: systemClock,
  newId,
  log: kernel.log,
};

/** People ask here for files of their chart and fetch them; what makes them reads charts, this does not. */
export const handler = lambda(
  exportsApi,
  { start: start(ports), list: list(ports), read: read(ports) },
  kernel,
);
