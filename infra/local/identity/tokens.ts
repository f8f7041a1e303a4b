import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  randomBytes,
  randomUUID,
  sign,
  verify,
} from "node:crypto";
import * as z from "zod/mini";
import { notAuthorized } from "./cognito-error.ts";
import type { Keys } from "./keys.ts";
import type { Client } from "./pools.ts";
import { emailOf, type User } from "./store.ts";

const REFRESH_DAYS = 30;
const DEFAULT_ACCESS_MINUTES = 60;
export const REFRESH_MS = REFRESH_DAYS * 86_400_000;

/** What a refresh token carries. To everyone else it is opaque, as Cognito's are. */
const Grant = z.object({
  poolId: z.string(),
  clientId: z.string(),
  sub: z.string(),
  originJti: z.string(),
  generation: z.number(),
  authTime: z.number(),
});
type Grant = z.infer<typeof Grant>;

const AccessClaims = z.object({
  sub: z.string(),
  iss: z.string(),
  exp: z.number(),
  auth_time: z.number(),
  origin_jti: z.string(),
  token_use: z.literal("access"),
});
type AccessClaims = z.infer<typeof AccessClaims> & { poolId: string };

export type Tokens = Readonly<{
  issue(user: User, client: Client, grant: Grant): IssuedTokens;
  sealRefresh(grant: Grant): string;
  /** The grant inside, or undefined for anything this install did not seal. */
  openRefresh(token: string): Grant | undefined;
  /** Claims of an access token that is ours and not expired, or NotAuthorizedException. */
  readAccess(token: string): AccessClaims;
}>;

type IssuedTokens = {
  AccessToken: string;
  IdToken: string;
  ExpiresIn: number;
  TokenType: "Bearer";
};

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

function custom(user: User): Record<string, string> {
  const own = Object.entries(user.attributes).filter(([name]) => name !== "email_verified");
  return Object.fromEntries(own);
}

function claims(user: User, client: Client, grant: Grant) {
  const groups = user.groups.length > 0 ? { "cognito:groups": user.groups } : {};
  const shared = { sub: user.sub, ...groups, origin_jti: grant.originJti, event_id: randomUUID() };
  return {
    access: {
      ...shared,
      client_id: client.id,
      token_use: "access",
      scope: "aws.cognito.signin.user.admin",
      username: user.sub,
    },
    id: {
      ...custom(user),
      ...shared,
      email: emailOf(user),
      email_verified: user.attributes["email_verified"] === "true",
      "cognito:username": user.sub,
      aud: client.id,
      token_use: "id",
    },
  };
}

function sealer(key: Buffer): Pick<Tokens, "sealRefresh" | "openRefresh"> {
  return {
    sealRefresh(grant) {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const sealed = [cipher.update(JSON.stringify(grant)), cipher.final()];
      return Buffer.concat([iv, ...sealed, cipher.getAuthTag()]).toString("base64url");
    },
    openRefresh(token) {
      const bytes = Buffer.from(token, "base64url");
      if (bytes.length < 29) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(-16));
      try {
        const opened = [decipher.update(bytes.subarray(12, -16)), decipher.final()];
        return Grant.parse(JSON.parse(Buffer.concat(opened).toString()));
      } catch {
        return undefined;
      }
    },
  };
}

export function tokenMint(region: string, keys: Keys, now: () => number): Tokens {
  const issuer = (poolId: string) => `https://cognito-idp.${region}.amazonaws.com/${poolId}`;
  const jwt = (poolId: string, payload: object) => {
    const { kid, key } = keys.signing(poolId);
    const signed = `${base64url({ kid, alg: "RS256" })}.${base64url(payload)}`;
    return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), key).toString("base64url")}`;
  };
  return {
    ...sealer(keys.refresh),
    issue(user, client, grant) {
      const iat = Math.floor(now() / 1000);
      const expiresIn = (client.accessTokenMinutes ?? DEFAULT_ACCESS_MINUTES) * 60;
      const times = { auth_time: grant.authTime, iat, exp: iat + expiresIn };
      const { access, id } = claims(user, client, grant);
      const iss = issuer(user.poolId);
      return {
        AccessToken: jwt(user.poolId, { ...access, iss, ...times, jti: randomUUID() }),
        IdToken: jwt(user.poolId, { ...id, iss, ...times, jti: randomUUID() }),
        ExpiresIn: expiresIn,
        TokenType: "Bearer",
      };
    },
    readAccess(token) {
      const [header = "", payload = "", signature = ""] = token.split(".");
      const parsed = AccessClaims.safeParse(decoded(payload));
      if (!parsed.success) throw notAuthorized("Invalid Access Token");
      const poolId = parsed.data.iss.split("/").at(-1) ?? "";
      if (!keys.published(poolId)) throw notAuthorized("Invalid Access Token");
      const key = createPublicKey(keys.signing(poolId).key);
      const signed = Buffer.from(`${header}.${payload}`);
      if (!verify("RSA-SHA256", signed, key, Buffer.from(signature, "base64url")))
        throw notAuthorized("Invalid Access Token");
      if (parsed.data.exp * 1000 <= now()) throw notAuthorized("Access Token has expired");
      return { ...parsed.data, poolId };
    },
  };
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString());
  } catch {
    return undefined;
  }
}
