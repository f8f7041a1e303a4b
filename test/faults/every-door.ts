import { createHmac } from "node:crypto";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { accountApi } from "#domain/account.ts";
import type { Api } from "#domain/api.ts";
import { opsApi, webhooksApi } from "#domain/ops.ts";
import { Problem } from "#domain/problem.ts";
import { answerChallenge } from "#functions/account/answer-challenge.ts";
import { readSession } from "#functions/account/read-session.ts";
import { signIn } from "#functions/account/sign-in.ts";
import { signOut } from "#functions/account/sign-out.ts";
import { welcome } from "#functions/account/welcome.ts";
import { dynamoEvents } from "#functions/adapters/dynamo/events.ts";
import { dynamoPhoneNumbers } from "#functions/adapters/dynamo/notices.ts";
import { dynamoVitals } from "#functions/adapters/dynamo/vitals.ts";
import { twilioSignature } from "#functions/adapters/twilio-signature.ts";
import { health } from "#functions/ops/health.ts";
import { jwks } from "#functions/ops/jwks.ts";
import { openapi } from "#functions/ops/openapi.ts";
import { hear } from "#functions/webhooks/hear.ts";
import { hearPhone } from "#functions/webhooks/hear-phone.ts";
import { verifySignature } from "#functions/webhooks/verify-signature.ts";
import { lambda } from "#http/lambda.ts";
import type { Reply } from "#http/reply.ts";
import type { Identity } from "#ports/identity.ts";
import type { ConnectionSecrets } from "#ports/secrets.ts";
import type { QuickClinic } from "#test/fixtures/quick-clinic.ts";
import type { AnyRoute } from "#test/product/every-route.ts";

/** The password of everybody in these runs, and the code of their second step. */
export const PASSWORD = "the-right-password-of-everybody";
export const CODE = "246810";
const WEBHOOK_SECRET = "the EHR and we";
const TWILIO = { accountSid: "AC1", authToken: "the token" };
const TWILIO_URL = "https://portal.test/api/webhooks/twilio";

/** One person can sign in here, by their pool's name for them. */
export const NEWCOMER = { sub: "newcomer", email: "newcomer@example.test" } as const;
const verified = { kind: "verified", sub: NEWCOMER.sub } as const;

const identity: Identity = {
  async signIn(_pool, { username, password }) {
    if (username !== NEWCOMER.email || password !== PASSWORD) throw new Problem("session.refused");
    return verified;
  },
  async answer(_pool, username, { code }) {
    if (username !== NEWCOMER.sub || code !== CODE) throw new Problem("session.challenge-refused");
    return verified;
  },
};

const secrets: ConnectionSecrets = {
  async read(connectionId) {
    if (connectionId !== "demo") throw new Error("This function has no such connection.");
    return { baseUrl: "http://ehr.test", webhookSecret: WEBHOOK_SECRET };
  },
  ids: () => ["demo"],
};

/** The headers with which a vendor's message is the vendor's. */
export const signatureOf = (body: string): Record<string, string> => ({
  "x-hub-signature": `sha256=${createHmac("sha256", WEBHOOK_SECRET).update(body).digest("hex")}`,
  "x-twilio-signature": getExpectedTwilioSignature(
    TWILIO.authToken,
    TWILIO_URL,
    Object.fromEntries(new URLSearchParams(body)),
  ),
});

/** Every function that answers HTTP, in this process: what the gateway calls. */
export function everyDoor({ table, kernel, tables, handlers, errors }: QuickClinic) {
  const ports = { ...kernel, identity };
  const account = lambda(
    accountApi,
    {
      signIn: { run: signIn(ports) },
      answerChallenge: { run: answerChallenge(ports) },
      session: { run: readSession },
      signOut: { run: signOut(ports) },
      welcome: { run: welcome({ demo: undefined }) },
    },
    kernel,
  );
  const ops = lambda(
    opsApi,
    {
      health: { run: health({ ...kernel, vitals: dynamoVitals(table) }) },
      openapi: { run: openapi() },
      jwks: { run: jwks({ secrets, log: kernel.log }) },
    },
    kernel,
  );
  const twilio = twilioSignature(async () => JSON.stringify(TWILIO), "twilio", TWILIO_URL);
  const rereads = { send: async () => undefined };
  const webhooks = lambda(
    webhooksApi,
    {
      ehr: { run: hear({ events: dynamoEvents(table), rereads }) },
      twilio: { run: hearPhone({ numbers: dynamoPhoneNumbers(table) }) },
    },
    { ...kernel, verifySignature: verifySignature({ secrets, twilio }) },
  );
  const doors: [Api, typeof account][] = [
    [accountApi, account],
    [opsApi, ops],
    [webhooksApi, webhooks],
    ...tables.map((api, index): [Api, typeof account] => [api, handlers[index] ?? account]),
  ];
  const context = { getRemainingTimeInMillis: () => 10_000 } as Context;
  return {
    errors,
    async knock(route: AnyRoute, event: APIGatewayProxyEventV2): Promise<Reply> {
      const serving = doors.find(([api]) => Object.values(api).includes(route.route));
      if (!serving)
        throw new Error(`Nobody serves ${route.key} here: test/fixtures/portal.ts does.`);
      return serving[1](event, context);
    },
  };
}
