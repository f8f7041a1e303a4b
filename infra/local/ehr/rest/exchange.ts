import { refuse } from "#infra/local/ehr/fhir/refusal.ts";
import type { Charted } from "#infra/local/ehr/fhir/resource.ts";
import type { Persona } from "#infra/local/ehr/personas/persona.ts";
import type { Chart } from "#infra/local/ehr/store/chart.ts";
import type { Query } from "#infra/local/ehr/store/search-request.ts";

/** The record system as one request sees it. */
export interface Ehr {
  chart: Chart;
  persona: Persona;
  baseUrl: string;
  clinic: string;
}

/** A FHIR request, alone or as an entry of a Bundle. */
export interface FhirRequest {
  method: string;
  /** Path segments below the FHIR base. */
  path: string[];
  query: Query;
  headers: Partial<Record<string, string>>;
  body: unknown;
  /** The id a transaction already gave to what this entry creates. */
  assignedId?: string | undefined;
}

export interface FhirReply {
  status: number;
  body?: object | undefined;
  /** The resource the reply is about, for ETag and Last-Modified. */
  about?: Charted | undefined;
}

export function versioned(status: number, about: Charted): FhirReply {
  return { status, body: about, about };
}

export function etagOf({ meta }: Charted): string {
  return `W/"${meta.versionId}"`;
}

/** The version a condition header names: `W/"3"` is 3. */
export function versionIn(header: string | undefined): string | undefined {
  if (header === undefined || header === "*") return header;
  const [, version] = /^(?:W\/)?"([^"]+)"$/.exec(header.trim()) ?? [];
  if (!version) throw refuse.malformed(`'${header}' is not an ETag`);
  return version;
}

/** `Patient?identifier=x`, `?identifier=x` and `identifier=x` ask the same. */
export function queryIn(text: string): Query {
  return [...new URLSearchParams(text.slice(text.indexOf("?") + 1))];
}
