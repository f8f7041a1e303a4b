import { createSign, generateKeyPairSync } from "node:crypto";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { beforeAll, expect, test } from "vitest";
import { poolKeys } from "./jwks.ts";
import { serveJson } from "./testing-wire.ts";

const poolId = "us-east-1_Patients";
const clientId = "portal";
const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`;
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const published = {
  ...publicKey.export({ format: "jwk" }),
  kid: "key-1",
  use: "sig",
  alg: "RS256",
};

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const good = () => ({
  iss: issuer,
  sub: "a-sub",
  client_id: clientId,
  token_use: "access",
  exp: Math.floor(Date.now() / 1000) + 300,
  iat: Math.floor(Date.now() / 1000),
});
function token(claims: object, header: object = {}, key = privateKey): string {
  const signed = `${base64url({ alg: "RS256", kid: "key-1", ...header })}.${base64url(claims)}`;
  const signature = createSign("RSA-SHA256").update(signed).sign(key).toString("base64url");
  return `${signed}.${signature}`;
}

let paths: string[];
let verify: (jwt: string) => Promise<unknown>;
beforeAll(() => {
  paths = [];
});
async function verifier() {
  const endpoint = await serveJson(({ url }) => {
    paths.push(url ?? "");
    return { status: 200, body: { keys: [published] } };
  });
  const made = CognitoJwtVerifier.create([{ userPoolId: poolId, clientId, tokenUse: "access" }], {
    jwksCache: poolKeys(`${endpoint}/`),
  });
  verify = (jwt) => made.verify(jwt);
}

test("keys come from the local gateway, the issuer stays the real one", async () => {
  await verifier();
  expect(await verify(token(good()))).toMatchObject({ sub: "a-sub" });
  expect(paths).toEqual([`/${poolId}/.well-known/jwks.json`]);
});

const forgeries: Record<string, () => string> = {
  "an id token": () => token({ ...good(), token_use: "id", aud: clientId }),
  "another client's": () => token({ ...good(), client_id: "another" }),
  "no client's": () => token({ ...good(), client_id: undefined }),
  "another pool's": () => token({ ...good(), iss: issuer.replace("Patients", "Others") }),
  "another issuer's": () => token({ ...good(), iss: `https://evil.test/${poolId}` }),
  "the local gateway's as issuer": () => token({ ...good(), iss: `http://127.0.0.1/${poolId}` }),
  "an expired one": () => token({ ...good(), exp: Math.floor(Date.now() / 1000) - 1 }),
  "one that is not valid yet": () => token({ ...good(), nbf: Math.floor(Date.now() / 1000) + 60 }),
  "one signed by a stranger": () => token(good(), {}, stranger),
  "one of an unknown key": () => token(good(), { kid: "key-2" }),
  "one without a signature": () => `${token(good()).split(".").slice(0, 2).join(".")}.`,
  "alg none": () => `${base64url({ alg: "none", kid: "key-1" })}.${base64url(good())}.`,
  "alg HS256": () => token(good(), { alg: "HS256" }),
  "claims changed after signing": () => {
    const [header, , signature] = token(good()).split(".");
    return `${header}.${base64url({ ...good(), sub: "another" })}.${signature}`;
  },
  "a key brought along": () => token(good(), { jwk: published, kid: "key-9" }, stranger),
  "no token": () => "",
  "half a token": () => token(good()).slice(0, 80),
};

for (const [name, forged] of Object.entries(forgeries))
  test(`refuses ${name}`, async () => {
    await verifier();
    await expect(verify(forged())).rejects.toThrow();
  });
