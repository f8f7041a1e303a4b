import { patched } from "#infra/local/ehr/fhir/json-patch.ts";
import { refuse } from "#infra/local/ehr/fhir/refusal.ts";
import { isRecord, isResource, type Resource } from "#infra/local/ehr/fhir/resource.ts";
import { validated } from "#infra/local/ehr/fhir/validate.ts";
import { matchesOf } from "#infra/local/ehr/store/search.ts";
import type { Query } from "#infra/local/ehr/store/search-request.ts";
import {
  type Ehr,
  type FhirReply,
  type FhirRequest,
  queryIn,
  versioned,
  versionIn,
} from "./exchange.ts";

export function read(ehr: Ehr, [type, id]: [string, string], request: FhirRequest): FhirReply {
  const found = ehr.chart.read(type, id);
  if (versionIn(request.headers["if-none-match"]) === found.meta.versionId)
    return { status: 304, about: found };
  return versioned(200, found);
}

export function vread(ehr: Ehr, [type, id]: [string, string], version: string): FhirReply {
  const entry = ehr.chart.history(type, id).find((one) => String(one.version) === version);
  if (!entry) throw refuse.missing(`${type}/${id} version ${version}`);
  if (!entry.resource) throw refuse.deleted(`${type}/${id} version ${version}`);
  return versioned(200, entry.resource);
}

export function history(ehr: Ehr, [type, id]: [string, string]): FhirReply {
  const entries = ehr.chart.history(type, id);
  const fullUrl = `${ehr.baseUrl}/${type}/${id}`;
  const entry = entries.map(({ version, updated, resource }) => ({
    fullUrl,
    ...(resource ? { resource } : {}),
    request: { method: methodOf(version, resource), url: `${type}/${id}` },
    response: {
      status: resource ? "200 OK" : "204 No Content",
      etag: `W/"${version}"`,
      lastModified: new Date(updated).toISOString(),
    },
  }));
  return {
    status: 200,
    body: { resourceType: "Bundle", type: "history", total: entries.length, entry },
  };
}

function methodOf(version: number, resource: Resource | undefined): string {
  if (!resource) return "DELETE";
  return version === 1 ? "POST" : "PUT";
}

export function create(ehr: Ehr, type: string, request: FhirRequest): FhirReply {
  const resource = writable(ehr, type, request.body);
  const condition = ehr.persona.conditional ? request.headers["if-none-exist"] : undefined;
  if (condition !== undefined) {
    const [match, ...others] = matchesOf(ehr.chart, type, queryIn(condition));
    if (others.length > 0) throw refuse.manyMatches("If-None-Exist matches more than one resource");
    if (match) return versioned(200, match);
  }
  const { assignedId } = request;
  return versioned(
    201,
    assignedId ? ehr.chart.put({ ...resource, id: assignedId }) : ehr.chart.create(resource),
  );
}

export function update(ehr: Ehr, [type, id]: [string, string], request: FhirRequest): FhirReply {
  const resource = writable(ehr, type, request.body);
  if (resource.id !== id) throw refuse.malformed("The id in the body is not the id in the URL");
  if (!/^[A-Za-z0-9.-]{1,64}$/.test(id)) throw refuse.malformed(`'${id}' can't be an id`);
  const current = ehr.chart.find(type, id);
  if (ehr.persona.stranger && !current) throw refuse.unsupported("New records are given their ids");
  requireVersion(ehr, request, current?.meta.versionId);
  if (request.headers["if-none-match"] === "*" && current)
    throw refuse.stale(`${type}/${id} already exists`);
  return versioned(current ? 200 : 201, ehr.chart.put(resource));
}

export function conditionalUpdate(ehr: Ehr, type: string, request: FhirRequest): FhirReply {
  if (!ehr.persona.conditional) throw refuse.unsupported("Conditional updates are not supported");
  const [match, ...others] = matchesOf(ehr.chart, type, request.query);
  if (others.length > 0) throw refuse.manyMatches("The search matches more than one resource");
  if (!match) return create(ehr, type, { ...request, headers: {} });
  const body = isRecord(request.body) ? { ...request.body, id: match.id } : request.body;
  return update(ehr, [type, match.id], { ...request, body });
}

export function patch(ehr: Ehr, [type, id]: [string, string], request: FhirRequest): FhirReply {
  const current = ehr.chart.read(type, id);
  requireVersion(ehr, request, current.meta.versionId);
  const next = writable(ehr, type, patched(current, request.body));
  if (next.id !== id) throw refuse.unprocessable("processing", "A patch can't change the id");
  return versioned(200, ehr.chart.put(next));
}

export function remove(ehr: Ehr, [type, id]: [string, string], request: FhirRequest): FhirReply {
  const current = ehr.chart.find(type, id);
  if (request.headers["if-match"] !== undefined)
    requireVersion(ehr, request, current?.meta.versionId);
  ehr.chart.remove(type, id);
  return { status: 204 };
}

export function conditionalRemove(ehr: Ehr, type: string, query: Query): FhirReply {
  const matches = matchesOf(ehr.chart, type, query);
  if (matches.length > 1) throw refuse.manyMatches("The search matches more than one resource");
  for (const { id } of matches) ehr.chart.remove(type, id);
  return { status: 204 };
}

function writable(ehr: Ehr, type: string, body: unknown): Resource {
  if (!isResource(body) || body.resourceType !== type)
    throw refuse.malformed(`The body is not a ${type}`);
  if (
    ehr.persona.dialect.refusesModifiers &&
    ("modifierExtension" in body || "implicitRules" in body)
  )
    throw refuse.unprocessable("extension", "Modifier extensions and implicit rules are not taken");
  return validated(body);
}

function requireVersion(ehr: Ehr, request: FhirRequest, current: string | undefined): void {
  const { ifMatch, staleStatus } = ehr.persona.dialect;
  const wanted = versionIn(request.headers["if-match"]);
  if (ifMatch === "ignored") return;
  if (wanted === undefined) {
    if (ifMatch === "required") throw refuse.stale("This chart wants If-Match on every change");
    return;
  }
  if (wanted === current || (wanted === "*" && current)) return;
  const text = `The version here is ${current ?? "none"}, not ${wanted}`;
  throw staleStatus === 409 ? refuse.taken(text) : refuse.stale(text);
}
