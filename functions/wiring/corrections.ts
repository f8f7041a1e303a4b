import { newId, systemClock } from "#functions/adapters/clock.ts";
import { dynamoBreaker } from "#functions/adapters/dynamo/breakers.ts";
import { dynamoCorrections } from "#functions/adapters/dynamo/corrections.ts";
import { dynamoMirror } from "#functions/adapters/dynamo/mirror.ts";
import { dynamoRecords } from "#functions/adapters/dynamo/records.ts";
import { dynamoRows } from "#functions/adapters/dynamo/rows.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import { environment } from "#functions/adapters/environment.ts";
import { connectedQueue } from "#functions/adapters/queue.ts";
import { connectedSecrets, connectionSecrets } from "#functions/adapters/secrets.ts";
import type { AskPorts } from "#functions/corrections/ask.ts";
import type { DeskPorts } from "#functions/corrections/desk.ts";
import { correctionWriteBacks } from "#functions/corrections/write-back.ts";
import { connectCorrections } from "#functions/ehr/connect-corrections.ts";
import { releasedRecords } from "#functions/records/released-records.ts";
import { ehrConnections } from "#functions/wiring/ehr.ts";
import { ledger } from "#functions/writeback/ledger.ts";
import type { Log } from "#ports/log.ts";
import { person } from "#ports/quota.ts";

/** Requests for corrections on AWS, and a ledger that commits them. */
export function correctionsOn(table: Table, log: Log): AskPorts & DeskPorts {
  const secrets = connectionSecrets(connectedSecrets(), environment("connectionSecrets"));
  const corrections = dynamoCorrections(table);
  const ports = {
    corrections,
    released: releasedRecords(dynamoRecords(table, newId), systemClock),
    patients: dynamoMirror(table).patients,
    rows: dynamoRows(table),
    breaker: dynamoBreaker(table, systemClock),
    doorbell: connectedQueue(environment("doorbellQueueUrl")),
    ehr: ehrConnections(secrets, { connect: connectCorrections, table, log, caller: person }),
    store: table,
    clock: systemClock,
    random: Math.random,
    newId,
    log,
  };
  return { ...ports, ledger: ledger({ ...ports, kinds: correctionWriteBacks({ corrections }) }) };
}
