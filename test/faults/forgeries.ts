import { createHmac, createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { hashSecret } from "#http/session.ts";
import type { Asked, House } from "./authorization-house.ts";
import { cookieFor, EVERY_PERMISSION, letIn, works, YARA } from "./authorization-people.ts";

type Shown = Pick<Asked, "cookies" | "headers" | "query">;
type Forgeries = Readonly<Record<string, Shown>>;

/** Somebody with a good session, and all that can be made of it that must not be one. */
export interface Forged {
  readonly genuine: readonly string[];
  readonly forgeries: Forgeries;
}

const NAME = "__Host-session";
const LONG_AGO = "2026-01-01T00:00:00.000Z";

/** Whatever a thief could send in place of the cookie. */
function cookies(id: string, secret: string, others: { id: string; secret: string }): Forgeries {
  const good = `${id}.${secret}`;
  const as = (value: string, name = NAME): Shown => ({ cookies: [`${name}=${value}`] });
  const flipped = (at: number) => {
    const other = secret[at] === "A" ? "B" : "A";
    return `${secret.slice(0, at)}${other}${secret.slice(at + 1)}`;
  };
  const token = jwt({ sub: id, token_use: "access" }, { alg: "none" });
  return {
    "one bit of the first character": as(`${id}.${flipped(0)}`),
    "one bit in the middle": as(`${id}.${flipped(21)}`),
    "the bits of the last character that stand for nothing": as(`${id}.${tail(secret)}`),
    "capitals for small letters": as(`${id}.${swapCase(secret)}`),
    "a character short": as(`${id}.${secret.slice(1)}`),
    "a character long": as(`${good}x`),
    "an empty value": as(""),
    "a name without a value": { cookies: [NAME] },
    "the account alone": as(id),
    "the account and a dot": as(`${id}.`),
    "the secret alone": as(secret),
    "the two the other way round": as(`${secret}.${id}`),
    "another account with this secret": as(`${others.id}.${secret}`),
    "another practice's secret": as(`${id}.${others.secret}`),
    "the value twice": as(`${good}.${good}`),
    "a forged cookie before the good one": {
      cookies: [cookieFor(id, others.secret), cookieFor(id, secret)],
    },
    "a forged cookie after the good one": {
      cookies: [cookieFor(id, secret), cookieFor(others.id, "A".repeat(43))],
    },
    "a name without its prefix": as(good, "session"),
    "another prefix": as(good, "__Secure-session"),
    "the prefix in small letters": as(good, NAME.toLowerCase()),
    "a blank before the name": as(good, ` ${NAME}`),
    "a longer name": as(good, `x${NAME}`),
    "a blank before the value": as(` ${good}`),
    "a blank after it": as(`${good} `),
    "a line break after it": as(`${good}\n`),
    quotes: as(`"${good}"`),
    "percent signs": as(good.replace(".", "%2E")),
    "a NUL": as(`${good}\u0000`),
    "an attribute behind it": as(`${good}; x=y`),
    "the secret's hash, as a stolen table has it": as(`${id}.${hashSecret(secret).slice(0, 43)}`),
    "a name that every object has": as(`__proto__.${secret}`),
    "a key of the table": as(`ACCOUNT#${id}.${secret}`),
    "a secret of nothing": as(`${id}.${"A".repeat(43)}`),
    "a very long one": as(`${"a".repeat(5000)}.${secret}`),
    "a token of no algorithm": as(token),
    "a token for a secret": as(`${id}.${token}`),
    "the good value as a bearer's": { headers: { authorization: `Bearer ${good}` } },
    "a token as a bearer's": { headers: { authorization: `Bearer ${token}` } },
    "the cookie as a header of its own": { headers: { cookie: cookieFor(id, secret) } },
    "the good value in the address": { query: { [NAME]: good } },
  };
}

/** base64url of 32 bytes ends in two bits that mean nothing: the same bytes, and yet another text. */
function tail(secret: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = letters.indexOf(secret.at(-1) ?? "A");
  return `${secret.slice(0, -1)}${letters[last ^ 1]}`;
}

const swapCase = (text: string) =>
  text.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );

type Kernel = House["kernel"];
type Plan = NonNullable<Parameters<typeof letIn>[2]>;

/** Sessions that were good once. */
const ENDED: Readonly<Record<string, Omit<Plan, "account"> & { account?: object }>> = {
  "signed out, and sent again": {
    after: ({ accounts }, { id }, hash) => accounts.closeSession(id, hash),
  },
  "signed out everywhere": { after: ({ accounts }, { id }) => accounts.raiseEpoch(id) },
  "not used for too long": { session: { idleUntil: LONG_AGO } },
  "older than a day": { session: { expiresAt: LONG_AGO } },
  "of a deactivated account": {
    after: ({ accounts }, account) => accounts.save({ ...account, active: false }),
  },
  "of an account that is deleted": {
    after: ({ store }, { id }) => store.apply({ remove: { pk: `ACCOUNT#${id}`, sk: "ACCOUNT" } }),
  },
  "of a practice that is gone": { account: { practiceId: "gone" } },
};

/** Everything that can be forged of a session of this account's. */
export async function forgedFrom(
  kernel: Kernel,
  kind: "patient" | "staff",
  patientId: string,
): Promise<Forged> {
  const account = kind === "staff" ? works("practice admin", EVERY_PERMISSION) : { patientId };
  const { cookie, secret } = await letIn(kernel, `acc_forged-${kind}`, { account });
  const other = await letIn(kernel, `acc_other-${kind}`, {
    account: { practiceId: "other", patientId: YARA },
  });
  const ended: Record<string, Shown> = {};
  for (const [name, plan] of Object.entries(ENDED)) {
    const id = `acc_ended-${kind}-${name.replace(/\W/g, "-")}`;
    const made = await letIn(kernel, id, { ...plan, account: { ...account, ...plan.account } });
    ended[name] = { cookies: [made.cookie] };
  }
  const others = { id: other.account.id, secret: other.secret };
  const made = cookies(`acc_forged-${kind}`, secret, others);
  return { genuine: [cookie], forgeries: { ...made, ...ended } };
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = (claims: object, header: object) => `${base64url(header)}.${base64url(claims)}.`;

const pool = (name: string) => `https://cognito-idp.us-east-1.amazonaws.com/us-east-1_${name}`;
export const POOLS = {
  patients: { poolId: "us-east-1_Patients", clientId: "patients-client" },
  staff: { poolId: "us-east-1_Staff", clientId: "staff-client" },
} as const;

/** The keys of both pools as they are published, and tokens that a pool might seem to have answered with. */
export function tokensOf(sub: string, staffSub: string) {
  const [ours, theirs, stranger] = [0, 1, 2].map(() => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    return { privateKey, publicKey };
  });
  if (!ours || !theirs || !stranger) throw new Error("No keys.");
  const published = (key: KeyObject, kid: string) => ({
    keys: [{ ...key.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" }],
  });
  const now = Math.floor(Date.now() / 1000);
  const good = {
    iss: pool("Patients"),
    sub,
    client_id: POOLS.patients.clientId,
    token_use: "access",
    exp: now + 300,
    iat: now,
  };
  const signed = (claims: object, header: object = {}, key = ours.privateKey) => {
    const text = `${base64url({ alg: "RS256", kid: "ours", ...header })}.${base64url(claims)}`;
    return `${text}.${createSign("RSA-SHA256").update(text).sign(key).toString("base64url")}`;
  };
  const genuine = signed(good);
  const withPublicKey = (alg: string) => {
    const text = `${base64url({ alg, kid: "ours" })}.${base64url(good)}`;
    const pem = ours.publicKey.export({ type: "spki", format: "pem" });
    return `${text}.${createHmac("sha256", pem).update(text).digest("base64url")}`;
  };
  const [header = "", claims = "", signature = ""] = genuine.split(".");
  const own = published(stranger.publicKey, "own").keys[0];
  const forged: Readonly<Record<string, string>> = {
    "an id token": signed({ ...good, token_use: "id", aud: good.client_id }),
    "a token of no use": signed({ ...good, token_use: undefined }),
    "another client's": signed({ ...good, client_id: "another" }),
    "no client's": signed({ ...good, client_id: undefined }),
    "the staff's client in the patients' pool": signed({
      ...good,
      client_id: POOLS.staff.clientId,
    }),
    "another pool's": signed({ ...good, iss: pool("Others") }),
    "the other pool's name over this pool's key": signed({ ...good, iss: pool("Staff") }),
    "this pool's name over the other pool's key": signed(
      good,
      { kid: "theirs" },
      theirs.privateKey,
    ),
    "the other pool's token of somebody else": signed(
      { ...good, iss: pool("Staff"), client_id: POOLS.staff.clientId, sub: staffSub },
      { kid: "theirs" },
      theirs.privateKey,
    ),
    "another issuer's": signed({ ...good, iss: "https://evil.test/us-east-1_Patients" }),
    "no issuer's": signed({ ...good, iss: undefined }),
    "an expired one": signed({ ...good, exp: now - 1 }),
    "one that is not valid yet": signed({ ...good, nbf: now + 60 }),
    "one signed by a stranger": signed(good, {}, stranger.privateKey),
    "one of an unknown key": signed(good, { kid: "unknown" }),
    "one of no key": signed(good, { kid: undefined }),
    "one with a key of its own": signed(good, { kid: "own", jwk: own }, stranger.privateKey),
    "one that says where its key is": signed(
      good,
      { kid: "own", jku: "https://evil.test/keys" },
      stranger.privateKey,
    ),
    "no algorithm": jwt(good, { alg: "none", kid: "ours" }),
    "no algorithm in capitals": jwt(good, { alg: "NONE", kid: "ours" }),
    "the public key as a shared secret": withPublicKey("HS256"),
    "a shared secret that says it is RS256": withPublicKey("RS256"),
    "another algorithm's name": signed(good, { alg: "RS512" }),
    "no signature": `${header}.${claims}.`,
    "half a signature": `${header}.${claims}.${signature.slice(0, 100)}`,
    "another subject under this signature": `${header}.${base64url({ ...good, sub: staffSub })}.${signature}`,
    "an unknown subject": signed({ ...good, sub: "nobody-has-this" }),
    "no subject": signed({ ...good, sub: undefined }),
    "half a token": genuine.slice(0, 80),
    "no token": "",
    "what is no token": "eyJ.not.one",
  };
  return {
    genuine,
    forged,
    keys: {
      patients: published(ours.publicKey, "ours"),
      staff: published(theirs.publicKey, "theirs"),
    },
  };
}
