import { newId, systemClock } from "#functions/adapters/clock.ts";
import { dynamoRecords } from "#functions/adapters/dynamo/records.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import { environment } from "#functions/adapters/environment.ts";
import { configuredPractices } from "#functions/adapters/practices.ts";
import { connectedQueue } from "#functions/adapters/queue.ts";
import { connectedSecrets, connectionSecrets } from "#functions/adapters/secrets.ts";
import { connectCharts } from "#functions/ehr/connect-charts.ts";
import { freshen } from "#functions/records/freshen.ts";
import type { RecordPorts } from "#functions/records/ports.ts";
import type { ReadPorts } from "#functions/records/read.ts";
import { releasedRecords } from "#functions/records/released-records.ts";
import { ehrConnections } from "#functions/wiring/ehr.ts";
import type { Log } from "#ports/log.ts";
import { type Caller, person } from "#ports/quota.ts";

/** The mirror of charts on AWS. */
export function recordsOn(table: Table, log: Log, caller: Caller = person): RecordPorts {
  const secrets = connectionSecrets(connectedSecrets(), environment("connectionSecrets"));
  return {
    records: dynamoRecords(table, newId),
    ehr: ehrConnections(secrets, { connect: connectCharts, table, log, caller }),
    clock: systemClock,
    log,
  };
}

/** The same for whoever reads charts. */
export function chartsOn(table: Table, log: Log): ReadPorts {
  const rereads = connectedQueue(environment("rereadQueueUrl"));
  const ports = { ...recordsOn(table, log), rereads };
  const practices = configuredPractices(environment("practices"));
  return {
    ...ports,
    released: releasedRecords(ports.records, ports.clock),
    freshen: freshen(ports, practices),
  };
}
