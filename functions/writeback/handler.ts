import { writebackApi } from "#domain/writeback.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { dynamoRows } from "#functions/adapters/dynamo/rows.ts";
import { kernelOn } from "#functions/adapters/kernel.ts";
import { lambda } from "#http/lambda.ts";
import { listWriteBacks } from "./list.ts";

const table = connectedTable();

export const handler = lambda(
  writebackApi,
  listWriteBacks({ rows: dynamoRows(table) }),
  kernelOn(table, "write-back"),
);
