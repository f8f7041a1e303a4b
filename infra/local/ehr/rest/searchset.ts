import { refuse } from "#infra/local/ehr/fhir/refusal.ts";
import type { Charted } from "#infra/local/ehr/fhir/resource.ts";
import { search } from "#infra/local/ehr/store/search.ts";
import { type Query, searchRequest } from "#infra/local/ehr/store/search-request.ts";
import type { Ehr, FhirReply, FhirRequest } from "./exchange.ts";
import { opaquePage, shuffled, smallPages } from "./strange.ts";

export function searchset(ehr: Ehr, type: string, request: FhirRequest): FhirReply {
  const { query } = request;
  if (query.some(([name]) => name.startsWith("_lastUpdated")) && !ehr.persona.lastUpdatedOn(type))
    throw refuse.malformed(`_lastUpdated is not supported on ${type}`);
  const strange = ehr.persona.stranger === true;
  const asked = searchRequest(type, strange ? smallPages(query) : query);
  const lenient = /handling=lenient/.test(request.headers["prefer"] ?? "");
  const found = search(ehr.chart, asked, { lenient });
  const link = [{ relation: "self", url: pageUrl(ehr, type, query) }];
  if (found.next)
    link.push({ relation: "next", url: pageUrl(ehr, type, [...query, ["_cursor", found.next]]) });
  const entries = [
    ...(strange ? shuffled(found.matches) : found.matches).map((one) =>
      entry(ehr, cut(one, asked.shape.elements), "match"),
    ),
    ...found.included.map((one) => entry(ehr, one, "include")),
  ];
  return {
    status: 200,
    body: {
      resourceType: "Bundle",
      type: "searchset",
      ...(strange && asked.shape.summary !== "count" ? {} : { total: found.total }),
      link,
      ...(entries.length > 0 ? { entry: entries } : {}),
    },
  };
}

function pageUrl(ehr: Ehr, type: string, query: Query): string {
  const cursor = query.findLast(([name]) => name === "_cursor");
  const rest = query.filter(([name]) => name !== "_cursor");
  if (ehr.persona.stranger && cursor) return opaquePage(ehr.baseUrl, type, [...rest, cursor]);
  const text = new URLSearchParams(cursor ? [...rest, cursor] : rest).toString();
  return `${ehr.baseUrl}/${type}${text ? `?${text}` : ""}`;
}

function entry(ehr: Ehr, resource: Charted, mode: "match" | "include") {
  return {
    fullUrl: `${ehr.baseUrl}/${resource.resourceType}/${resource.id}`,
    resource,
    search: { mode },
  };
}

/** `_elements` keeps what was asked for and what a resource can't be without. */
function cut(resource: Charted, elements: string[] | undefined): Charted {
  if (!elements) return resource;
  const { resourceType, id, meta } = resource;
  const kept = Object.entries(resource).filter(([key]) => elements.includes(key));
  return { ...Object.fromEntries(kept), resourceType, id, meta };
}
