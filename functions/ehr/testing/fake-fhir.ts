import * as z from "zod/mini";
import { type Fault, faultAfter, faultBefore } from "./fake-faults.ts";

type Resource = Record<string, unknown>;
const Body = z.record(z.string(), z.unknown());

/** How this server differs from a perfect one. */
export interface Quirks {
  readonly transaction: "atomic" | "partial" | "none";
  readonly slotUpdate: boolean;
  /** Checks If-Match, and says so in its statement. */
  readonly guardsVersions: boolean;
  /** Keeps identifiers it did not make. */
  readonly keepsIdentifiers: boolean;
  readonly conditionalCreate: boolean;
  /** Stamps are cut to this grain. */
  readonly grainMs: number;
  readonly pageSize: number;
  /** Searches see what was there at the last `catchUp`. */
  readonly lagging: boolean;
  readonly appointmentParams: readonly string[];
  /** Types of a chart's resources, searched by patient and by change. */
  readonly records: readonly string[];
  /** Types that can be written beside visits, and what they are searched by. */
  readonly creates: Readonly<Record<string, readonly string[]>>;
}
const perfect: Quirks = {
  transaction: "atomic",
  slotUpdate: true,
  guardsVersions: true,
  keepsIdentifiers: true,
  conditionalCreate: true,
  grainMs: 1,
  pageSize: 200,
  lagging: false,
  appointmentParams: ["identifier", "patient", "date", "slot", "practitioner", "_lastUpdated"],
  records: [],
  creates: {},
};

export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly headers: Headers;
  readonly body: Resource | undefined;
}

class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(String(status));
    this.status = status;
  }
}

/** A small FHIR server behind a `fetch`: no network, no validation, and every bad habit on request. */
export class FakeFhir {
  readonly base = "https://ehr.test/fhir";
  readonly heard: Heard[] = [];
  readonly store = new Map<string, Resource>();
  quirks: Quirks;
  /** Decides what goes wrong with a request. */
  faults: (heard: Heard) => Fault | undefined = () => undefined;
  /** Answers in the server's stead. */
  instead: (heard: Heard) => Response | undefined = () => undefined;
  /** Awaited before each request is handled, so that requests overtake each other. */
  pause: () => Promise<void> = async () => undefined;
  #ids = 0;
  #index = new Map<string, Resource>();

  constructor(quirks: Partial<Quirks> = {}) {
    this.quirks = { ...perfect, ...quirks };
  }

  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}) => {
    const heard = heardOf(new URL(input instanceof Request ? input.url : input), init);
    this.heard.push(heard);
    await this.pause();
    const fault = this.faults(heard);
    if (!fault) return this.#reply(heard);
    const early = await faultBefore(fault, init.signal ?? undefined);
    return early ?? faultAfter(fault, this.#reply(heard));
  };
  #reply(heard: Heard): Response {
    return this.instead(heard) ?? this.#answer(heard);
  }

  put(resource: Resource & { resourceType: string; id: string }): void {
    this.#save(`${resource.resourceType}/${resource.id}`, resource);
  }
  /** The index of a lagging server has seen everything. */
  catchUp(): void {
    this.#index = new Map(this.store);
  }
  all(type: string, from = this.store): Resource[] {
    return [...from.entries()].flatMap(([key, one]) => (key.startsWith(`${type}/`) ? [one] : []));
  }

  #answer(heard: Heard): Response {
    try {
      return this.#route(heard);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const outcome = { resourceType: "OperationOutcome", issue: [{ code: "refused" }] };
      return Response.json(outcome, { status: error.status });
    }
  }

  #route(heard: Heard): Response {
    const { method, path, body } = heard;
    if (path === "metadata") return Response.json(this.#statement());
    if (path === "") return this.#transaction(body ?? {});
    if (path.includes("/") && method === "GET") return resourceReply(200, this.#read(path));
    if (method === "PUT") return this.#update(path, body ?? {}, heard.headers.get("if-match"));
    if (method === "POST" && body) return this.#create(body, heard.headers.get("if-none-exist"));
    return this.#search(path, heard.search);
  }

  #read(path: string): Resource {
    const found = this.store.get(path);
    if (!found) throw new Refused(404);
    return found;
  }

  #update(path: string, body: Resource, ifMatch: string | null | undefined): Response {
    const current = this.#read(path);
    if (path.startsWith("Slot/") && !this.quirks.slotUpdate) throw new Refused(405);
    const stale = ifMatch && ifMatch !== etag(current);
    if (this.quirks.guardsVersions && stale) throw new Refused(412);
    return resourceReply(200, this.#save(path, body));
  }

  #create(body: Resource, ifNoneExist: string | null | undefined): Response {
    const type = String(body["resourceType"]);
    const known =
      ifNoneExist && this.quirks.conditionalCreate ? this.#matching(type, `?${ifNoneExist}`) : [];
    if (known[0]) return resourceReply(200, known[0]);
    const id = `n${++this.#ids}`;
    const saved = this.#save(`${type}/${id}`, { ...body, id });
    return resourceReply(201, saved, `${this.base}/${type}/${id}/_history/1`);
  }

  #save(path: string, body: Resource): Resource {
    const before = Body.safeParse(this.store.get(path)?.["meta"]);
    const version = Number(before.success ? before.data["versionId"] : 0) + 1;
    const stamp = Math.floor(Date.now() / this.quirks.grainMs) * this.quirks.grainMs;
    const iso = new Date(stamp).toISOString();
    const lastUpdated = this.quirks.grainMs < 1000 ? iso : iso.replace(".000Z", "Z");
    const { identifier, ...rest } = body;
    const kept = this.quirks.keepsIdentifiers && identifier !== undefined ? { identifier } : {};
    const labels = Body.safeParse(body["meta"]).data?.["security"];
    const security = labels === undefined ? {} : { security: labels };
    const meta = { ...security, versionId: String(version), lastUpdated };
    const saved = { ...rest, ...kept, meta };
    this.store.set(path, saved);
    return saved;
  }

  #transaction(body: Resource): Response {
    if (this.quirks.transaction === "none") throw new Refused(405);
    const before = new Map(this.store);
    const replies = Bundle.parse(body).entry.map((entry) => this.#entry(entry));
    const failed = replies.find((reply) => reply instanceof Refused);
    if (failed && this.quirks.transaction === "atomic") {
      this.store.clear();
      for (const [key, value] of before) this.store.set(key, value);
      throw failed;
    }
    const entry = replies.map((reply) =>
      reply instanceof Refused ? { response: { status: `${reply.status} Refused` } } : reply,
    );
    return Response.json({ resourceType: "Bundle", type: "transaction-response", entry });
  }

  #entry({ resource, request }: z.infer<typeof Bundle>["entry"][number]) {
    try {
      const reply =
        request.method === "PUT"
          ? this.#update(request.url, resource, request.ifMatch)
          : this.#create(resource, request.ifNoneExist);
      const location = reply.headers.get("location") ?? request.url;
      const status = `${reply.status} OK`;
      return { response: { status, location, etag: reply.headers.get("etag") } };
    } catch (error) {
      if (error instanceof Refused) return error;
      throw error;
    }
  }

  #search(type: string, search: string): Response {
    const found = this.#matching(type, search);
    const page = Number(new URLSearchParams(search).get("page") ?? 0);
    const from = page * this.quirks.pageSize;
    const next = new URLSearchParams(search);
    next.set("page", String(page + 1));
    const more = from + this.quirks.pageSize < found.length;
    return Response.json({
      resourceType: "Bundle",
      type: "searchset",
      link: more ? [{ relation: "next", url: `${type}?${next}` }] : [],
      entry: found.slice(from, from + this.quirks.pageSize).map((resource) => ({ resource })),
    });
  }

  #matching(type: string, search: string): Resource[] {
    const asked = [...new URLSearchParams(search)].filter(([name]) => name in tests);
    return this.all(type, this.quirks.lagging ? this.#index : this.store).filter((one) =>
      asked.every(([name, value]) => tests[name]?.(JSON.stringify(one), value, one)),
    );
  }

  #statement(): Resource {
    const { quirks } = this;
    const can = (...codes: string[]) => codes.map((code) => ({ code }));
    const params = (...names: string[]) => names.map((name) => ({ name, type: "token" }));
    const read = can("read", "search-type");
    const slotCan = quirks.slotUpdate ? can("read", "search-type", "update") : read;
    const versioning = quirks.guardsVersions ? "versioned-update" : "no-version";
    const resource = [
      {
        type: "Slot",
        interaction: slotCan,
        searchParam: params("start", "_lastUpdated"),
        versioning,
      },
      {
        type: "Appointment",
        interaction: can("read", "search-type", "create", "update"),
        searchParam: params(...quirks.appointmentParams),
        versioning,
        conditionalCreate: quirks.conditionalCreate,
      },
      { type: "Schedule", interaction: read },
      { type: "Patient", interaction: read, searchParam: params("email", "_id") },
      ...["Practitioner", "Location", "HealthcareService"].map((type) => ({
        type,
        interaction: read,
      })),
      ...Object.entries(quirks.creates).map(([type, names]) => ({
        type,
        interaction: can("read", "search-type", "create"),
        searchParam: params(...names),
        conditionalCreate: quirks.conditionalCreate,
      })),
      ...quirks.records.map((type) => ({
        type,
        interaction: read,
        searchParam: params("patient", "_lastUpdated"),
      })),
    ];
    const interaction = quirks.transaction === "none" ? [] : can("transaction");
    return {
      resourceType: "CapabilityStatement",
      rest: [{ mode: "server", interaction, resource }],
    };
  }
}

function heardOf(url: URL, init: RequestInit): Heard {
  const text = typeof init.body === "string" ? init.body : "";
  const json = text.startsWith("{") ? Body.parse(JSON.parse(text)) : undefined;
  return {
    method: init.method ?? "GET",
    path: url.pathname.replace(/^\/fhir\/?/, "").replace("/_search", ""),
    search: url.search || (json ? "" : `?${text}`),
    headers: new Headers(init.headers),
    body: json,
  };
}

const Bundle = z.object({
  entry: z.array(
    z.object({
      resource: Body,
      request: z.object({
        method: z.string(),
        url: z.string(),
        ifMatch: z.optional(z.string()),
        ifNoneExist: z.optional(z.string()),
      }),
    }),
  ),
});

/** Searches look at the text of a resource: enough for a fake. */
const tests: Record<string, (text: string, value: string, one: Resource) => boolean> = {
  identifier: (text, value) => text.includes(`"value":"${value.split("|")[1]}"`),
  patient: (text, value) => text.includes(`"${value}"`),
  practitioner: (text, value) => text.includes(`"${value}"`),
  target: (text, value) => text.includes(`"reference":"${value}"`),
  slot: (text, value) => text.includes(`"reference":"${value}"`),
  email: (text, value) => text.includes(`"${value}"`),
  _id: (_text, value, one) => value.split(",").includes(String(one["id"])),
  start: (_text, value, one) => compares(String(one["start"]), value),
  date: (_text, value, one) => compares(String(one["start"]), value),
  _lastUpdated: (_text, value, one) =>
    compares(String(Body.parse(one["meta"])["lastUpdated"]), value),
};
function compares(at: string, value: string): boolean {
  const [, operator, limit = ""] = /^(ge|lt)?(.*)$/.exec(value) ?? [];
  if (operator === "ge") return Date.parse(at) >= Date.parse(limit);
  return operator === "lt" ? Date.parse(at) < Date.parse(limit) : at.startsWith(limit);
}

const etag = (resource: Resource): string => `W/"${Body.parse(resource["meta"])["versionId"]}"`;

const resourceReply = (status: number, resource: Resource, location?: string): Response =>
  Response.json(resource, {
    status,
    headers: { etag: etag(resource), ...(location ? { location } : {}) },
  });
