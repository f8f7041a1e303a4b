import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod/mini";
import { defaultProvider } from "./credentials.ts";
import { environment } from "./environment.ts";
import { authorization } from "./sigv4.ts";

/** A service that takes an operation's input as JSON and answers in JSON. */
export interface JsonService {
  /** In its address and in a signature's scope. */
  readonly name: string;
  /** Before an operation's name. */
  readonly target: string;
  readonly version: "1.0" | "1.1";
}

export const sqs: JsonService = { name: "sqs", target: "AmazonSQS", version: "1.0" };
export const secretsManager: JsonService = {
  name: "secretsmanager",
  target: "secretsmanager",
  version: "1.1",
};

/** One call, tried again where that may help. Rejects with an `AwsRefusal`, or with what became of the last try. */
export type AwsCall = (operation: string, input: object) => Promise<unknown>;

export interface Place {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: ReturnType<typeof defaultProvider>;
}

/** The service said no. Its message is left out: it may repeat the input. */
class AwsRefusal extends Error {
  readonly status: number;
  constructor(name: string, status: number) {
    super("An AWS service refused a call.");
    this.name = name;
    this.status = status;
  }
}

const TRIES = 3;
const TRY_MS = 2_000;
const BUSY = /Throttl|TooManyRequests|LimitExceeded|RequestTimeout|Internal(Service)?Error/;

/** The service in this function's own region, called in its role's name. */
export const connectedService = (service: JsonService): AwsCall => {
  const region = environment("awsRegion");
  const endpoint =
    environment("awsEndpointUrl") ?? `https://${service.name}.${region}.amazonaws.com`;
  return awsJson(service, { endpoint, region, credentials: defaultProvider() });
};

/** Why not the SDK's client: docs/decisions/014. */
export const awsJson =
  (service: JsonService, place: Place): AwsCall =>
  async (operation, input) => {
    const body = JSON.stringify(input);
    for (let tries = 1; ; tries++) {
      try {
        return await once(service, place, { operation, body });
      } catch (error) {
        if (tries === TRIES || !mayPass(error)) throw error;
      }
      await sleep(Math.random() * 50 * 2 ** tries);
    }
  };

async function once(
  service: JsonService,
  { endpoint, region, credentials }: Place,
  { operation, body }: { operation: string; body: string },
): Promise<unknown> {
  const { sessionToken, ...keys } = await credentials();
  const unsigned = {
    host: new URL(endpoint).host,
    "content-type": `application/x-amz-json-${service.version}`,
    "x-amz-date": new Date().toISOString().replace(/[:-]|\.\d+/g, ""),
    "x-amz-target": `${service.target}.${operation}`,
    ...(sessionToken ? { "x-amz-security-token": sessionToken } : {}),
  };
  const by = { ...keys, region, service: service.name };
  const signed = authorization({ headers: unsigned, body }, by);
  const { host: _, ...headers } = unsigned;
  const reply = await fetch(endpoint, {
    method: "POST",
    body,
    headers: { ...headers, authorization: signed },
    signal: AbortSignal.timeout(TRY_MS),
    redirect: "error",
  });
  const answer: unknown = await reply.json().catch(() => undefined);
  if (reply.ok && answer !== undefined) return answer;
  throw new AwsRefusal(reply.ok ? "UnreadableAnswer" : nameIn(answer), reply.status);
}

const Refused = z.object({ __type: z.string() });

/** `com.amazonaws.sqs#QueueDoesNotExist` is a QueueDoesNotExist. */
function nameIn(answer: unknown): string {
  const refused = Refused.safeParse(answer);
  return refused.data?.__type.split("#").at(-1) ?? "UnknownError";
}

/** No answer at all, a service in trouble, or one that wants less. */
const mayPass = (error: unknown): boolean =>
  !(error instanceof AwsRefusal) ||
  error.status >= 500 ||
  error.status === 429 ||
  BUSY.test(error.name);
