import { correctionDeskApi, correctionsApi } from "#domain/corrections.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { kernelOn } from "#functions/adapters/kernel.ts";
import { correctionsOn } from "#functions/wiring/corrections.ts";
import { lambda } from "#http/lambda.ts";
import { ask, list } from "./ask.ts";
import { correctionDesk } from "./desk.ts";

const table = connectedTable();
const kernel = kernelOn(table, "corrections");
const ports = correctionsOn(table, kernel.log);

/** What patients say is wrong in their charts, on its way there too, and what the practice answers. */
export const handler = lambda(
  { ...correctionsApi, ...correctionDeskApi },
  { ask: ask(ports), list: list(ports), ...correctionDesk(ports) },
  kernel,
);
