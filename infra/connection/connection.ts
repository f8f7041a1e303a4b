import { generateKeyPairSync } from "node:crypto";
import { text } from "node:stream/consumers";
import * as z from "zod/mini";
import { secretsManager } from "#functions/adapters/aws-json.ts";
import { ConnectionConfig } from "#functions/ehr/connect.ts";
import { secretOf } from "#infra/preflight/secrets.ts";
import { credentialsHere, type World, worldOf } from "#infra/preflight/world.ts";
import { regions } from "#infra/regions.ts";

const usage = `npm run connection -- <region> <connectionId> <baseUrl> <clientId>           signs in with a key, made here the first time
npm run connection -- <region> <connectionId> <baseUrl> <clientId> secret    signs in with a client secret, read from stdin`;

export interface Given {
  readonly baseUrl: string;
  readonly clientId: string;
  /** Where the EHR wants no key. */
  readonly clientSecret?: string | undefined;
}

/** A secret's members with an EHR filled in. What stands there stays: its webhook secret, its limits, its key. */
export function filled(before: object, { baseUrl, clientId, clientSecret }: Given): object {
  const { privateKey, clientSecret: _, ...rest } = Object(before);
  const proof =
    clientSecret === undefined ? { privateKey: privateKey ?? signingKey() } : { clientSecret };
  return { ...rest, baseUrl, clientId, ...proof };
}

/** As SMART backend services want it (ES384). Nobody but the secret ever has the private half. */
function signingKey(): object {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
  const kid = crypto.randomUUID();
  return { ...privateKey.export({ format: "jwk" }), kid, alg: "ES384", use: "sig" };
}

/** Writes a connection's secret, or says which members can't be: false where the stack that makes it is not there. */
export async function fill(
  world: World,
  { awsRegion, connectionId }: { awsRegion: string; connectionId: string },
  given: Given,
): Promise<boolean> {
  const name = `porchlight/connection/${connectionId}`;
  const before = await secretOf(world, awsRegion, name);
  if (before === undefined) return false;
  const after = filled(Object(before), given);
  z.parse(ConnectionConfig, { ...after, connectionId });
  await world.service(secretsManager, awsRegion)("PutSecretValue", {
    SecretId: name,
    SecretString: JSON.stringify(after),
    ClientRequestToken: crypto.randomUUID(),
  });
  return true;
}

async function main(words: readonly string[]): Promise<number> {
  const [name, connectionId = "", baseUrl = "", clientId = "", secret] = words;
  const region = regions.find((each) => each.deployable && each.name === name);
  const known = region?.practices.some((practice) => practice.connectionId === connectionId);
  if (!region || !known || clientId === "") return told(usage, 2);
  const credentials = await credentialsHere();
  if (!credentials) return told("No AWS credentials here.", 1);
  const clientSecret = secret === "secret" ? (await text(process.stdin)).trim() : undefined;
  const where = { awsRegion: region.awsRegion, connectionId };
  const done = await fill(worldOf({ credentials }), where, { baseUrl, clientId, clientSecret });
  if (!done) return told(`Deploy Porchlight-${region.name} first: it makes the secret.`, 1);
  const keys = `Its public key is at https://${region.domain}/.well-known/jwks.json within five minutes.`;
  process.stdout.write(`Written.${clientSecret === undefined ? ` ${keys}` : ""}\n`);
  return 0;
}

function told(words: string, code: number): number {
  process.stderr.write(`${words}\n`);
  return code;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
