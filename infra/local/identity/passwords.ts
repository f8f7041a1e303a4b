import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import * as z from "zod/mini";
import { CognitoError } from "./cognito-error.ts";

/** A data folder's older hashes do not say how dear they are. */
const DEAR = 16_384;
/** Everybody in here is made up, and their password stands on the first page: a dearer hash would guard nothing. */
const CHEAP = 1024;

export const PasswordHash = z.object({
  salt: z.string(),
  hash: z.string(),
  cost: z._default(z.int(), DEAR),
});
export type PasswordHash = z.infer<typeof PasswordHash>;

const KEY_BYTES = 32;

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options: ScryptOptions = { N: cost, r: 8, p: 1 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, CHEAP);
  return { salt: salt.toString("base64"), hash: key.toString("base64"), cost: CHEAP };
}

/** Nobody's password: an unknown e-mail is checked against it, so that it takes the same time. */
const nobody: PasswordHash = {
  salt: randomBytes(16).toString("base64"),
  hash: randomBytes(KEY_BYTES).toString("base64"),
  cost: CHEAP,
};

export async function passwordMatches(
  password: string,
  stored: PasswordHash | undefined,
): Promise<boolean> {
  const { salt, hash, cost } = stored ?? nobody;
  const key = await derive(password, Buffer.from(salt, "base64"), cost);
  return timingSafeEqual(key, Buffer.from(hash, "base64"));
}

/** One hash per distinct password: two hundred demo users cost what one costs. */
export function sharedHashes(): (password: string) => Promise<PasswordHash> {
  const known = new Map<string, Promise<PasswordHash>>();
  return (password) => {
    const hash = known.get(password) ?? hashPassword(password);
    known.set(password, hash);
    return hash;
  };
}

const LONGEST = 256;

export function assertPolicy(password: string, minimumLength: number): void {
  const refuse = (why: string) =>
    new CognitoError("InvalidPasswordException", `Password did not conform with policy: ${why}`);
  if (password.length < minimumLength) throw refuse("Password not long enough");
  if (password.length > LONGEST) throw refuse("Password too long");
  if (/^\s|\s$/.test(password)) throw refuse("Password must not start or end with a space");
}
