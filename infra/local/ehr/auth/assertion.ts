import { createPublicKey, type JsonWebKey, verify } from "node:crypto";
import * as z from "zod/mini";

const Header = z.object({ alg: z.enum(["RS384", "ES384"]), kid: z.string() });

const Claims = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  jti: z.string().check(z.minLength(1)),
  nbf: z.optional(z.number()),
});

export interface Assertion {
  kid: string;
  alg: "RS384" | "ES384";
  claims: z.infer<typeof Claims>;
  signed: Buffer;
  signature: Buffer;
}

/** SMART backend services: an assertion lives five minutes at most. */
const longestLifeSeconds = 300;
const clockSkewSeconds = 5;

export function parseAssertion(text: string): Assertion | undefined {
  const [head = "", body = "", signature = "", ...more] = text.split(".");
  const header = Header.safeParse(decoded(head));
  const claims = Claims.safeParse(decoded(body));
  if (more.length > 0 || !header.success || !claims.success) return undefined;
  return {
    ...header.data,
    claims: claims.data,
    signed: Buffer.from(`${head}.${body}`),
    signature: Buffer.from(signature, "base64url"),
  };
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString());
  } catch {
    return undefined;
  }
}

/** Names issuer, audience and lifetime as the specification wants them; the signature is checked apart. */
export function claimsHold(assertion: Assertion, tokenUrl: string, nowSeconds: number): boolean {
  const { iss, sub, aud, exp, nbf } = assertion.claims;
  if (iss !== sub || ![aud].flat().includes(tokenUrl)) return false;
  if (nbf !== undefined && nbf > nowSeconds + clockSkewSeconds) return false;
  return exp > nowSeconds && exp <= nowSeconds + longestLifeSeconds + clockSkewSeconds;
}

export function signatureHolds({ alg, signed, signature }: Assertion, key: JsonWebKey): boolean {
  if (key["kty"] !== (alg === "RS384" ? "RSA" : "EC")) return false;
  try {
    const publicKey = createPublicKey({ key, format: "jwk" });
    return verify("sha384", signed, { key: publicKey, dsaEncoding: "ieee-p1363" }, signature);
  } catch {
    return false;
  }
}
