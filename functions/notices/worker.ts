import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { newId, systemClock } from "#functions/adapters/clock.ts";
import { dynamoAccounts } from "#functions/adapters/dynamo/accounts.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { dynamoMirror } from "#functions/adapters/dynamo/mirror.ts";
import { dynamoNews } from "#functions/adapters/dynamo/news.ts";
import {
  dynamoNotices,
  dynamoPhoneNumbers,
  dynamoSignIns,
} from "#functions/adapters/dynamo/notices.ts";
import { dynamoRecords } from "#functions/adapters/dynamo/records.ts";
import { dynamoThreads } from "#functions/adapters/dynamo/threads.ts";
import { dynamoVisits } from "#functions/adapters/dynamo/visits.ts";
import { connectedEmail } from "#functions/adapters/email.ts";
import { environment } from "#functions/adapters/environment.ts";
import { structuredLog } from "#functions/adapters/log.ts";
import { configuredPractices } from "#functions/adapters/practices.ts";
import { connectedSecrets, connectionSecrets } from "#functions/adapters/secrets.ts";
import { twilioSms } from "#functions/adapters/sms.ts";
import { connect } from "#functions/ehr/connect.ts";
import { judgeNews } from "#functions/records/news.ts";
import { ehrConnections } from "#functions/wiring/ehr.ts";
import type { NoticeRef } from "#ports/notices.ts";
import { background } from "#ports/quota.ts";
import { announceNews } from "./announce-news.ts";
import { deliver } from "./deliver.ts";
import type { NoticePorts } from "./ports.ts";
import { recipients } from "./recipients.ts";

/** Notices of one practice looked at in one sweep. */
const SWEPT_AT_ONCE = 100;
const AT_ONCE = 5;
/** No notice is begun later than this in an invocation, whose end would leave it unsure. */
const BEGIN_WITHIN_MS = 35_000;

const log = structuredLog("notices-worker");
const table = connectedTable();
const practices = configuredPractices(environment("practices"));
const readSecret = connectedSecrets();
const ports: NoticePorts = {
  notices: dynamoNotices(table),
  numbers: dynamoPhoneNumbers(table),
  recipients: recipients({
    accounts: dynamoAccounts(table),
    mirror: dynamoMirror(table),
    practices,
    signIns: dynamoSignIns(table),
    ehr: ehrConnections(connectionSecrets(readSecret, environment("connectionSecrets")), {
      connect,
      table,
      log,
      caller: background,
    }),
  }),
  visits: dynamoVisits(table, (id) => practices.byId(id)?.timeZone ?? "UTC"),
  threads: dynamoThreads(table),
  news: dynamoNews(table),
  judgeNews: judgeNews(dynamoRecords(table, newId)),
  practices,
  store: table,
  sms: twilioSms(readSecret, environment("twilioSecretArn")),
  email: connectedEmail(environment("noticeFromEmail")),
  portal: environment("portalAddress"),
  clock: systemClock,
  newId,
  log,
};

/**
 * Told by the table's stream of each new notice; every minute it looks for those whose time has come since, and for what
 * is new in charts.
 */
export async function handler(event: Partial<DynamoDBStreamEvent>): Promise<DynamoDBBatchResponse> {
  const began = Date.now();
  const told = event.Records?.flatMap(({ dynamodb }) => refOf(dynamodb?.Keys));
  if (!told) await Promise.all(practices.all().map((one) => announceNews(ports, one)));
  await deliverAll(told ?? (await due()), began);
  // A notice that could not be sent is swept; the stream never waits for it.
  return { batchItemFailures: [] };
}

function refOf(keys: Readonly<Record<string, { S?: string }>> | undefined): NoticeRef[] {
  const [kind, practiceId, patientId] = keys?.["pk"]?.S?.split("#") ?? [];
  const [, key] = keys?.["sk"]?.S?.split("#") ?? [];
  return kind === "PATIENT" && practiceId && patientId && key
    ? [{ practiceId, patientId, key }]
    : [];
}

async function due(): Promise<NoticeRef[]> {
  const found = await Promise.all(
    practices.all().map(({ id }) => ports.notices.due(id, systemClock(), SWEPT_AT_ONCE)),
  );
  return found.flat();
}

async function deliverAll(refs: readonly NoticeRef[], began: number): Promise<void> {
  const waiting = [...refs];
  const next = async (): Promise<void> => {
    for (let ref = waiting.shift(); ref; ref = waiting.shift()) {
      if (Date.now() - began > BEGIN_WITHIN_MS) return;
      const { key } = ref;
      await deliver(ports, ref).catch((error: unknown) =>
        log.error("notices.failed", error, { key }),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}
