import type { Clock } from "#ports/clock.ts";
import {
  answered,
  type Failure,
  issueCode,
  NoAnswer,
  type Reply,
  retryAfter,
  thrown,
} from "./failure.ts";
import { readJson } from "./http-body.ts";
import type { TokenSource } from "./token.ts";
import { type Turns, unlimited } from "./turns.ts";

/** How long one request may take when its caller has no shorter limit. */
const REQUEST_MS = 6_000;

export type Log = (code: string, fields: Record<string, string | number>) => void;
export type Query = readonly (readonly [name: string, value: string])[];

interface FhirRequest {
  readonly method: "GET" | "POST" | "PUT";
  /** "Slot/12", "" for the base itself, or the address of a next page. */
  readonly path: string | URL;
  readonly query?: Query;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** A search sent as a form: nothing of it stands in the address. */
  readonly form?: boolean;
}

export interface TransportParts {
  readonly baseUrl: string;
  readonly tokens: TokenSource;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly log: Log;
  /** The connection's quota; absent: none. */
  readonly turns?: Turns;
}

/** Requests to one FHIR server. Never rejects: every failure is classified by whether it may have had an effect. */
export interface Transport {
  readonly base: URL;
  readonly log: Log;
  send(request: FhirRequest): Promise<Reply>;
}

export function transport(parts: TransportParts): Transport {
  const base = new URL(parts.baseUrl.endsWith("/") ? parts.baseUrl : `${parts.baseUrl}/`);
  const { turns = unlimited } = parts;
  const send = async (request: FhirRequest): Promise<Reply> => {
    // What nobody waits for may stand in line for longer than a request may take.
    const late = await turns.take(request.signal).catch(notSent);
    if (late) return late;
    const limit = AbortSignal.timeout(REQUEST_MS);
    const signal = request.signal ? AbortSignal.any([request.signal, limit]) : limit;
    const prepared = { request: { ...request, signal }, base };
    const reply = await authorized(parts, prepared);
    // A kept-alive connection may have died unnoticed. Reading again is harmless.
    const again = isRead(request) && reply.is === "unknown" && !signal.aborted;
    return again
      ? ((await turns.take(signal).catch(notSent)) ?? authorized(parts, prepared))
      : reply;
  };
  return { base, log: parts.log, send };
}

interface Prepared {
  readonly request: FhirRequest & { readonly signal: AbortSignal };
  readonly base: URL;
}

const isRead = (request: FhirRequest): boolean => request.method === "GET" || request.form === true;

/** With a token; a refused token is replaced once, for a server that answers 401 has done nothing. */
async function authorized(parts: TransportParts, prepared: Prepared): Promise<Reply> {
  const { signal } = prepared.request;
  try {
    const token = await parts.tokens.token(signal);
    const reply = await once(parts, prepared, token);
    const refused = reply.is === "refused" && reply.status === 401 && token !== undefined;
    if (!refused) return reply;
    parts.tokens.forget(token);
    const fresh = await parts.tokens.token(signal);
    await parts.turns?.take(signal);
    return await once(parts, prepared, fresh);
  } catch (error) {
    return notSent(error);
  }
}

function notSent(error: unknown): Failure {
  const wait = error instanceof NoAnswer ? error.retryAfterSeconds : undefined;
  const code = error instanceof NoAnswer ? error.code : "token";
  return { is: "not-sent", code, ...(wait === undefined ? {} : { retryAfterSeconds: wait }) };
}

async function once(
  parts: TransportParts,
  { request, base }: Prepared,
  token: string | undefined,
): Promise<Reply> {
  if (request.signal.aborted) return { is: "not-sent", code: "timeout" };
  let response: Response;
  try {
    response = await parts.fetch(address(request, base), {
      method: request.method,
      headers: headersFor(request, token),
      signal: request.signal,
      // A redirect could carry a token or a patient elsewhere.
      redirect: "manual",
      ...payload(request),
    });
  } catch (error) {
    return thrown(error);
  }
  const now = parts.clock();
  const wait = retryAfter(response.headers.get("retry-after"), now);
  await parts.turns?.seen(response.status, wait);
  return classified(response, { wait, writes: !isRead(request) });
}

function address(request: FhirRequest, base: URL): URL {
  const url = request.path instanceof URL ? request.path : new URL(request.path || ".", base);
  if (request.path === "") url.pathname = base.pathname.replace(/\/$/, "");
  if (request.form) return url;
  for (const [name, value] of request.query ?? []) url.searchParams.append(name, value);
  return url;
}

function payload(request: FhirRequest): { body?: string } {
  if (request.form) return { body: formOf(request.query ?? []) };
  return request.body === undefined ? {} : { body: JSON.stringify(request.body) };
}

function formOf(query: Query): string {
  const form = new URLSearchParams();
  for (const [name, value] of query) form.append(name, value);
  return form.toString();
}

function headersFor(request: FhirRequest, token: string | undefined): Record<string, string> {
  const type = request.form ? "application/x-www-form-urlencoded" : "application/fhir+json";
  return {
    accept: "application/fhir+json",
    ...(request.method === "GET" ? {} : { "content-type": type }),
    // HAPI answers a repeated search from a cache for a minute unless told not to.
    ...(isRead(request) ? { "cache-control": "no-cache" } : { prefer: "return=representation" }),
    ...request.headers,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
}

async function classified(
  response: Response,
  { wait, writes }: { wait: number | undefined; writes: boolean },
): Promise<Reply> {
  const { status } = response;
  if (status >= 200 && status < 300) return accepted(response);
  const body = await readJson(response).catch(() => undefined);
  const seen = { status, code: issueCode(status, body) };
  return answered(wait === undefined ? seen : { ...seen, retryAfterSeconds: wait }, writes);
}

async function accepted(response: Response): Promise<Reply> {
  const etag = response.headers.get("etag");
  const location = response.headers.get("location");
  try {
    const body = await readJson(response);
    return {
      is: "ok",
      status: response.status,
      ...(etag === null ? {} : { etag }),
      ...(location === null ? {} : { location }),
      body,
    };
  } catch {
    return cutOff;
  }
}
const cutOff: Failure = { is: "unknown", code: "unreadable-reply" };
