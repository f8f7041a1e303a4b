import type { IncomingHttpHeaders } from "node:http";
import { Refusal, refuse } from "#infra/local/ehr/fhir/refusal.ts";
import { at, pathOf } from "#infra/local/ehr/fhir/resource.ts";
import type { Query } from "#infra/local/ehr/store/search-request.ts";
import { bundle } from "./bundle.ts";
import { dispatch } from "./dispatch.ts";
import { type Ehr, etagOf, type FhirReply, type FhirRequest } from "./exchange.ts";
import { jsonIn } from "./http-body.ts";
import { pageAsked } from "./strange.ts";

/** An HTTP request below the FHIR base, read to its end. */
export interface Received {
  method: string;
  path: string[];
  query: Query;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
}

/** Answers one FHIR request. `staleSince` makes searches blind to what was written after it. */
export function answerFhir(ehr: Ehr, received: Received, staleSince?: number): FhirReply {
  requireJson(received);
  const request = requestOf(received);
  const reply = () => {
    if (request.path.length > 0) return dispatch(ehr, request);
    if (request.method === "GET" && ehr.persona.stranger) return nextPage(ehr, request);
    if (request.method !== "POST") throw refuse.unsupported("Only POST is supported at the base");
    return bundle(ehr, request.body);
  };
  const asks = isSearch(received) || request.method === "GET";
  const minimal =
    /return=minimal/.test(request.headers["prefer"] ?? "") ||
    (ehr.persona.stranger === true && request.path.length > 0);
  const answered =
    staleSince !== undefined && isSearch(received) ? ehr.chart.asOf(staleSince, reply) : reply();
  return minimal && !asks ? { ...answered, body: undefined } : answered;
}

function nextPage(ehr: Ehr, request: FhirRequest): FhirReply {
  const { type, query } = pageAsked(request.query);
  return dispatch(ehr, { ...request, path: [type], query });
}

/** The types a request is about, for faults aimed at one: in its path, or inside its Bundle. */
export function typesOf({ path, bytes }: Pick<Received, "path" | "bytes">): string[] {
  if (path[0] !== undefined) return [path[0]];
  try {
    const types = at(jsonIn(bytes), pathOf("entry.request.url"))
      .concat(at(jsonIn(bytes), pathOf("entry.resource.resourceType")))
      .map((name) => String(name).split(/[/?]/)[0] ?? "");
    return [...new Set(types)];
  } catch {
    return [];
  }
}

export function headersOf(ehr: Ehr, { status, about }: FhirReply): Record<string, string> {
  const versions = ehr.persona.dialect.ifMatch !== "ignored";
  if (!about) return {};
  if (ehr.persona.stranger)
    return status === 201 ? { location: `${about.resourceType}/${about.id}` } : {};
  const location = `${ehr.baseUrl}/${about.resourceType}/${about.id}/_history/${about.meta.versionId}`;
  return {
    "last-modified": new Date(about.meta.lastUpdated).toUTCString(),
    ...(versions ? { etag: etagOf(about) } : {}),
    ...(status === 201 ? { location } : {}),
  };
}

function isSearch({ method, path }: Received): boolean {
  return (method === "GET" && path.length <= 1) || path[1] === "_search";
}

function requireJson({ query, headers }: Received): void {
  const wanted = query.find(([name]) => name === "_format")?.[1] ?? headers.accept ?? "";
  if (/xml|turtle/.test(wanted) && !/json|\*\/\*/.test(wanted))
    throw new Refusal(406, { code: "not-supported", text: "Only JSON is spoken here" });
}

function requestOf(received: Received): FhirRequest {
  const { method, path, headers, bytes } = received;
  const type = headers["content-type"] ?? "";
  const form = type.includes("x-www-form-urlencoded");
  const query = form
    ? [...received.query, ...new URLSearchParams(bytes.toString())]
    : received.query;
  return {
    method,
    path,
    query,
    headers: conditionsIn(headers),
    body: form ? undefined : bodyIn(received, type),
  };
}

function conditionsIn(headers: IncomingHttpHeaders): FhirRequest["headers"] {
  const names = ["if-match", "if-none-match", "if-none-exist", "prefer"];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
}

function bodyIn({ method, path, bytes }: Received, contentType: string): unknown {
  if (bytes.length === 0) return undefined;
  const json = contentType === "" || contentType.includes("json");
  if (!json && path[0] === "Binary" && method === "POST")
    return { resourceType: "Binary", contentType, data: bytes.toString("base64") };
  if (method === "PATCH" && !contentType.includes("json-patch"))
    throw unsupportedMedia("PATCH takes application/json-patch+json");
  if (!json) throw unsupportedMedia("Only JSON is taken");
  return jsonIn(bytes);
}

function unsupportedMedia(text: string): Refusal {
  return new Refusal(415, { code: "not-supported", text });
}
