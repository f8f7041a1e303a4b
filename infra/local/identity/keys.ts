import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
  randomUUID,
} from "node:crypto";
import { promisify } from "node:util";
import type { Pool } from "./pools.ts";
import type { SigningKey, Store } from "./store.ts";

/** A type alias, not an interface, so that it also fits JsonWebKey and aws-jwt-verify's Jwk. */
export type PublicKey = {
  kty: "RSA";
  alg: "RS256";
  use: "sig";
  kid: string;
  n: string;
  e: string;
};

export type Keys = Readonly<{
  signing(poolId: string): { kid: string; key: KeyObject };
  published(poolId: string): PublicKey | undefined;
  refresh: Buffer;
}>;

async function newSigningKey(): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return { kid: randomUUID(), privateKeyPem: pem };
}

/** Every install makes its own key pair per pool, client secrets and refresh key, once, and keeps them. */
export async function installKeys(store: Store, pools: readonly Pool[]): Promise<Keys> {
  const { signingKeys, clientSecrets } = store.contents;
  const fresh = pools.filter((pool) => !signingKeys[pool.id]);
  await Promise.all(
    fresh.map(async (pool) => {
      signingKeys[pool.id] = await newSigningKey();
    }),
  );
  for (const client of pools.flatMap((pool) => pool.clients)) {
    if (client.hasSecret) clientSecrets[client.id] ??= randomBytes(32).toString("hex");
  }
  store.contents.refreshKey ??= randomBytes(32).toString("base64");
  await store.save();
  return openKeys(store, store.contents.refreshKey);
}

function openKeys(store: Store, refreshKey: string): Keys {
  const opened = new Map(
    Object.entries(store.contents.signingKeys).map(([poolId, { kid, privateKeyPem }]) => {
      const key = createPrivateKey(privateKeyPem);
      const { n = "", e = "" } = createPublicKey(key).export({ format: "jwk" });
      const shown: PublicKey = { kty: "RSA", alg: "RS256", use: "sig", kid, n, e };
      return [poolId, { kid, key, shown }] as const;
    }),
  );
  return {
    refresh: Buffer.from(refreshKey, "base64"),
    signing(poolId) {
      const found = opened.get(poolId);
      if (!found) throw new Error(`No signing key for pool ${poolId}`);
      return found;
    },
    published: (poolId) => opened.get(poolId)?.shown,
  };
}
