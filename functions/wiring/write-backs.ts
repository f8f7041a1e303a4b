import { dynamoCorrections } from "#functions/adapters/dynamo/corrections.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import { dynamoThreads } from "#functions/adapters/dynamo/threads.ts";
import { environment } from "#functions/adapters/environment.ts";
import { connectedSecrets, connectionSecrets } from "#functions/adapters/secrets.ts";
import { appointmentWriteBacks } from "#functions/appointments/write-backs.ts";
import { correctionWriteBacks } from "#functions/corrections/write-back.ts";
import { connectNotes } from "#functions/ehr/connect-notes.ts";
import { messageWriteBacks } from "#functions/messaging/write-back.ts";
import { decisionWriteBacks } from "#functions/records/chart-notes.ts";
import { appointmentsOn } from "#functions/wiring/appointments.ts";
import { ehrConnections } from "#functions/wiring/ehr.ts";
import { ledger, type Worker } from "#functions/writeback/ledger.ts";
import type { WriteBackKinds } from "#ports/ledger.ts";
import type { Log } from "#ports/log.ts";
import { person } from "#ports/quota.ts";

/** The ledger on AWS for whoever works on rows of every kind, and may write all of them. */
export function everyWriteBack(table: Table, log: Log): Worker {
  const secrets = connectionSecrets(connectedSecrets(), environment("connectionSecrets"));
  const ports = {
    ...appointmentsOn(table, log),
    ehr: ehrConnections(secrets, { connect: connectNotes, table, log, caller: person }),
  };
  const kinds: WriteBackKinds = {
    ...appointmentWriteBacks(ports),
    ...correctionWriteBacks({ corrections: dynamoCorrections(table) }),
    ...messageWriteBacks({ threads: dynamoThreads(table) }),
    ...decisionWriteBacks,
  };
  return ledger({ ...ports, kinds, random: Math.random });
}
