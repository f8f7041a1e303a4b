import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { connectedArchive } from "#functions/adapters/archive.ts";
import { systemClock } from "#functions/adapters/clock.ts";
import { dynamoAnchors } from "#functions/adapters/dynamo/anchors.ts";
import { dynamoChains } from "#functions/adapters/dynamo/chains.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { dynamoSealedDays } from "#functions/adapters/dynamo/sealed-days.ts";
import { environment } from "#functions/adapters/environment.ts";
import { structuredLog } from "#functions/adapters/log.ts";
import { connectedSecrets } from "#functions/adapters/secrets.ts";
import { archiveDays } from "./archive-days.ts";
import { type Report, verifyPractice } from "./verify-practice.ts";

/** Kept for writing down what was found. */
const MARGIN_MS = 20_000;

const Asked = z.object({ everything: z.optional(z.boolean()) });

const table = connectedTable();
const readSecret = connectedSecrets();
const auditKeyArn = environment("auditKeySecretArn");
const practices = environment("practices");
const ports = {
  chains: dynamoChains(table),
  anchors: dynamoAnchors(table),
  days: dynamoSealedDays(table),
  archive: connectedArchive(environment("auditArchiveBucket")),
  clock: systemClock,
  log: structuredLog("audit-verifier"),
  key: () => readSecret(auditKeyArn),
};

/**
 * Verifies the audit chains, anchors their heads and archives the days that are over, every day. Ops may call it at any time, with
 * `{ "everything": true }` for all chains and not only those that are due; the answer is the report.
 */
export async function handler(event: unknown, context: Context): Promise<Report[]> {
  const { everything } = Asked.parse(event);
  const isLate = () => context.getRemainingTimeInMillis() < MARGIN_MS;
  const reports: Report[] = [];
  for (const { id } of practices) {
    const report = await verifyPractice(ports, id, { everything, isLate });
    await archiveDays(ports, report);
    reports.push(report);
  }
  return reports;
}
