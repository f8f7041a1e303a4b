import { dynamoExports } from "#functions/adapters/dynamo/exports.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import { environment } from "#functions/adapters/environment.ts";
import { connectedFiles } from "#functions/adapters/files.ts";
import { drawPdf } from "#functions/adapters/pdf.ts";
import { configuredPractices } from "#functions/adapters/practices.ts";
import { connectedSecrets, connectionSecrets } from "#functions/adapters/secrets.ts";
import type { MakePorts } from "#functions/exports/make.ts";
import { fillWhole } from "#functions/records/fill-whole.ts";
import { unpacked } from "#functions/records/pack.ts";
import { releasedRecords } from "#functions/records/released-records.ts";
import { recordsOn } from "#functions/wiring/records.ts";
import type { Log } from "#ports/log.ts";
import { background } from "#ports/quota.ts";

/** What makes files of charts, on AWS. Nobody waits at it: its calls stand behind those of people. */
export function exportsOn(table: Table, log: Log): MakePorts {
  const mirror = recordsOn(table, log, background);
  const practices = configuredPractices(environment("practices"));
  const secrets = connectionSecrets(connectedSecrets(), environment("connectionSecrets"));
  return {
    exports: dynamoExports(table),
    files: connectedFiles(environment("filesBucket")),
    released: releasedRecords(mirror.records, mirror.clock),
    practices,
    store: table,
    clock: mirror.clock,
    log,
    fill: (practice, patientId) => fillWhole(mirror, practice, { patientId }),
    unpacked,
    baseUrl: async (connectionId) => (await secrets.read(connectionId)).baseUrl,
    draw: drawPdf,
  };
}
