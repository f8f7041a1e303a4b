import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { structuredLog } from "#functions/adapters/log.ts";
import { exportsOn } from "#functions/wiring/exports.ts";
import { ExportRef } from "#ports/exports.ts";
import { makeExport } from "./make.ts";

const log = structuredLog("exports-worker");
const ports = exportsOn(connectedTable(), log);

/** Makes files one after the other: each reads a whole chart. A ring that fails comes back by itself. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of event.Records) {
    try {
      await makeExport(ports, ExportRef.parse(JSON.parse(body)));
    } catch (error) {
      log.error("exports.ring-failed", error, { messageId });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
