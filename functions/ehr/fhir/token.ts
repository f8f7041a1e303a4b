import * as z from "zod/mini";
import type { Clock } from "#ports/clock.ts";
import { assertion, type PrivateKey } from "./assertion.ts";
import { NoAnswer, retryAfter, thrown } from "./failure.ts";
import { readJson } from "./http-body.ts";
import type { Turns } from "./turns.ts";

/** How the portal signs in at one EHR. Without a client id it does not sign in at all. */
export interface Credentials {
  readonly baseUrl: string;
  readonly tokenUrl?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly privateKey?: PrivateKey | undefined;
  readonly scope?: string | undefined;
}

export interface TokenSource {
  /** A valid access token, or undefined where the server wants none. Rejects with `EhrUnavailable`. */
  token(signal: AbortSignal): Promise<string | undefined>;
  /** The server refused this token: do not offer it again. */
  forget(token: string): void;
}

export interface TokenParts {
  /** The connection's quota: EHRs count these requests too. */
  readonly turns?: Turns;
  readonly credentials: Credentials;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** Types read beside the schedule's; a connection's own scope counts instead of all. */
  readonly alsoReads?: readonly string[];
  /** Types written, and read again, beside them; what is wanted most comes first. */
  readonly alsoWrites?: readonly string[] | undefined;
}

/** Renewed this long before it expires, so that none expires on its way. */
const EARLY_SECONDS = 30;
const TOKEN_MS = 5_000;
/** Least scope for what books, in SMART v1 words, which v2 servers must still take. */
const SCHEDULE_SCOPE = [
  "system/Appointment.read",
  "system/Appointment.write",
  "system/Slot.read",
  "system/Slot.write",
  ...[
    "Schedule",
    "Practitioner",
    "PractitionerRole",
    "Location",
    "HealthcareService",
    "Patient",
  ].map((type) => `system/${type}.read`),
];
function scopeOf(parts: TokenParts): string {
  const { credentials, alsoReads = [], alsoWrites = [] } = parts;
  const reads = [...alsoReads, ...alsoWrites].map((type) => `system/${type}.read`);
  const writes = alsoWrites.map((type) => `system/${type}.write`);
  return credentials.scope ?? [...new Set([...SCHEDULE_SCOPE, ...reads, ...writes])].join(" ");
}

interface Held {
  readonly token: string;
  readonly until: number;
}

/** SMART backend services: one token per connection, asked for by one caller at a time. */
export function tokenSource(parts: TokenParts): TokenSource {
  if (parts.credentials.clientId === undefined)
    return { token: async () => undefined, forget: () => undefined };
  const ask = asker(parts, parts.credentials.clientId);
  let held: Held | undefined;
  let asking: Promise<Held> | undefined;
  const renew = () => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
  return {
    async token(signal) {
      if (held && Date.parse(parts.clock()) < held.until) return held.token;
      held = await orAborted(renew(), signal);
      return held.token;
    },
    forget(token) {
      if (held?.token === token) held = undefined;
    },
  };
}

/** The one who waits may give up; the request for all goes on. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined);
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new NoAnswer("token-timeout"));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener("abort", stop));
}

const SmartConfiguration = z.object({ token_endpoint: z.url() });
const TokenReply = z.object({
  access_token: z.string().check(z.minLength(1)),
  token_type: z.optional(z.string()),
  expires_in: z.catch(z.optional(z.number()), undefined),
});

/** Some servers refuse to give anything where one thing asked for is not given to this client. */
async function refusesScope(response: Response): Promise<boolean> {
  if (response.status !== 400) return false;
  const body = await readJson(response.clone()).catch(() => undefined);
  return z.safeParse(z.object({ error: z.literal("invalid_scope") }), body).success;
}

function asker(given: TokenParts, clientId: string): () => Promise<Held> {
  let parts = given;
  let tokenUrl = parts.credentials.tokenUrl;
  let secretInBody = false;
  const attempt = async (url: string): Promise<Response> => {
    const { headers, form } = await authentication(parts, {
      clientId,
      tokenUrl: url,
      secretInBody,
    });
    return post(parts, url, { headers, form });
  };
  return async () => {
    tokenUrl ??= await discover(parts);
    let response = await attempt(tokenUrl);
    while (parts.alsoWrites?.length && (await refusesScope(response))) {
      // Which one it minds is not said. Visits come first: what may not be written beside them is a person's then.
      parts = { ...parts, alsoWrites: parts.alsoWrites.slice(0, -1) };
      response = await attempt(tokenUrl);
    }
    const secretOnly = parts.credentials.clientSecret && !parts.credentials.privateKey;
    if (secretOnly && (response.status === 400 || response.status === 401)) {
      // Some servers take the secret only as a header, some only in the body.
      secretInBody = !secretInBody;
      response = await attempt(tokenUrl);
    }
    return held(response, parts.clock);
  };
}

async function discover(parts: TokenParts): Promise<string> {
  const base = parts.credentials.baseUrl.replace(/\/$/, "");
  const response = await reach(parts, `${base}/.well-known/smart-configuration`, {
    headers: { accept: "application/json" },
  });
  const body = await readJson(response).catch(() => undefined);
  const parsed = z.safeParse(SmartConfiguration, body);
  if (!response.ok || !parsed.success) throw new NoAnswer("no-token-endpoint");
  return parsed.data.token_endpoint;
}

interface SignIn {
  readonly headers: Record<string, string>;
  readonly form: Record<string, string>;
}

async function authentication(
  { credentials, clock }: TokenParts,
  who: { clientId: string; tokenUrl: string; secretInBody: boolean },
): Promise<SignIn> {
  const { clientId } = who;
  if (credentials.privateKey)
    return {
      headers: {},
      form: {
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: await assertion(credentials.privateKey, { ...who, now: clock() }),
      },
    };
  const secret = credentials.clientSecret;
  if (secret === undefined) return { headers: {}, form: { client_id: clientId } };
  if (who.secretInBody)
    return { headers: {}, form: { client_id: clientId, client_secret: secret } };
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`;
  return { headers: { authorization: `Basic ${btoa(pair)}` }, form: {} };
}

const post = (parts: TokenParts, url: string, { headers, form }: SignIn): Promise<Response> =>
  reach(parts, url, {
    method: "POST",
    headers: {
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
    },
    body: new URLSearchParams({
      grant_type: "client_credentials",
      scope: scopeOf(parts),
      ...form,
    }).toString(),
  });

async function reach(parts: TokenParts, url: string, init: RequestInit): Promise<Response> {
  await parts.turns?.take();
  try {
    const signal = AbortSignal.timeout(TOKEN_MS);
    const response = await parts.fetch(url, { ...init, signal, redirect: "manual" });
    await parts.turns?.seen(response.status, waitIn(response, parts.clock));
    return response;
  } catch (error) {
    throw new NoAnswer(`token-${thrown(error).code}`);
  }
}

const waitIn = (response: Response, clock: Clock) =>
  retryAfter(response.headers.get("retry-after"), clock());

async function held(response: Response, clock: Clock): Promise<Held> {
  if (!response.ok) throw new NoAnswer(`token-${response.status}`, waitIn(response, clock));
  const body = await readJson(response).catch(() => undefined);
  const parsed = z.safeParse(TokenReply, body);
  if (!parsed.success) throw new NoAnswer("token-unreadable");
  const { access_token: token, expires_in: seconds = 300 } = parsed.data;
  return { token, until: Date.parse(clock()) + Math.max(1, seconds - EARLY_SECONDS) * 1000 };
}
