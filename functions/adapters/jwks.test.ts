import { createSign, generateKeyPairSync } from "node:crypto";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { expect, test } from "vitest";
import { poolKeys } from "./jwks.ts";
import { serveJson } from "./testing-wire.ts";

const poolId = "us-east-1_Patients";
const clientId = "portal";
const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`;
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const published = {
  ...publicKey.export({ format: "jwk" }),
  kid: "key-1",
  use: "sig",
  alg: "RS256",
};

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
function token(iss: string): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss, sub: "a-sub", client_id: clientId, token_use: "access", exp: now + 300 };
  const signed = `${base64url({ alg: "RS256", kid: "key-1" })}.${base64url(claims)}`;
  const signature = createSign("RSA-SHA256").update(signed).sign(privateKey).toString("base64url");
  return `${signed}.${signature}`;
}

// What else is no token, by the whole sign-in: test/faults/forgeries.test.ts.
test("keys come from the local gateway, the issuer stays the real one", async () => {
  const paths: string[] = [];
  const endpoint = await serveJson(({ url }) => {
    paths.push(url ?? "");
    return { status: 200, body: { keys: [published] } };
  });
  const verifier = CognitoJwtVerifier.create(
    [{ userPoolId: poolId, clientId, tokenUse: "access" }],
    { jwksCache: poolKeys(`${endpoint}/`) },
  );
  expect(await verifier.verify(token(issuer))).toMatchObject({ sub: "a-sub" });
  expect(paths).toEqual([`/${poolId}/.well-known/jwks.json`]);
  await expect(verifier.verify(token(`${endpoint}/${poolId}`))).rejects.toThrow();
});
