import { createServer } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Trial, trial } from "#infra/local/ehr/trial.ts";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const rsa = await generateKeyPair("RS384");
const ec = await generateKeyPair("ES384");
const hosted = {
  keys: [
    { ...(await exportJWK(rsa.publicKey)), kid: "rsa" },
    { ...(await exportJWK(ec.publicKey)), kid: "ec" },
  ],
};

let served: object = { keys: [] };
let fetched = 0;
const keyHost = createServer((_, response) => {
  fetched += 1;
  response.end(JSON.stringify(served));
});
let now = new Date();
let ehr: Trial;

beforeAll(async () => {
  await new Promise<void>((resolve) => keyHost.listen(0, "127.0.0.1", resolve));
  const { port } = keyHost.address() as { port: number };
  ehr = await trial({
    now: () => now,
    clients: [
      { id: "portal", jwks: hosted },
      { id: "hosted", jwksUrl: `http://127.0.0.1:${port}/jwks.json` },
      { id: "secretive", secret: "open sesame" },
    ],
  });
});
afterAll(async () => {
  await ehr.close();
  keyHost.close();
});

let counter = 0;
interface Wish {
  kid?: "rsa" | "ec" | "unknown";
  client?: string;
  aud?: string;
  jti?: string;
  expSeconds?: number;
  key?: typeof rsa.privateKey;
}

function assertion({ kid = "rsa", client = "portal", aud, jti, expSeconds = 240, key }: Wish = {}) {
  counter += 1;
  return new SignJWT({})
    .setProtectedHeader({ alg: kid === "ec" ? "ES384" : "RS384", kid, typ: "JWT" })
    .setIssuer(client)
    .setSubject(client)
    .setAudience(aud ?? ehr.ehr.tokenUrl)
    .setJti(jti ?? `jti-${counter}`)
    .setExpirationTime(Math.floor(now.getTime() / 1000) + expSeconds)
    .sign(key ?? (kid === "ec" ? ec.privateKey : rsa.privateKey));
}

async function tokenFor(fields: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams({ grant_type: "client_credentials", ...fields });
  const reply = await fetch(ehr.ehr.tokenUrl, { method: "POST", body, headers });
  return { status: reply.status, body: (await reply.json()) as Record<string, string> };
}

const withAssertion = async (text: string) =>
  tokenFor({ client_assertion_type: assertionType, client_assertion: text });

test.each(["rsa", "ec"] as const)(
  "a client that signs with its %s key gets a token",
  async (kid) => {
    const { status, body } = await withAssertion(await assertion({ kid }));
    expect([status, body["token_type"], body["expires_in"]]).toEqual([200, "bearer", 300]);
    const bearer = { authorization: `Bearer ${body["access_token"]}` };
    expect((await ehr.fhir("GET /Patient/patient-ada", undefined, bearer)).status).toBe(200);
  },
);

test("hosted keys are fetched when needed and fetched again for an unknown kid", async () => {
  const sign = () => assertion({ client: "hosted" });
  expect((await withAssertion(await sign())).status).toBe(400);
  served = hosted;
  await new Promise((resolve) => setTimeout(resolve, 550));
  expect((await withAssertion(await sign())).status).toBe(200);
  const before = fetched;
  expect((await withAssertion(await sign())).status).toBe(200);
  expect(fetched).toBe(before);
});

test("an assertion counts once, also when it comes twice at the same moment", async () => {
  const text = await assertion();
  const statuses = (await Promise.all([withAssertion(text), withAssertion(text)])).map(
    ({ status }) => status,
  );
  expect(statuses.sort()).toEqual([200, 400]);
});

test("a wrong audience, a long life, an expired or unsigned assertion is invalid_client", async () => {
  const unsigned = `${Buffer.from('{"alg":"none","kid":"rsa"}').toString("base64url")}.${
    (await assertion()).split(".")[1]
  }.`;
  const forged = await assertion({ kid: "rsa", key: (await generateKeyPair("RS384")).privateKey });
  for (const text of [
    await assertion({ aud: ehr.ehr.fhirBaseUrl }),
    await assertion({ expSeconds: 900 }),
    await assertion({ expSeconds: -1 }),
    await assertion({ kid: "unknown" }),
    await assertion({ client: "stranger" }),
    unsigned,
    forged,
    "not.a.token",
  ])
    expect(await withAssertion(text)).toEqual({ status: 400, body: { error: "invalid_client" } });
});

test("a secret works in the header and in the form, a wrong one in neither", async () => {
  const basic = (secret: string) => ({
    authorization: `Basic ${Buffer.from(`secretive:${encodeURIComponent(secret)}`).toString("base64")}`,
  });
  expect((await tokenFor({}, basic("open sesame"))).status).toBe(200);
  expect((await tokenFor({ client_id: "secretive", client_secret: "open sesame" })).status).toBe(
    200,
  );
  expect((await tokenFor({}, basic("guess"))).status).toBe(401);
  expect((await tokenFor({ client_id: "portal", client_secret: "" })).status).toBe(401);
});

test("a token ends after five minutes; a wrong one never worked; none at all is the operator", async () => {
  const { body } = await withAssertion(await assertion());
  const read = (authorization?: string) =>
    ehr.fhir("GET /Patient/patient-ada", undefined, authorization ? { authorization } : {});
  expect((await read(`Bearer ${body["access_token"]}`)).status).toBe(200);
  now = new Date(now.getTime() + 301_000);
  const late = await read(`Bearer ${body["access_token"]}`);
  expect([late.status, late.body.resourceType]).toEqual([401, "OperationOutcome"]);
  expect((await read("Bearer nonsense")).status).toBe(401);
  expect((await read("Basic abc")).status).toBe(401);
  expect((await read()).status).toBe(200);
});
