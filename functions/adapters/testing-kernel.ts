import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { addSeconds } from "#domain/time.ts";
import { newId } from "#functions/adapters/clock.ts";
import { dynamoAccounts } from "#functions/adapters/dynamo/accounts.ts";
import { dynamoAudits } from "#functions/adapters/dynamo/audits.ts";
import { dynamoKeys } from "#functions/adapters/dynamo/keys.ts";
import { dynamoLimits } from "#functions/adapters/dynamo/limits.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import { configuredPractices } from "#functions/adapters/practices.ts";
import type { Kernel } from "#http/kernel.ts";
import type { Reply } from "#http/reply.ts";
import { hashSecret, IDLE_SECONDS, newSecret, SESSION_SECONDS } from "#http/session.ts";
import type { Account } from "#ports/accounts.ts";

/** For tests: the kernel on a table of the emulator, with a clock that stands until it is moved. */
export const originSecret = "an-origin-secret-of-the-edge";
export const olderOriginSecret = "the-origin-secret-before-it";

export const practice = {
  id: "demo",
  name: "Lakeside Family Health",
  phone: "(312) 555-0142",
  timeZone: "America/Chicago",
  connectionId: "demo",
  noticeHours: 24,
};

export function testKernel(table: Table) {
  let now = "2026-11-20T15:00:00.000Z";
  const errors: unknown[] = [];
  const kernel: Kernel = {
    accounts: dynamoAccounts(table),
    store: table,
    keys: dynamoKeys(table),
    audits: dynamoAudits(table),
    limits: dynamoLimits(table, () => Date.parse(now)),
    practices: configuredPractices([practice, { ...practice, id: "other", connectionId: "other" }]),
    clock: () => now,
    newId,
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (_code, error) => errors.push(error),
    },
    originSecrets: [originSecret, olderOriginSecret],
  };
  return {
    kernel,
    table,
    errors,
    skip: (seconds: number) => {
      now = addSeconds(now, seconds);
    },
    signIn: (about: Partial<Account> = {}) => signIn(kernel, about),
    audits: (practiceId = "demo") => unsealedEntries(table, practiceId),
  };
}

export type TestKernel = ReturnType<typeof testKernel>;

export const accountOf = (about: Partial<Account> = {}): Account => ({
  id: "acc_ada",
  kind: "patient",
  email: "ada@example.test",
  name: "Ada Example",
  firstName: "Ada",
  practiceId: "demo",
  patientId: "pat-ada",
  proxies: [],
  permissions: [],
  active: true,
  epoch: 0,
  ...about,
});

/** Saves an account and opens a session for it; answers the cookie. */
async function signIn({ accounts, clock }: Kernel, about: Partial<Account>): Promise<string> {
  const account = accountOf(about);
  const secret = newSecret();
  await accounts.save(account);
  await accounts.openSession({
    accountId: account.id,
    secretHash: hashSecret(secret),
    epoch: account.epoch,
    createdAt: clock(),
    idleUntil: addSeconds(clock(), IDLE_SECONDS),
    expiresAt: addSeconds(clock(), SESSION_SECONDS),
  });
  return `__Host-session=${account.id}.${secret}`;
}

async function unsealedEntries(table: Table, practiceId: string) {
  const { items } = await table.query({ pk: `UNSEALED#${practiceId}`, index: "gsi1" });
  return items.map(({ data }) => data);
}

export interface Call {
  readonly route: string;
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  /** Sent as JSON, but for a text, which is sent as it is. */
  readonly body?: unknown;
  readonly cookie?: string | undefined;
  /** Over the usual ones; undefined takes one away. */
  readonly headers?: Record<string, string | undefined>;
  readonly requestId?: string;
  readonly address?: string;
}

let requests = 0;

/** The event as an HTTP API sends it. */
export function eventOf(call: Call): APIGatewayProxyEventV2 {
  const [method = "GET"] = call.route.split(" ");
  requests += 1;
  const body = typeof call.body === "string" ? call.body : JSON.stringify(call.body);
  const usual = {
    host: "portal.example.test",
    origin: "https://portal.example.test",
    "x-origin-secret": originSecret,
    "x-forwarded-for": `${call.address ?? "203.0.113.7"}, 130.176.0.1`,
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
  const headers = Object.entries({ ...usual, ...call.headers }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    version: "2.0",
    routeKey: call.route,
    rawPath: "/",
    rawQueryString: "",
    headers: Object.fromEntries(headers),
    isBase64Encoded: false,
    requestContext: {
      accountId: "0",
      apiId: "api",
      domainName: "",
      domainPrefix: "",
      http: { method, path: "/", protocol: "HTTP/1.1", sourceIp: "130.176.0.1", userAgent: "" },
      requestId: call.requestId ?? `request-${requests}`,
      routeKey: call.route,
      stage: "$default",
      time: "",
      timeEpoch: 0,
    },
    ...(call.path ? { pathParameters: call.path } : {}),
    ...(call.query ? { queryStringParameters: call.query } : {}),
    ...(body === undefined ? {} : { body }),
    ...(call.cookie ? { cookies: [call.cookie] } : {}),
  };
}

type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<Reply>;

const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: "test",
  functionVersion: "1",
  invokedFunctionArn: "",
  memoryLimitInMB: "512",
  awsRequestId: "",
  logGroupName: "",
  logStreamName: "",
  getRemainingTimeInMillis: () => 10_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

/** Sends one request; the body comes back parsed. */
export const caller = (handler: Handler) => async (call: Call) => {
  const {
    statusCode = 0,
    body,
    headers = {},
    cookies = [],
  } = await handler(eventOf(call), context);
  const parsed: Record<string, unknown> = body ? JSON.parse(body) : {};
  return { status: statusCode, body: parsed, code: parsed["code"], headers, cookies };
};
