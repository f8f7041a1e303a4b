import { generateKeyPairSync } from "node:crypto";
import type { Api } from "#domain/api.ts";
import { routeKey } from "#domain/api.ts";
import { Problem } from "#domain/problem.ts";
import type { JurisdictionCode } from "#domain/release-law/law.ts";
import { answerChallenge } from "#functions/account/answer-challenge.ts";
import { readSession } from "#functions/account/read-session.ts";
import { signIn } from "#functions/account/sign-in.ts";
import { signOut } from "#functions/account/sign-out.ts";
import { welcome } from "#functions/account/welcome.ts";
import { dynamoEvents } from "#functions/adapters/dynamo/events.ts";
import { dynamoPhoneNumbers } from "#functions/adapters/dynamo/notices.ts";
import { dynamoTable, type Table } from "#functions/adapters/dynamo/table.ts";
import { memoryClient } from "#functions/adapters/dynamo/testing-memory.ts";
import { dynamoVitals } from "#functions/adapters/dynamo/vitals.ts";
import { eventOf } from "#functions/adapters/testing-kernel.ts";
import { twilioSignature } from "#functions/adapters/twilio-signature.ts";
import { health } from "#functions/ops/health.ts";
import { jwks } from "#functions/ops/jwks.ts";
import { openapi, routeTables } from "#functions/ops/openapi.ts";
import { hear } from "#functions/webhooks/hear.ts";
import { hearPhone } from "#functions/webhooks/hear-phone.ts";
import { verifySignature } from "#functions/webhooks/verify-signature.ts";
import type { Kernel } from "#http/kernel.ts";
import { lambda } from "#http/lambda.ts";
import type { Identity } from "#ports/identity.ts";
import type { ConnectionSecrets } from "#ports/secrets.ts";
import type { UseCases } from "#test/fixtures/portal.ts";
import { practice } from "#test/fixtures/practice.ts";
import { openQuickClinic } from "#test/fixtures/quick-clinic.ts";
import { Simulation } from "#test/fixtures/simulation.ts";
import { everyRoute, takesBody } from "#test/product/every-route.ts";
import { openTwoCharts } from "./authorization-charts.ts";
import { FACTOR_MISSING } from "./authorization-people.ts";

export const WEBHOOK_SECRET = "a secret between the EHR and us";
export const TWILIO_TOKEN = "0123456789abcdef0123456789abcdef";
export const TWILIO_URL = "https://portal.example.test/api/webhooks/twilio";

/** A request as somebody may send it. */
export interface Asked {
  readonly key: string;
  /** Goes into path, query or body as the route has it. */
  readonly input?: Readonly<Record<string, unknown>>;
  readonly cookies?: readonly string[];
  /** Over the usual ones; undefined takes one away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** The body as it stands, in place of JSON. */
  readonly text?: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** What came of it: the answer byte by byte, and all that was written. */
export interface Seen {
  readonly status: number;
  readonly code: string | undefined;
  /** Without the request's own id. */
  readonly text: string;
  readonly headers: string;
  readonly cookies: readonly string[];
  readonly written: readonly { readonly pk: string; readonly data: unknown }[];
}

/** What answers: the route tables, the use cases behind them and the kernel before them. */
export interface Served {
  readonly tables: Readonly<Record<string, Api>>;
  readonly useCases: UseCases;
  readonly kernel: Kernel;
}

const routes = new Map(everyRoute.map((any) => [any.key, any]));

/** Two practices with an EHR each, and every route of the product; what a request writes is undone after it. */
export async function openHouse(law?: JurisdictionCode) {
  const simulation = new Simulation(1);
  const client = memoryClient();
  const table = dynamoTable({ client, name: "portal" });
  const there = openQuickClinic(simulation, { people: 6 });
  const other = { ...practice, id: "other", name: "Hillside Clinic", connectionId: "other" };
  const lawful = law ? { ...other, jurisdiction: law } : other;
  const here = openQuickClinic(simulation, {
    people: 5,
    table: () => table,
    others: { practices: [lawful], ehr: await there.ports.ehr() },
  });
  const kernel: Kernel = {
    ...here.kernel,
    verifySignature: verifySignature({
      secrets,
      twilio: twilioSignature(async () => TWILIO_SECRET, "arn", TWILIO_URL),
    }),
  };
  const records = openTwoCharts(kernel, table, here.ports);
  const useCases = {
    ...here.useCases,
    ...otherUseCases(kernel, table),
    ...records.useCases,
  };
  const served: Served = { tables: routeTables, useCases, kernel };
  const charts = [here.chart.database, there.chart.database];
  let began = 0;
  const back = (ehrToo: boolean) => {
    client.items.rewind();
    simulation.pass(began - simulation.date().getTime());
    if (ehrToo) for (const chart of charts) chart.rewind();
  };
  return {
    ...here,
    kernel,
    served,
    charted: records.charted,
    /** Everything is undone to here from now on. */
    mark() {
      began = simulation.date().getTime();
      client.items.mark();
      for (const chart of charts) {
        chart.exec("COMMIT");
        chart.mark();
      }
    },
    back: () => back(true),
    /** Who asks: of this product, or of one that is a little different. */
    asking(different: Partial<Served> = {}, keep = false) {
      const handlers = handlersOf({ ...served, ...different });
      return async (asked: Asked): Promise<Seen> => {
        const event = eventFor(asked);
        const handler = handlers.get(asked.key);
        if (!handler) throw new Error(`Nothing serves ${asked.key}.`);
        const reply = await handler(event, context);
        const written = client.items.written().map(({ pk, data }) => ({
          pk: pk?.S ?? "",
          data: data?.S === undefined ? undefined : JSON.parse(data.S),
        }));
        if (!keep) back(!asked.key.startsWith("GET") && (reply.statusCode ?? 500) < 400);
        return seenIn(reply, { requestId: event.requestContext.requestId, written });
      };
    },
  };
}

export type House = Awaited<ReturnType<typeof openHouse>>;

const context = { getRemainingTimeInMillis: () => 10_000 } as Parameters<
  ReturnType<typeof lambda>
>[1];

const handlersOf = ({ tables, useCases, kernel }: Served) =>
  new Map(
    Object.entries(tables).flatMap(([name, api]) => {
      const handler = lambda(api, (useCases[name] ?? {}) as never, kernel);
      return Object.values(api).map((route) => [routeKey(route), handler] as const);
    }),
  );

let requests = 0;

function eventFor({ key, input = {}, cookies = [], headers, text, query }: Asked) {
  const any = routes.get(key);
  if (!any) throw new Error(`There is no route ${key}.`);
  const names = [...any.route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const inPath = Object.entries(input).filter(([name]) => names.includes(name));
  const rest = Object.entries(input).filter(([name]) => !names.includes(name));
  const asText = rest.map(([name, value]) => [name, String(value)]);
  requests += 1;
  const event = eventOf({
    route: key,
    requestId: `request-${String(requests).padStart(9, "0")}`,
    path: Object.fromEntries(inPath.map(([name, value]) => [name, String(value)])),
    query: { ...(takesBody(any) ? {} : Object.fromEntries(asText)), ...query },
    ...(takesBody(any) ? { body: text ?? Object.fromEntries(rest) } : {}),
    headers: { "x-origin-secret": "edge", ...headers },
  });
  return { ...event, cookies: [...cookies] };
}

type Reply = Awaited<ReturnType<ReturnType<typeof lambda>>>;

function seenIn(reply: Reply, more: { requestId: string; written: Seen["written"] }): Seen {
  const { statusCode: status = 0, headers = {}, cookies = [], body = "" } = reply;
  const json = String(headers["content-type"]).includes("json") && body !== "";
  const text = body.replaceAll(more.requestId, "");
  return {
    status,
    code: json ? JSON.parse(body).code : undefined,
    text,
    headers: JSON.stringify(headers),
    cookies,
    written: more.written,
  };
}

const privateKey = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey.export({
  format: "jwk",
});
const secrets: ConnectionSecrets = {
  read: async (id) => ({
    baseUrl: "",
    webhookSecret: id === "demo" ? WEBHOOK_SECRET : "",
    privateKey: { ...privateKey, kty: "EC" },
  }),
  ids: () => ["demo", "other"],
};
const TWILIO_SECRET = JSON.stringify({ accountSid: "AC1", authToken: TWILIO_TOKEN });

/** Knows nobody, but for one of the staff who has no second factor yet. */
const identity: Identity = {
  async signIn(_pool, { username }) {
    if (!username.startsWith("no-factor")) throw new Problem("session.refused");
    return { kind: "challenge", name: "MFA_SETUP", session: FACTOR_MISSING, secret: "x" };
  },
  async answer() {
    throw new Problem("session.challenge-refused");
  },
};

function otherUseCases(kernel: Kernel, table: Table): UseCases {
  const ports = { ...kernel, identity };
  const rereads = { send: async () => undefined };
  return {
    account: {
      signIn: { run: signIn(ports) },
      answerChallenge: { run: answerChallenge(ports) },
      session: { run: readSession },
      signOut: { run: signOut(ports) },
      welcome: { run: welcome({ demo: undefined }) },
    },
    webhooks: {
      ehr: { run: hear({ events: dynamoEvents(table), rereads }) },
      twilio: { run: hearPhone({ numbers: dynamoPhoneNumbers(table) }) },
    },
    ops: {
      health: { run: health({ ...kernel, vitals: dynamoVitals(table) }) },
      openapi: { run: openapi() },
      jwks: { run: jwks({ secrets, log: kernel.log }) },
    },
  };
}
