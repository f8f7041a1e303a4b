import { newId, systemClock } from "#functions/adapters/clock.ts";
import { dynamoBreaker } from "#functions/adapters/dynamo/breakers.ts";
import { dynamoMirror } from "#functions/adapters/dynamo/mirror.ts";
import { dynamoRecords } from "#functions/adapters/dynamo/records.ts";
import { dynamoRows } from "#functions/adapters/dynamo/rows.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import { environment } from "#functions/adapters/environment.ts";
import { connectedQueue } from "#functions/adapters/queue.ts";
import { connectedSecrets, connectionSecrets } from "#functions/adapters/secrets.ts";
import { patientsNamed } from "#functions/appointments/patients-named.ts";
import { connectNotes } from "#functions/ehr/connect-notes.ts";
import { releasedRecords } from "#functions/records/released-records.ts";
import { ehrConnections } from "#functions/wiring/ehr.ts";
import { ledger } from "#functions/writeback/ledger.ts";
import type { Ledger, WriteBackKinds } from "#ports/ledger.ts";
import type { Log } from "#ports/log.ts";
import { person } from "#ports/quota.ts";

/** What everything written in words needs on AWS: what it may be about, whose it is, and a ledger that commits its kind. */
export function notesOn(table: Table, log: Log) {
  const secrets = connectionSecrets(connectedSecrets(), environment("connectionSecrets"));
  const ehr = ehrConnections(secrets, { connect: connectNotes, table, log, caller: person });
  const ports = {
    released: releasedRecords(dynamoRecords(table, newId), systemClock),
    patientsNamed: patientsNamed.bind(null, { mirror: dynamoMirror(table), ehr }),
    rows: dynamoRows(table),
    breaker: dynamoBreaker(table, systemClock),
    doorbell: connectedQueue(environment("doorbellQueueUrl")),
    ehr,
    store: table,
    clock: systemClock,
    random: Math.random,
    newId,
    log,
  };
  const ledgerOf = (kinds: Partial<WriteBackKinds>): Ledger => ledger({ ...ports, kinds });
  return { ...ports, ledgerOf };
}
