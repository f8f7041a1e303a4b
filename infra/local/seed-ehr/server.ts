import * as z from "zod/mini";
import { systemClock } from "#functions/adapters/clock.ts";
import { PrivateKey } from "#functions/ehr/fhir/assertion.ts";
import { tokenSource } from "#functions/ehr/fhir/token.ts";
import { type ExternalEhr, externalConnection } from "#infra/local/ehr-connection.ts";
import { StartProblem } from "#infra/local/start-problem.ts";

/** A hundred records in one transaction take a small server its time. */
const requestMs = 60_000;

const Statement = z.object({
  resourceType: z.literal("CapabilityStatement"),
  fhirVersion: z.string(),
  rest: z.array(
    z.object({
      interaction: z._default(z.array(z.object({ code: z.string() })), []),
      resource: z.array(
        z.object({
          type: z.string(),
          interaction: z._default(z.array(z.object({ code: z.string() })), []),
        }),
      ),
    }),
  ),
});

interface Ask {
  readonly method: "GET" | "POST";
  /** After the base: "", "/metadata", "/Patient?name=x". */
  readonly path: string;
  readonly body?: unknown;
  readonly ifNoneExist?: string;
}

interface Reply {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: unknown;
}

/** A FHIR server that the practice is loaded into. */
export interface Server {
  readonly can: { readonly transaction: boolean; create(type: string): boolean };
  /** Rejects with a `StartProblem` when the server does not answer at all, or does not let us in. */
  ask(request: Ask): Promise<Reply>;
}

/** Opens the EHR that was named. Rejects with a `StartProblem` where nothing could be loaded into it. */
export async function openServer(ehr: ExternalEhr): Promise<Server> {
  const ask = asker(ehr);
  const reply = await ask({ method: "GET", path: "/metadata" });
  const statement = z.safeParse(Statement, reply.body);
  if (!statement.success)
    throw new StartProblem(
      `${ehr.baseUrl} is not a FHIR server: its /metadata is no CapabilityStatement. Is EHR_BASE_URL right?`,
    );
  const { fhirVersion, rest } = statement.data;
  if (!fhirVersion.startsWith("4."))
    throw new StartProblem(`${ehr.baseUrl} speaks FHIR ${fhirVersion}; the portal speaks R4.`);
  const says = (offered: readonly { code: string }[], wanted: string) =>
    offered.some(({ code }) => code === wanted);
  const creatable = rest
    .flatMap(({ resource }) => resource)
    .filter(({ interaction }) => says(interaction, "create"));
  return {
    can: {
      transaction: rest.some(({ interaction }) => says(interaction, "transaction")),
      create: (type) => creatable.some((one) => one.type === type),
    },
    ask,
  };
}

function asker(ehr: ExternalEhr): Server["ask"] {
  const { privateKey, ...rest } = externalConnection(ehr);
  const credentials = {
    ...rest,
    ...(privateKey && { privateKey: PrivateKey.parse(privateKey) }),
    scope: "system/*.read system/*.write",
  };
  const tokens = tokenSource({ credentials, fetch, clock: systemClock });
  const token = (signal: AbortSignal) =>
    tokens.token(signal).catch(() => {
      throw new StartProblem(
        `${ehr.baseUrl} gives us no token. Check EHR_CLIENT_ID, its key or secret, and EHR_TOKEN_URL.`,
      );
    });
  return async (request) => {
    const signal = AbortSignal.timeout(requestMs);
    const init = { ...initOf(request, await token(signal)), signal };
    const reply = await fetch(`${ehr.baseUrl}${request.path}`, init).catch(() => {
      throw new StartProblem(
        `The EHR at ${ehr.baseUrl} does not answer. Is it running, and is EHR_BASE_URL right?`,
      );
    });
    if (reply.status === 401 || reply.status === 403)
      throw new StartProblem(
        `The EHR at ${ehr.baseUrl} does not let us in (${reply.status}). Give EHR_CLIENT_ID and a key or a secret that may write records.`,
      );
    const body: unknown = await reply.json().catch(() => undefined);
    return { status: reply.status, location: reply.headers.get("location") ?? undefined, body };
  };
}

function initOf({ method, body, ifNoneExist }: Ask, token: string | undefined): RequestInit {
  return {
    method,
    headers: {
      accept: "application/fhir+json",
      // HAPI answers a repeated search from a cache unless told not to.
      "cache-control": "no-cache",
      ...(body === undefined ? {} : { "content-type": "application/fhir+json" }),
      ...(ifNoneExist && { "if-none-exist": ifNoneExist }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}
