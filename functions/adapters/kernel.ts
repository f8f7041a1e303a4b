import { newId, systemClock } from "#functions/adapters/clock.ts";
import { dynamoAccounts } from "#functions/adapters/dynamo/accounts.ts";
import { dynamoAudits } from "#functions/adapters/dynamo/audits.ts";
import { dynamoKeys } from "#functions/adapters/dynamo/keys.ts";
import { dynamoLimits } from "#functions/adapters/dynamo/limits.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import { environment } from "#functions/adapters/environment.ts";
import { structuredLog } from "#functions/adapters/log.ts";
import { configuredPractices } from "#functions/adapters/practices.ts";
import type { Kernel } from "#http/kernel.ts";

/** The kernel on AWS: every handler's first line. */
export const kernelOn = (table: Table, serviceName: string): Kernel => ({
  accounts: dynamoAccounts(table),
  store: table,
  keys: dynamoKeys(table),
  audits: dynamoAudits(table),
  limits: dynamoLimits(table),
  practices: configuredPractices(environment("practices")),
  clock: systemClock,
  newId,
  log: structuredLog(serviceName),
  originSecrets: environment("originSecrets"),
});
