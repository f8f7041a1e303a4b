import type { IncomingMessage, ServerResponse } from "node:http";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod/mini";
import type { Outcome } from "./function-worker.ts";
import { type HttpCall, httpEvent } from "./http-event.ts";
import { type Route, type RouteMatch, routeTable } from "./routes.ts";
import { incomingCookies, outgoingCookie } from "./session-cookie.ts";
import type { Site } from "./site.ts";
import { serveWebFile } from "./web-files.ts";

/** Answers a request under `/local`; false when it has nothing there. */
export type LocalPage = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface EdgeDeps {
  routes: readonly Route[];
  site: Site;
  account: string;
  webFolder: string;
  localPage: LocalPage;
}

/** The limit of an HTTP API. */
const bodyLimit = 10 * 1024 * 1024;

const Answer = z.object({
  statusCode: z.number(),
  headers: z._default(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])), {}),
  cookies: z._default(z.array(z.string()), []),
  body: z._default(z.string(), ""),
  isBase64Encoded: z._default(z.boolean(), false),
});

/** Everything the browser sees on one origin: the API as API Gateway behind CloudFront serves it, and the web app. */
export function httpEdge(deps: EdgeDeps) {
  const table = routeTable(deps.routes);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = addressOf(request);
    if (!url) {
      plain(response, 400, "Bad Request");
    } else if (!isUnder("/local", url.pathname)) {
      await answerAsCloud(deps, table, { request, response, url });
    } else if (!(await deps.localPage(request, response))) {
      plain(response, 404, "Not Found");
    }
  };
}

/** The address of a request on this origin. Only a path is one: "//x" or "http://x" would name another host. */
function addressOf({ url = "/" }: IncomingMessage): URL | undefined {
  return /^\/(?!\/)/.test(url) && URL.canParse(url, "http://local")
    ? new URL(url, "http://local")
    : undefined;
}

type Table = ReturnType<typeof routeTable<Route>>;

async function answerAsCloud(deps: EdgeDeps, table: Table, exchange: Exchange): Promise<void> {
  const { request, response, url } = exchange;
  for (const [name, value] of Object.entries(deps.site.answerHeaders(url.pathname))) {
    response.setHeader(name, value);
  }
  const match = findRoute(table, request.method ?? "GET", url.pathname);
  if (match === "malformed") {
    plain(response, 400, "Bad Request");
  } else if (match) {
    await answerRoute(deps, match, exchange);
  } else if (isUnder("/api", url.pathname) || isUnder("/.well-known", url.pathname)) {
    plain(response, 404, "Not Found");
  } else {
    serveWebFile(deps.webFolder, request, response);
  }
}

function findRoute(
  table: Table,
  method: string,
  path: string,
): RouteMatch<Route> | "malformed" | undefined {
  try {
    const match = table.match(method, path);
    const fallback = isUnder("/api", path) ? table.fallback : undefined;
    return match ?? (fallback && { route: fallback, parameters: {} });
  } catch {
    return "malformed";
  }
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
}

async function answerRoute(
  { site, account }: EdgeDeps,
  { route, parameters }: RouteMatch<Route>,
  { request, response, url }: Exchange,
): Promise<void> {
  const body = await readBody(request);
  if (!body) {
    await refuseBody(request, response);
    return;
  }
  const call: HttpCall = {
    method: request.method ?? "GET",
    url,
    headers: request.headers,
    body,
    clientAddress: request.socket.remoteAddress ?? "127.0.0.1",
  };
  const event = httpEvent(call, {
    routeKey: route.key,
    parameters,
    account,
    originHeaders: site.originHeaders,
    cookies: incomingCookies(request.headers.cookie),
  });
  writeOutcome(response, await within(route.timeoutMs, route.target.invoke(event)));
}

/** The body, or nothing when it is larger than the limit; no more than the limit is ever kept. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > bodyLimit) {
    return undefined;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > bodyLimit) {
        request.removeAllListeners("data");
        resolve(undefined);
      } else {
        chunks.push(chunk);
      }
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
  });
}

/** Says 413 and lets the rest of the body run out for a moment, so that the client reads the answer before the end. */
async function refuseBody(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader("connection", "close");
  plain(response, 413, "Request Entity Too Large");
  request.resume();
  await Promise.race([finished(request), sleep(2000, undefined, { ref: false })]).catch(() => {});
  request.socket.destroySoon();
}

async function within(limitMs: number, outcome: Promise<Outcome>): Promise<Outcome | undefined> {
  const timer = new AbortController();
  const late = sleep(limitMs, undefined, { signal: timer.signal }).catch(() => undefined);
  return Promise.race([outcome, late]).finally(() => timer.abort());
}

/** A function that ran out of time is "Service Unavailable"; one that failed an "Internal Server Error". */
function writeOutcome(response: ServerResponse, outcome: Outcome | undefined): void {
  if (!outcome || (!outcome.ok && outcome.timedOut)) {
    plain(response, 503, "Service Unavailable");
    return;
  }
  if (!outcome.ok) {
    plain(response, 500, "Internal Server Error");
    return;
  }
  const answer = z.safeParse(Answer, outcome.result);
  if (!answer.success) {
    writeInferred(response, outcome.result);
    return;
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = answer.data;
  response.statusCode = statusCode;
  response.setHeader("content-type", "text/plain; charset=utf-8");
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, String(value));
  }
  if (cookies.length) {
    response.setHeader("set-cookie", cookies.map(outgoingCookie));
  }
  response.end(Buffer.from(body, isBase64Encoded ? "base64" : "utf8"));
}

/** Payload 2.0: an answer without a status is the body itself; one with a status that cannot be read is an error. */
function writeInferred(response: ServerResponse, result: unknown): void {
  if (typeof result === "object" && result !== null && "statusCode" in result) {
    plain(response, 500, "Internal Server Error");
    return;
  }
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(result));
}

function plain(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ message }));
}

const isUnder = (root: string, path: string) => path === root || path.startsWith(`${root}/`);
