import * as z from "zod/mini";
import { Id } from "#domain/identifiers.ts";
import { PrivateKey } from "#functions/ehr/fhir/assertion.ts";
import { type FhirConnection, fhirEhr, partsOf } from "#functions/ehr/fhir/connector.ts";
import type { Log } from "#functions/ehr/fhir/transport.ts";
import { turnsIn } from "#functions/ehr/fhir/turns.ts";
import type { NoteWriter } from "#functions/ehr/fhir/writes.ts";
import type { Clock } from "#ports/clock.ts";
import type { Ehr } from "#ports/ehr.ts";
import type { Caller, Quota } from "#ports/quota.ts";

const WebAddress = z.url({ protocol: /^https?$/ });

/** How to reach one EHR, as its secret holds it. Without any credential the server is asked unauthenticated. */
export const ConnectionConfig = z.object({
  connectionId: Id,
  vendor: z._default(z.literal("fhir"), "fhir"),
  baseUrl: WebAddress,
  /** Absent with a client id: discovered at `/.well-known/smart-configuration`. */
  tokenUrl: z.optional(WebAddress),
  clientId: z.optional(z.string()),
  clientSecret: z.optional(z.string()),
  privateKey: z.optional(PrivateKey),
  scope: z.optional(z.string()),
  webhookSecret: z.optional(z.string()),
  /** How long this server's searches may lag behind its writes. */
  searchLagSeconds: z.optional(z.number().check(z.minimum(0), z.maximum(3600))),
  /** Calls this EHR takes in a minute, a little below what its vendor names; fewer than 30 carry no booking. */
  requestsPerMinute: z.optional(z.number().check(z.minimum(30))),
});
/** As written by hand; what is parsed from it has its defaults. */
export type ConnectionConfig = z.input<typeof ConnectionConfig>;

export interface ConnectionDeps {
  readonly fetch?: typeof fetch;
  readonly clock: Clock;
  /** Ids and codes only: no address with a query and no body ever comes here. */
  readonly log?: Log;
  /** How many calls may go out, and on whose behalf. Absent: as many as there are. */
  readonly quota?: { readonly of: Quota; readonly caller: Caller };
  /** How what people say in words is written; absent where nobody asks for it, and its weight is not carried. */
  readonly notes?: NoteWriter | undefined;
}

/** The EHR behind a connection. Keep it: it holds the token and the server's statement for its callers. */
export function connect(config: ConnectionConfig, deps: ConnectionDeps): Ehr {
  const connection = fhirConnection(config, deps);
  return fhirEhr(connection, partsOf(connection));
}

/** What was written by hand, checked, with its defaults. */
export function fhirConnection(config: ConnectionConfig, deps: ConnectionDeps): FhirConnection {
  const { connectionId, ...rest } = z.parse(ConnectionConfig, config);
  return {
    connectionId,
    credentials: rest,
    searchLagSeconds: rest.searchLagSeconds,
    fetch: deps.fetch ?? fetch,
    clock: deps.clock,
    notes: deps.notes,
    turns: deps.quota && turnsIn(deps.quota.of, deps.quota.caller),
    log: (code, fields) => deps.log?.(code, { connectionId, ...fields }),
  };
}
