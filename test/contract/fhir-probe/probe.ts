import { expect } from "vitest";
import type { fhirClient, Shape } from "#infra/local/ehr/trial.ts";

export type Fhir = ReturnType<typeof fhirClient>;

/** One promise of a FHIR server. It makes its own data and names it by the tag. */
export interface Probe {
  name: string;
  /** What the portal does where a server does not keep it. Where nothing stands here, the portal needs it. */
  without?: string;
  run(fhir: Fhir, tag: string): Promise<void>;
}

/** A server to probe. */
export interface ProbedServer {
  baseUrl: string;
  headers: Record<string, string>;
  /** Our own simulator keeps every promise; of another server, those the portal can do without may fail. */
  ours: boolean;
}

/** What a write over a newer version may be answered with: RFC 9110 says 412, many servers say 409. */
export const staleStatuses = [409, 412];

export const testSystem = "urn:porchlight:probe";

export const named = (tag: string, more: object = {}) => ({
  resourceType: "Patient",
  identifier: [{ system: testSystem, value: tag }],
  name: [{ family: `Probe${tag}`, given: ["Camila", "José"] }],
  gender: "female",
  birthDate: "1987-09-12",
  telecom: [
    { system: "phone", value: `555-0100-${tag}` },
    { system: "email", value: `${tag}@probe.example` },
  ],
  address: [{ line: ["1 Probe Street"], postalCode: "60001" }],
  ...more,
});

export async function created(fhir: Fhir, resource: { resourceType: string }): Promise<Shape> {
  const { status, body } = await fhir(`POST /${resource.resourceType}`, resource);
  expect(status).toBe(201);
  return body;
}

/** The ids a search finds among its matches. */
export async function idsOf(fhir: Fhir, query: string): Promise<string[]> {
  const { status, body } = await fhir(`GET /${query}`);
  expect(status).toBe(200);
  return (body.entry ?? [])
    .filter(({ search }) => search?.mode !== "include")
    .map(({ resource }) => resource.id);
}

/** The types an answer holds, matches first. */
export function typesIn({ entry = [] }: Partial<Shape>): string[] {
  return entry.map(({ resource }) => resource.resourceType);
}
