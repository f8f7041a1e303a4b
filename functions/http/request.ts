import { Buffer } from "node:buffer";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Route } from "#domain/api.ts";
import { Problem } from "#domain/problem.ts";

/** Body size a route takes unless it says otherwise. */
const MAX_BODY_BYTES = 64 * 1024;
/** Deeper JSON than any schema of ours: refused before anything walks it. */
const MAX_DEPTH = 24;

/** The event with the little normalising that every check needs. */
export interface Request {
  readonly event: APIGatewayProxyEventV2;
  readonly rawBody: string;
  readonly address: string;
  header(name: string): string | undefined;
  parameter(name: string): string | undefined;
}

export function requestOf(event: APIGatewayProxyEventV2): Request {
  const header = (name: string) => event.headers[name.toLowerCase()];
  const rawBody = event.isBase64Encoded
    ? Buffer.from(event.body ?? "", "base64").toString("utf8")
    : (event.body ?? "");
  // CloudFront appends the viewer's address, API Gateway appends CloudFront's: the second last is the client.
  const hops = (header("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  const address = hops.at(-2) || event.requestContext.http.sourceIp;
  const parameter = (name: string) => event.pathParameters?.[name];
  return { event, rawBody, address, header, parameter };
}

export function refuseOversize(route: Route, request: Request): void {
  const limit = route.maxBodyBytes ?? MAX_BODY_BYTES;
  const declared = Number(request.header("content-length") ?? 0);
  if (declared > limit || Buffer.byteLength(request.rawBody) > limit)
    throw new Problem("request.too-large");
}

const writes = (route: Route) => route.method !== "GET";
const hasBody = (route: Route) => writes(route) && route.method !== "DELETE";

/** A body must be JSON. A request without body or type is an empty object. */
export function refuseForeignMedia(route: Route, request: Request): void {
  if (!hasBody(route)) return;
  const type = request.header("content-type");
  if (type === undefined && request.rawBody === "") return;
  const media = type?.split(";")[0]?.trim().toLowerCase();
  if (media !== "application/json") throw new Problem("request.unsupported-media-type");
}

/**
 * Writing requests must come from the portal's own pages. The viewer's host arrives from the edge, which overwrites
 * whatever a client sent; a missing Origin is foreign.
 */
export function refuseForeignOrigin(route: Route, request: Request): void {
  if (!writes(route)) return;
  const origin = request.header("origin");
  const host = request.header("x-viewer-host") ?? request.header("host");
  if (!origin || !host || hostOf(origin) !== host.toLowerCase())
    throw new Problem("request.foreign-origin");
}

function hostOf(origin: string): string | undefined {
  const match = /^https?:\/\/([a-z0-9.:[\]-]+)$/i.exec(origin);
  return match?.[1]?.toLowerCase();
}

/** Path parameters, query and body as one plain object: what the route's schema will judge. */
export function inputOf(route: Route, request: Request): Record<string, unknown> {
  const { queryStringParameters: query = {}, pathParameters: path = {} } = request.event;
  const body = hasBody(route);
  const given = body ? parseJson(request.rawBody) : query;
  refuseElsewhere(body ? Object.keys(query) : []);
  refuseElsewhere(Object.keys(path).filter((name) => Object.hasOwn(given, name)));
  const merged: Record<string, unknown> = Object.create(null);
  for (const part of [given, path])
    for (const [name, value] of Object.entries(part)) merged[name] = value;
  return merged;
}

/** Each field has one place. Said in another, it would be lost in silence, and with it whose chart was meant. */
function refuseElsewhere(names: readonly string[]): void {
  if (names.length === 0) return;
  const errors = names
    .slice(0, 20)
    .map((name) => ({ path: name.slice(0, 100), message: "Not here." }));
  throw new Problem("request.invalid", { errors });
}

function parseJson(text: string): object {
  if (text.trim() === "") return {};
  if (depthOf(text) > MAX_DEPTH) throw new Problem("request.malformed");
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Problem("request.malformed");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new Problem("request.invalid", {
      errors: [{ path: "", message: "Send one JSON object." }],
    });
  return parsed;
}

/** Nesting depth by bracket counting outside strings: one pass, whatever the text, and no stack to overflow. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = stringEnd(text, at);
    else if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    else if (character === "]" || character === "}") depth--;
  }
  return deepest;
}

/** Where the string that opens here closes; the text's end when it never does. */
function stringEnd(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
