import * as z from "zod/mini";
import { Refusal, refuse, statusLine } from "#infra/local/ehr/fhir/refusal.ts";
import { isRecord, textOf } from "#infra/local/ehr/fhir/resource.ts";
import { matchesOf } from "#infra/local/ehr/store/search.ts";
import { dispatch } from "./dispatch.ts";
import { type Ehr, etagOf, type FhirReply, type FhirRequest, queryIn } from "./exchange.ts";

const Entry = z.object({
  fullUrl: z.optional(z.string()),
  resource: z.optional(z.looseObject({ resourceType: z.string() })),
  request: z.object({
    method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
    url: z.string(),
    ifMatch: z.optional(z.string()),
    ifNoneMatch: z.optional(z.string()),
    ifNoneExist: z.optional(z.string()),
  }),
});
type Entry = z.infer<typeof Entry>;

const RequestBundle = z.object({
  resourceType: z.literal("Bundle"),
  type: z.enum(["batch", "transaction"]),
  entry: z._default(z.array(Entry), []),
});

/** FHIR's order of processing inside a transaction. */
const turns = { DELETE: 0, POST: 1, PUT: 2, PATCH: 2, GET: 3 };

export function bundle(ehr: Ehr, body: unknown): FhirReply {
  const parsed = RequestBundle.safeParse(body);
  if (!parsed.success)
    throw refuse.malformed(
      "Expected a Bundle of type batch or transaction, each entry with request",
    );
  const { type, entry } = parsed.data;
  if (!ehr.persona[type]) throw refuse.unsupported(`${type} is not supported by this system`);
  const answered = type === "batch" ? batch(ehr, entry) : transaction(ehr, entry);
  return {
    status: 200,
    body: { resourceType: "Bundle", type: `${type}-response`, entry: answered },
  };
}

function batch(ehr: Ehr, entries: Entry[]): object[] {
  return entries.map((entry) => {
    try {
      return answer(ehr, dispatch(ehr, requestOf(entry, entry.resource)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { response: { status: statusLine(error.status), outcome: error.outcome() } };
    }
  });
}

/** All entries or none: the first refusal undoes what came before it. */
function transaction(ehr: Ehr, entries: Entry[]): object[] {
  return ehr.chart.atomic(() => {
    const plan = new Plan(ehr, entries);
    const inTurn = [...entries.entries()].sort(
      ([, a], [, b]) => turns[a.request.method] - turns[b.request.method],
    );
    const replies = new Map<number, object>();
    for (const [index, entry] of inTurn)
      replies.set(
        index,
        answer(
          ehr,
          located(index, () => dispatch(ehr, plan.request(entry))),
        ),
      );
    return entries.map((_, index) => replies.get(index) ?? {});
  });
}

function located<T>(index: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) error.expression = `Bundle.entry[${index}]`;
    throw error;
  }
}

/** Knows, before anything is written, what each urn:uuid will be called. */
class Plan {
  readonly #names = new Map<string, string>();
  readonly #ids = new Map<Entry, string>();

  constructor(ehr: Ehr, entries: Entry[]) {
    for (const entry of entries) {
      const { method, url } = entry.request;
      const name = method === "POST" ? this.#nameCreated(ehr, entry) : url;
      if (entry.fullUrl && name) this.#names.set(entry.fullUrl, name);
    }
  }

  request(entry: Entry): FhirRequest {
    return { ...requestOf(entry, this.#resolve(entry.resource)), assignedId: this.#ids.get(entry) };
  }

  #nameCreated(ehr: Ehr, entry: Entry): string | undefined {
    const type = entry.resource?.resourceType;
    if (!type) return undefined;
    const { ifNoneExist } = entry.request;
    const [existing] = ifNoneExist ? matchesOf(ehr.chart, type, queryIn(ifNoneExist)) : [];
    const id = existing?.id ?? ehr.chart.newId();
    this.#ids.set(entry, id);
    return `${type}/${id}`;
  }

  /** Replaces every reference to an entry's fullUrl by the resource's own name. */
  #resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.#resolve(one));
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        typeof inner === "string" ? this.#renamed(key, inner) : this.#resolve(inner),
      ]),
    );
  }

  #renamed(key: string, text: string): string {
    const links = key === "reference" || key === "url" || key === "uri" || text.startsWith("urn:");
    return (links && this.#names.get(text)) || text;
  }
}

function requestOf(entry: Entry, resource: unknown): FhirRequest {
  const { method, url, ifMatch, ifNoneMatch, ifNoneExist } = entry.request;
  const [path = "", query = ""] = url.split("?");
  const headers = {
    "if-match": ifMatch,
    "if-none-match": ifNoneMatch,
    "if-none-exist": ifNoneExist,
  };
  return {
    method,
    path: path
      .replace(/^.*\/fhir\/r4\//, "")
      .split("/")
      .filter(Boolean),
    query: [...new URLSearchParams(query)],
    headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
    body: method === "PATCH" ? patchIn(resource) : resource,
  };
}

/** In a Bundle a JSON Patch travels inside a Binary, base64 coded. */
function patchIn(resource: unknown): unknown {
  const data = textOf(resource, "data");
  if (!data) throw refuse.malformed("A PATCH entry carries its JSON Patch in a Binary");
  try {
    return JSON.parse(Buffer.from(data, "base64").toString());
  } catch {
    throw refuse.malformed("The Binary of a PATCH entry does not hold a JSON Patch");
  }
}

function answer(ehr: Ehr, { status, body, about }: FhirReply): object {
  if (!about)
    return { ...(body ? { resource: body } : {}), response: { status: statusLine(status) } };
  const { resourceType, id, meta } = about;
  if (ehr.persona.stranger)
    return { response: { status: statusLine(status), location: `${resourceType}/${id}` } };
  const location = `${resourceType}/${id}/_history/${meta.versionId}`;
  return {
    fullUrl: `${ehr.baseUrl}/${resourceType}/${id}`,
    resource: about,
    response: {
      status: statusLine(status),
      location,
      etag: etagOf(about),
      lastModified: meta.lastUpdated,
    },
  };
}
