import * as z from "zod/mini";
import { loose, looseList, Raw } from "./elements.ts";
import { NoAnswer, noAnswer, type Reply } from "./failure.ts";
import type { Query, Transport } from "./transport.ts";

const SearchSet = z.object({
  resourceType: z.literal("Bundle"),
  link: looseList(z.object({ relation: z.string(), url: z.string() })),
  entry: looseList(
    z.object({ resource: loose(Raw), search: loose(z.object({ mode: loose(z.string()) })) }),
  ),
});

/** A server may keep its pages small, and a clinic may be large. One that brings nothing new for so long never will. */
const MOST_BARREN_PAGES = 20;
/** More pages than any window of days needs: a server that pages for ever is cut short. */
const MOST_PAGES = 2_000;

export interface SearchRequest {
  readonly type: string;
  readonly query: Query;
  readonly signal?: AbortSignal | undefined;
  /** The query names a person: it goes in the body, never into an address or an access log. */
  readonly discreet?: boolean;
}

/**
 * Every resource of the type a search matches, each id once, as the server sent it. `total`, order and the form of
 * page links are the server's business. Rejects with `EhrUnavailable`: half an answer is no answer.
 */
export async function search(http: Transport, request: SearchRequest): Promise<Raw[]> {
  const found = new Map<string, Raw>();
  let barren = 0;
  for await (const page of pagesOf(http, request)) {
    const before = found.size;
    for (const resource of page) {
      const id = String(resource["id"]);
      if (!found.has(id)) found.set(id, resource);
    }
    barren = found.size > before ? 0 : barren + 1;
    if (barren > MOST_BARREN_PAGES) throw new NoAnswer("too-many-pages");
  }
  return [...found.values()];
}

/** The pages of a search as they come, at the server's own addresses only. */
export async function* pagesOf(http: Transport, request: SearchRequest): AsyncGenerator<Raw[]> {
  const seen = new Set<string>();
  let reply = await firstPage(http, request);
  for (;;) {
    const { link, entry } = pageOf(reply);
    yield matches(entry, request.type);
    const next = nextPage(link, new URL(request.type, http.base));
    if (next === undefined || seen.has(next.href)) return;
    if (seen.size >= MOST_PAGES) throw new NoAnswer("too-many-pages");
    seen.add(next.href);
    reply = await http.send({ method: "GET", path: next, signal: request.signal });
  }
}

async function firstPage(http: Transport, request: SearchRequest): Promise<Reply> {
  const { type, signal } = request;
  const query: Query = [...request.query, ["_count", "200"]];
  if (request.discreet) {
    const reply = await http.send({
      method: "POST",
      path: `${type}/_search`,
      query,
      signal,
      form: true,
    });
    const noSuchRoute = reply.is === "refused" && [404, 405, 415, 501].includes(reply.status);
    if (!noSuchRoute) return reply;
  }
  return http.send({ method: "GET", path: type, query, signal });
}

function pageOf(reply: Reply): z.infer<typeof SearchSet> {
  if (reply.is !== "ok") throw noAnswer(reply);
  const parsed = z.safeParse(SearchSet, reply.body);
  if (!parsed.success) throw new NoAnswer("not-a-searchset");
  return parsed.data;
}

const matches = (entries: z.infer<typeof SearchSet>["entry"], type: string): Raw[] =>
  entries.flatMap(({ resource, search: found }) =>
    resource?.["resourceType"] === type && (found?.mode ?? "match") === "match" ? [resource] : [],
  );

/**
 * The next page, always at our server. A server behind a proxy may name itself differently in its links; then the
 * link's path and query are kept and its origin is not, so that our token goes nowhere else.
 */
function nextPage(
  links: readonly { relation: string; url: string }[],
  asked: URL,
): URL | undefined {
  const link = links.find(({ relation }) => relation === "next");
  if (link === undefined) return undefined;
  if (!URL.canParse(link.url, asked.href)) throw new NoAnswer("bad-page-link");
  const url = new URL(link.url, asked);
  if (url.origin === asked.origin) return url;
  const base = asked.pathname.slice(0, asked.pathname.lastIndexOf("/"));
  if (!url.pathname.startsWith(base)) throw new NoAnswer("foreign-page-link");
  return new URL(url.pathname + url.search, asked);
}

/** How a server says that there is none. To one that is no FHIR id (R4, datatype "id") many say 400: they have none such. */
const noneSuch = (id: string): readonly number[] =>
  /^[A-Za-z0-9.-]{1,64}$/.test(id) ? [404, 410] : [400, 404, 410];

/** One resource by id; undefined where there is none (any more). Rejects with `EhrUnavailable`. */
export async function read(
  http: Transport,
  { type, id, signal }: { type: string; id: string; signal?: AbortSignal | undefined },
): Promise<{ raw: Raw; etag: string | undefined } | undefined> {
  // "." and ".." are ids to a schema and steps to an address.
  if (!/[^.]/.test(id)) return undefined;
  const path = `${type}/${encodeURIComponent(id)}`;
  const reply = await http.send({ method: "GET", path, signal });
  if (reply.is === "refused" && noneSuch(id).includes(reply.status)) return undefined;
  if (reply.is !== "ok") throw noAnswer(reply);
  const parsed = z.safeParse(Raw, reply.body);
  if (!parsed.success || parsed.data["resourceType"] !== type) throw new NoAnswer("not-a-resource");
  if (parsed.data["id"] !== id) {
    http.log("ehr.wrong-resource", { type });
    throw new NoAnswer("wrong-resource");
  }
  return { raw: parsed.data, etag: reply.etag };
}

/** What a mapper makes of each resource; those it can't read are counted, not fatal. */
export function mapped<T>(
  http: Transport,
  raws: readonly Raw[],
  map: (raw: Raw) => T | undefined,
): T[] {
  const all = raws.flatMap((raw) => map(raw) ?? []);
  const type = raws[0]?.["resourceType"];
  if (all.length < raws.length && typeof type === "string")
    http.log("ehr.unreadable", { type, count: raws.length - all.length });
  return all;
}
