import { correctionDeskApi, correctionsApi } from "#domain/corrections.ts";
import { newId, systemClock } from "#functions/adapters/clock.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { dynamoCorrections } from "#functions/adapters/dynamo/corrections.ts";
import { dynamoMirror } from "#functions/adapters/dynamo/mirror.ts";
import { dynamoRecords } from "#functions/adapters/dynamo/records.ts";
import { kernelOn } from "#functions/adapters/kernel.ts";
import { releasedRecords } from "#functions/records/released-records.ts";
import { lambda } from "#http/lambda.ts";
import { ask, list } from "./ask.ts";
import { correctionDesk } from "./desk.ts";

const table = connectedTable();
const kernel = kernelOn(table, "corrections");
const ports = {
  corrections: dynamoCorrections(table),
  released: releasedRecords(dynamoRecords(table, newId), systemClock),
  patients: dynamoMirror(table).patients,
  store: table,
  newId,
};

/** What patients say is wrong in their charts, and what the practice answers. No EHR is asked. */
export const handler = lambda(
  { ...correctionsApi, ...correctionDeskApi },
  { ask: ask(ports), list: list(ports), ...correctionDesk(ports) },
  kernel,
);
