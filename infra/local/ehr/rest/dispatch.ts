import { refuse } from "#infra/local/ehr/fhir/refusal.ts";
import { resourceTypes, searches } from "#infra/local/ehr/fhir/searches.ts";
import type { Interaction } from "#infra/local/ehr/personas/persona.ts";
import { matchesOf } from "#infra/local/ehr/store/search.ts";
import { capabilityStatement } from "./capability.ts";
import type { Ehr, FhirReply, FhirRequest } from "./exchange.ts";
import * as interaction from "./interactions.ts";
import { match } from "./match.ts";
import { searchset } from "./searchset.ts";

/** One FHIR interaction, alone or as an entry of a Bundle, if the persona allows it. */
export function dispatch(ehr: Ehr, request: FhirRequest): FhirReply {
  const [type = "", id, sub, version] = request.path;
  if (type === "metadata") return { status: 200, body: capabilityStatement(ehr) };
  if (!searches[type]) throw refuse.unknownType(type);
  if (id?.startsWith("$") || sub?.startsWith("$")) return operation(ehr, request);
  if (id === undefined || id === "_search") return onType(ehr, type, request);
  if (sub !== undefined) return below(ehr, request, [type, id, sub, version]);
  return onInstance(ehr, [type, id], request);
}

function requireInteraction(ehr: Ehr, type: string, wanted: Interaction): void {
  if (!ehr.persona.allows(type, wanted))
    throw refuse.unsupported(`${wanted} is not supported on ${type} by this system`);
}

function onType(ehr: Ehr, type: string, request: FhirRequest): FhirReply {
  const { method, path, query } = request;
  if (method === "GET" || (method === "POST" && path[1] === "_search")) {
    requireInteraction(ehr, type, "search-type");
    return searchset(ehr, type, request);
  }
  if (method === "POST") {
    requireInteraction(ehr, type, "create");
    return interaction.create(ehr, type, request);
  }
  if (method === "PUT") {
    requireInteraction(ehr, type, "update");
    return interaction.conditionalUpdate(ehr, type, request);
  }
  if (method === "DELETE" && query.length > 0) {
    requireInteraction(ehr, type, "delete");
    return interaction.conditionalRemove(ehr, type, query);
  }
  throw refuse.unsupported(`${method} is not supported on ${type}`);
}

function onInstance(ehr: Ehr, at: [type: string, id: string], request: FhirRequest): FhirReply {
  const [type] = at;
  switch (request.method) {
    case "GET":
      requireInteraction(ehr, type, "read");
      return interaction.read(ehr, at, request);
    case "PUT":
      requireInteraction(ehr, type, "update");
      return interaction.update(ehr, at, request);
    case "PATCH":
      requireInteraction(ehr, type, "patch");
      return interaction.patch(ehr, at, request);
    case "DELETE":
      requireInteraction(ehr, type, "delete");
      return interaction.remove(ehr, at, request);
    default:
      throw refuse.unsupported(`${request.method} is not supported on ${at.join("/")}`);
  }
}

type Below = [type: string, id: string, sub: string, version: string | undefined];

/** Versions of one resource, or what a patient's compartment holds. */
function below(ehr: Ehr, request: FhirRequest, [type, id, sub, version]: Below): FhirReply {
  if (request.method !== "GET") throw refuse.unsupported(`${request.method} is not supported here`);
  if (sub === "_history" && version !== undefined) {
    requireInteraction(ehr, type, "vread");
    return interaction.vread(ehr, [type, id], version);
  }
  if (sub === "_history") {
    requireInteraction(ehr, type, "history-instance");
    return interaction.history(ehr, [type, id]);
  }
  if (type !== "Patient" || !searches[sub]?.["patient"])
    throw refuse.missing(request.path.join("/"));
  requireInteraction(ehr, sub, "search-type");
  return searchset(ehr, sub, { ...request, query: [["patient", id], ...request.query] });
}

function operation(ehr: Ehr, request: FhirRequest): FhirReply {
  const [type = "", id = "", sub] = request.path;
  const name = `${type}/${sub ?? id}`;
  if (!ehr.persona.operations.has(name))
    throw refuse.unsupported(`${name} is not supported by this system`);
  return sub ? everything(ehr, id) : match(ehr, request.body);
}

function everything(ehr: Ehr, id: string): FhirReply {
  const patient = ehr.chart.read("Patient", id);
  const related = resourceTypes
    .filter((type) => searches[type]?.["patient"] && ehr.persona.allows(type, "search-type"))
    .flatMap((type) => matchesOf(ehr.chart, type, [["patient", id]]));
  const entry = [patient, ...related].map((resource) => ({
    fullUrl: `${ehr.baseUrl}/${resource.resourceType}/${resource.id}`,
    resource,
    search: { mode: "match" },
  }));
  return {
    status: 200,
    body: { resourceType: "Bundle", type: "searchset", total: entry.length, entry },
  };
}
