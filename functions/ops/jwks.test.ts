import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { Answer } from "#http/access.ts";
import type { ConnectionSecret, PrivateJwk } from "#ports/secrets.ts";
import { jwks } from "./jwks.ts";

const ec = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey.export({ format: "jwk" });
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
  format: "jwk",
});

async function published(secrets: Record<string, ConnectionSecret | Error>) {
  const errors: unknown[] = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (_code: string, error: unknown) => errors.push(error),
  };
  const read = async (id: string) => {
    const secret = secrets[id];
    if (!secret || secret instanceof Error) throw secret;
    return secret;
  };
  const answer = await jwks({ secrets: { read, ids: () => Object.keys(secrets) }, log })();
  expect(answer).toBeInstanceOf(Answer);
  return { ...answer.body, headers: answer.headers, errors };
}
const keyOf = (key: object): PrivateJwk => ({ kty: "EC", ...key });

test("gives the public half of every connection's key and no private member, whatever stands in the secret", async () => {
  const { keys } = await published({
    a: { baseUrl: "", privateKey: keyOf({ ...ec, kid: "ec-1", note: "internal" }) },
    b: { baseUrl: "", privateKey: keyOf({ ...rsa, kid: "rsa-1" }) },
    c: { baseUrl: "", clientSecret: "a client's secret" },
  });
  expect(keys.map((key) => Object.keys(key).sort())).toEqual([
    ["alg", "crv", "kid", "kty", "use", "x", "y"],
    ["alg", "e", "kid", "kty", "n", "use"],
  ]);
  const text = JSON.stringify(keys);
  const secret = [
    ec.d,
    rsa.d,
    rsa.p,
    rsa.q,
    rsa.dp,
    rsa.dq,
    rsa.qi,
    "internal",
    "a client's secret",
  ];
  for (const value of secret) expect(text).not.toContain(value);
  expect(keys).toMatchObject([
    { kid: "ec-1", alg: "ES384", use: "sig" },
    { kid: "rsa-1", alg: "RS384", use: "sig" },
  ]);
});

test("one key shared by two connections is given once", async () => {
  const shared = { baseUrl: "", privateKey: keyOf({ ...ec, kid: "ec-1" }) };
  expect((await published({ a: shared, b: shared })).keys).toHaveLength(1);
});

test("a connection whose secret can't be read, or holds no key, does not take the others' away", async () => {
  const { keys, errors, headers } = await published({
    a: new Error("denied"),
    b: { baseUrl: "", privateKey: { kty: "EC" } },
    c: { baseUrl: "", privateKey: keyOf({ ...ec, kid: "ec-1" }) },
  });
  expect(keys).toHaveLength(1);
  expect(errors).toHaveLength(2);
  expect(headers["cache-control"]).toBe("public, max-age=300");
});
