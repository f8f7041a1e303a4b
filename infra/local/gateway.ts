import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import {
  type AwsAnswer,
  AwsRefusal,
  type AwsService,
  type Caller,
  unknownOperation,
} from "./aws-service.ts";

interface GatewayDeps {
  /** Which function signs with this access key. */
  callerOf(accessKey: string): Caller | undefined;
  /** By the name a service has in a signature's scope, such as `dynamodb`. */
  services: Record<string, AwsService>;
  /** Public keys of a user pool, or nothing. */
  jwks(poolId: string): unknown;
}

/** One loopback endpoint that stands for AWS: `AWS_ENDPOINT_URL` of every function. */
export interface Gateway {
  origin: string;
  /** From here on calls are answered; before, they wait for nothing and are refused. */
  serve(deps: GatewayDeps): void;
  close(): Promise<void>;
}

export async function openGateway(): Promise<Gateway> {
  let deps: GatewayDeps | undefined;
  const server = createServer((request, response) => {
    void respond(deps, request, response);
  });
  server.keepAliveTimeout = 65_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: originOf(server),
    serve: (served) => {
      deps = served;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** `http://127.0.0.1:<port>` of a listening server. */
export function originOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

async function respond(
  deps: GatewayDeps | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (!deps) {
      throw new AwsRefusal("ServiceUnavailable", "The local runner is starting.", { status: 503 });
    }
    const answer = isForKeys(request) ? publicKeys(deps, request) : await answerCall(deps, request);
    write(response, answer);
  } catch (error) {
    write(response, refusalAnswer(error));
  }
}

/** The only thing anybody may read here without signing for it. */
const isForKeys = ({ method, url = "", headers }: IncomingMessage): boolean =>
  method === "GET" && !headers.authorization && !/[?&]X-Amz-Credential=/.test(url);

function publicKeys(deps: GatewayDeps, request: IncomingMessage): AwsAnswer {
  const [, pool] = /^\/([^/]+)\/\.well-known\/jwks\.json$/.exec(request.url ?? "") ?? [];
  const keys = pool && deps.jwks(pool);
  return typeof keys === "object" && keys !== null
    ? { status: 200, headers: { "content-type": "application/json" }, body: keys }
    : { status: 404, body: { message: "Not Found" } };
}

async function answerCall(deps: GatewayDeps, request: IncomingMessage): Promise<AwsAnswer> {
  const body = await buffer(request);
  const call = { ...signedBy(request), ...targetOf(request) };
  const caller = deps.callerOf(call.accessKey);
  if (!caller && !call.anonymous) {
    throw new AwsRefusal(
      "UnrecognizedClientException",
      "The access key belongs to no function of this stack.",
    );
  }
  const answer = deps.services[call.anonymous ? "cognito-idp" : call.service];
  if (!answer) {
    throw unknownOperation(call.service, call.operation);
  }
  return answer({
    caller: caller ?? { name: "anonymous", role: "" },
    operation: call.operation,
    method: request.method ?? "",
    url: new URL(request.url ?? "/", `http://${request.headers.host}`),
    input: call.service === "s3" ? {} : parseInput(body),
    body,
    headers: request.headers,
  });
}

/**
 * Who signed, and for which service. The signature itself is not checked here: nobody else reaches this port. An
 * address that was signed is given away, so S3 checks it.
 */
function signedBy({ headers, url = "" }: IncomingMessage): { accessKey: string; service: string } {
  const signed = headers.authorization ?? decodeURIComponent(url);
  const [, accessKey = "", service = "unknown service"] =
    /Credential=([^/]+)\/[^/]+\/[^/]+\/([^/]+)\//.exec(signed) ?? [];
  return { accessKey, service };
}

/** Some of Cognito's calls need no signature: they carry a token instead. The target names the service all the same. */
function targetOf({ headers, url = "" }: IncomingMessage) {
  const target = String(headers["x-amz-target"] ?? "");
  return {
    operation: target.split(".")[1] ?? url,
    anonymous: target.startsWith("AWSCognito"),
  };
}

function parseInput(body: Buffer): Record<string, unknown> {
  try {
    const input: unknown = JSON.parse(body.toString() || "{}");
    return typeof input === "object" && input !== null ? { ...input } : {};
  } catch {
    throw new AwsRefusal("SerializationException", "The call's body is not JSON.");
  }
}

function refusalAnswer(error: unknown): AwsAnswer {
  const refusal =
    error instanceof AwsRefusal
      ? error
      : new AwsRefusal("InternalServerError", String(error), { status: 500 });
  return {
    status: refusal.status,
    headers: { "x-amzn-errortype": refusal.type },
    body: { __type: refusal.type, message: refusal.message, ...refusal.details },
  };
}

function write(response: ServerResponse, { status, headers, body }: AwsAnswer): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.0", ...headers });
  response.end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
}
