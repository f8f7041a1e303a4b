import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { addSeconds } from "#domain/time.ts";
import { systemClock } from "#functions/adapters/clock.ts";
import { dynamoChains } from "#functions/adapters/dynamo/chains.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { environment } from "#functions/adapters/environment.ts";
import { structuredLog } from "#functions/adapters/log.ts";
import { connectedSecrets } from "#functions/adapters/secrets.ts";
import { seal } from "./seal.ts";

/** Younger entries are the stream's: two sealers at one chain only wait for each other. */
const SWEEP_AFTER_SECONDS = 5;
const SWEPT_AT_ONCE = 200;

const log = structuredLog("audit-sealer");
const readSecret = connectedSecrets();
const auditKeyArn = environment("auditKeySecretArn");
const practices = environment("practices");
const ports = {
  chains: dynamoChains(connectedTable()),
  random: Math.random,
  clock: systemClock,
  key: () => readSecret(auditKeyArn),
};

/** Told by the table's stream of each new audit entry; every minute it looks for what the stream did not bring. */
export async function handler(
  event: Partial<DynamoDBStreamEvent>,
): Promise<DynamoDBBatchResponse | undefined> {
  return event.Records ? sealStreamed(event.Records) : sweep();
}

async function sealStreamed(
  records: DynamoDBStreamEvent["Records"],
): Promise<DynamoDBBatchResponse> {
  const told = records.flatMap(({ dynamodb }) => {
    const [kind, id] = dynamodb?.Keys?.["pk"]?.S?.split("#") ?? [];
    return kind === "AUDIT" && id ? [{ id, itemIdentifier: dynamodb?.SequenceNumber ?? "" }] : [];
  });
  const failed = new Set(
    await seal(
      ports,
      told.map(({ id }) => id),
    ),
  );
  if (failed.size > 0) log.warn("audit.not-sealed", { entries: failed.size });
  // A stream goes on from its first failure: naming that one is enough, and sealing again is harmless.
  const first = told.find(({ id }) => failed.has(id));
  return { batchItemFailures: first ? [{ itemIdentifier: first.itemIdentifier }] : [] };
}

async function sweep(): Promise<undefined> {
  const upTo = addSeconds(systemClock(), -SWEEP_AFTER_SECONDS);
  for (const { id: practiceId } of practices) {
    const ids = await ports.chains.unsealed(practiceId, upTo, SWEPT_AT_ONCE);
    const failed = await seal(ports, ids);
    if (ids.length > 0) log.info("audit.swept", { practiceId, entries: ids.length });
    if (failed.length > 0) log.warn("audit.not-sealed", { entries: failed.length });
  }
}
