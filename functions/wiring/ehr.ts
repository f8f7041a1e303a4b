import { systemClock } from "#functions/adapters/clock.ts";
import { dynamoQuota } from "#functions/adapters/dynamo/quotas.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import type { ConnectionConfig, ConnectionDeps } from "#functions/ehr/connect.ts";
import type { Ehr } from "#ports/ehr.ts";
import { EhrUnavailable } from "#ports/ehr.ts";
import type { Log } from "#ports/log.ts";
import type { Caller } from "#ports/quota.ts";
import type { ConnectionSecret, ConnectionSecrets } from "#ports/secrets.ts";

interface Wiring<Connected extends Ehr> {
  /** With charts or without: what a function does not read it does not carry. */
  readonly connect: (config: ConnectionConfig, deps: ConnectionDeps) => Connected;
  readonly table: Table;
  readonly log: Log;
  /** On whose behalf these calls go out. */
  readonly caller: Caller;
}

/**
 * The EHR behind each connection, one connector kept per secret: it holds the access token and the server's
 * capability statement for its callers. A rotated secret makes a new one.
 */
export function ehrConnections<Connected extends Ehr>(
  secrets: ConnectionSecrets,
  given: Wiring<Connected>,
): (connectionId: string) => Promise<Connected> {
  const kept = new Map<string, { readonly secret: string; readonly ehr: Connected }>();
  return async (connectionId) => {
    const secret = await secrets.read(connectionId);
    const text = JSON.stringify(secret);
    const known = kept.get(connectionId);
    if (known?.secret === text) return known.ehr;
    const ehr = connected(connectionId, secret, given);
    kept.set(connectionId, { secret: text, ehr });
    return ehr;
  };
}

function connected<Connected extends Ehr>(
  connectionId: string,
  secret: ConnectionSecret,
  { connect, table, log, caller }: Wiring<Connected>,
): Connected {
  // Ops have not filled the secret in yet: the portal runs, and says that the EHR does not answer.
  if (secret.baseUrl === "") throw new EhrUnavailable("not-configured");
  const { requestsPerMinute: perMinute } = secret;
  const of = dynamoQuota(table, systemClock, { connectionId, perMinute });
  return connect(
    { connectionId, ...secret },
    { clock: systemClock, log: (code, fields) => log.warn(code, fields), quota: { of, caller } },
  );
}
