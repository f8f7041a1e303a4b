import { expect, test } from "vitest";
import { placeAt, serveJson } from "#functions/adapters/testing-wire.ts";
import { worldOf } from "#infra/preflight/world.ts";
import { fill, filled } from "./connection.ts";

const where = { awsRegion: "us-west-2", connectionId: "harbor" };
const given = { baseUrl: "https://ehr.test/fhir", clientId: "us" };
const made = { baseUrl: "", webhookSecret: "w", requestsPerMinute: 90 };

/** Secrets Manager, as far as it is asked. */
async function vault(before: object | undefined) {
  const kept: { SecretString?: string } = {};
  const endpoint = await serveJson(({ headers }, body) => {
    if (String(headers["x-amz-target"]).endsWith("PutSecretValue")) {
      Object.assign(kept, JSON.parse(body));
      return { status: 200, body: {} };
    }
    return before
      ? { status: 200, body: { SecretString: JSON.stringify(before) } }
      : { status: 400, body: { __type: "ResourceNotFoundException" } };
  });
  const world = worldOf({ endpoint, credentials: placeAt(endpoint).credentials });
  return { world, kept };
}

test("a key is made the first time, and everything else stays", async () => {
  const { world, kept } = await vault(made);
  expect(await fill(world, where, given)).toBe(true);
  expect(kept).toMatchObject({ SecretId: "porchlight/connection/harbor" });
  const after = JSON.parse(kept.SecretString ?? "");
  expect(after).toMatchObject({ ...made, ...given });
  expect(after.privateKey).toMatchObject({ kty: "EC", crv: "P-384", alg: "ES384" });
});

test("a key that is there is kept: the EHR knows its public half", () => {
  const once = filled(made, given);
  expect(filled(once, { ...given, clientId: "others" })).toEqual({ ...once, clientId: "others" });
});

test("a client secret takes the key's place", () => {
  const after = filled(filled(made, given), { ...given, clientSecret: "s" });
  expect(after).toEqual({ ...made, ...given, clientSecret: "s" });
});

test("before the deployment there is nothing to fill; an address that is none is not written", async () => {
  const { world: none } = await vault(undefined);
  expect(await fill(none, where, given)).toBe(false);
  const { world, kept } = await vault(made);
  await expect(fill(world, where, { ...given, baseUrl: "ehr" })).rejects.toThrow();
  expect(kept).toEqual({});
});
