import * as z from "zod/mini";

/** A private JSON Web Key; `alg` follows from its type where it is not given. */
export const PrivateKey = z.looseObject({
  kty: z.enum(["EC", "RSA"]),
  kid: z.optional(z.string()),
  alg: z.optional(z.enum(["ES384", "RS384"])),
});
export type PrivateKey = z.infer<typeof PrivateKey>;

/** Without what it says of itself: it is for signing with the algorithm chosen here. */
const KeyMaterial = z.pipe(
  z.looseObject({ kty: z.string() }),
  z.transform(({ kid: _kid, alg: _alg, use: _use, key_ops: _ops, ext: _ext, ...rest }) => rest),
);

const SIGNING = {
  ES384: { name: "ECDSA", namedCurve: "P-384", hash: "SHA-384" },
  RS384: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-384" },
} as const;

/** An assertion may live 5 minutes at most (SMART backend services). */
const ASSERTION_SECONDS = 240;

/** The JWT with which a client with a key signs in (RFC 7523): who it is, to whom, until when, once. */
export async function assertion(
  jwk: PrivateKey,
  { clientId, tokenUrl, now }: { clientId: string; tokenUrl: string; now: string },
): Promise<string> {
  const alg = jwk.alg ?? (jwk.kty === "EC" ? "ES384" : "RS384");
  const iat = Math.floor(Date.parse(now) / 1000);
  const header = { alg, typ: "JWT", ...(jwk.kid === undefined ? {} : { kid: jwk.kid }) };
  const claims = {
    ...{ iss: clientId, sub: clientId, aud: tokenUrl },
    ...{ iat, exp: iat + ASSERTION_SECONDS, jti: crypto.randomUUID() },
  };
  const text = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
  const material = z.parse(KeyMaterial, jwk);
  const key = await crypto.subtle.importKey("jwk", material, SIGNING[alg], false, ["sign"]);
  const mark = await crypto.subtle.sign(SIGNING[alg], key, Buffer.from(text));
  return `${text}.${base64url(mark)}`;
}

const base64url = (bytes: string | ArrayBuffer) =>
  (typeof bytes === "string" ? Buffer.from(bytes) : Buffer.from(bytes)).toString("base64url");
