import { releaseDeskApi } from "#domain/release-desk.ts";
import { newId } from "#functions/adapters/clock.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { dynamoHolds } from "#functions/adapters/dynamo/holds.ts";
import { dynamoMirror } from "#functions/adapters/dynamo/mirror.ts";
import { dynamoRecords } from "#functions/adapters/dynamo/records.ts";
import { dynamoRows } from "#functions/adapters/dynamo/rows.ts";
import { environment } from "#functions/adapters/environment.ts";
import { kernelOn } from "#functions/adapters/kernel.ts";
import { connectedQueue } from "#functions/adapters/queue.ts";
import { connectedSecrets, connectionSecrets } from "#functions/adapters/secrets.ts";
import { patientsNamed } from "#functions/appointments/patients-named.ts";
import { connect } from "#functions/ehr/connect.ts";
import { decisions } from "#functions/records/decide.ts";
import { desk } from "#functions/records/desk.ts";
import { freshenLater } from "#functions/records/freshen-later.ts";
import { holdReport } from "#functions/records/hold-report.ts";
import { wholeResult } from "#functions/results/read.ts";
import { ehrConnections } from "#functions/wiring/ehr.ts";
import { writeQueue } from "#functions/writeback/queue.ts";
import { lambda } from "#http/lambda.ts";
import { person } from "#ports/quota.ts";

const table = connectedTable();
const kernel = kernelOn(table, "release");
const { log, clock } = kernel;
const records = dynamoRecords(table, newId);
const secrets = connectionSecrets(connectedSecrets(), environment("connectionSecrets"));
const ehr = ehrConnections(secrets, { connect, table, log, caller: person });
const rereads = connectedQueue(environment("rereadQueueUrl"));
const doorbell = connectedQueue(environment("doorbellQueueUrl"));
const rows = dynamoRows(table);
const ports = {
  records,
  store: table,
  rows,
  ehr,
  writes: writeQueue({ rows, doorbell, clock, log }),
  holds: dynamoHolds(table),
  freshen: freshenLater({ records, rereads, clock }),
  patientsNamed: patientsNamed.bind(null, { mirror: dynamoMirror(table), ehr }),
  whole: wholeResult,
};

export const handler = lambda(
  releaseDeskApi,
  { ...desk(ports), ...decisions(ports), holds: holdReport(ports) },
  kernel,
);
