import { resourceTypes, searches } from "#infra/local/ehr/fhir/searches.ts";
import { interactions, type Persona } from "#infra/local/ehr/personas/persona.ts";
import type { Ehr } from "./exchange.ts";

/** What this chart can do right now: exactly what the persona lets a request do. */
export function capabilityStatement({ persona, baseUrl, chart, clinic }: Ehr): object {
  const system = [
    ...(persona.transaction ? [{ code: "transaction" }] : []),
    ...(persona.batch ? [{ code: "batch" }] : []),
  ];
  return {
    resourceType: "CapabilityStatement",
    status: "active",
    date: chart.now().toISOString(),
    kind: "instance",
    fhirVersion: "4.0.1",
    format: ["application/fhir+json", "json"],
    patchFormat: ["application/json-patch+json"],
    software: { name: persona.label },
    implementation: { description: `${clinic} (synthetic patients only)`, url: baseUrl },
    rest: [
      {
        mode: "server",
        security: security(baseUrl),
        resource: resourceTypes.map((type) => resourceOf(persona, type)).filter((one) => one),
        ...(system.length > 0 ? { interaction: system } : {}),
      },
    ],
  };
}

function resourceOf(persona: Persona, type: string): object | undefined {
  const interaction = interactions
    .filter((code) => persona.allows(type, code))
    .map((code) => ({ code }));
  if (interaction.length === 0) return undefined;
  const can = (code: string) => interaction.some((one) => one.code === code);
  return {
    type,
    interaction,
    versioning: persona.dialect.ifMatch === "ignored" ? "no-version" : "versioned-update",
    conditionalCreate: persona.conditional && can("create"),
    conditionalUpdate: persona.conditional && can("update"),
    updateCreate: can("update") && can("create") && !persona.stranger,
    ...(can("search-type") ? searchable(persona, type) : {}),
    ...operationsOf(persona, type),
  };
}

function searchable(persona: Persona, type: string): object {
  const own = Object.entries(searches[type] ?? {});
  const references = own.filter(([, { kind }]) => kind === "reference");
  return {
    searchInclude: references.map(([name]) => `${type}:${name}`),
    searchParam: [
      { name: "_id", type: "token" },
      ...(persona.lastUpdatedOn(type) ? [{ name: "_lastUpdated", type: "date" }] : []),
      ...own.map(([name, { kind }]) => ({ name, type: kind })),
    ],
  };
}

function operationsOf(persona: Persona, type: string): object {
  const names = [...persona.operations]
    .filter((one) => one.startsWith(`${type}/$`))
    .map((one) => one.slice(type.length + 2));
  if (names.length === 0) return {};
  const definition = (name: string) => `http://hl7.org/fhir/OperationDefinition/${type}-${name}`;
  return { operation: names.map((name) => ({ name, definition: definition(name) })) };
}

function security(baseUrl: string): object {
  return {
    extension: [
      {
        url: "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
        extension: [{ url: "token", valueUri: tokenUrlOf(baseUrl) }],
      },
    ],
    service: [
      {
        coding: [
          {
            system: "http://terminology.hl7.org/CodeSystem/restful-security-service",
            code: "SMART-on-FHIR",
          },
        ],
      },
    ],
  };
}

export function smartConfiguration(baseUrl: string): object {
  return {
    token_endpoint: tokenUrlOf(baseUrl),
    token_endpoint_auth_methods_supported: [
      "private_key_jwt",
      "client_secret_basic",
      "client_secret_post",
    ],
    token_endpoint_auth_signing_alg_values_supported: ["RS384", "ES384"],
    grant_types_supported: ["client_credentials"],
    scopes_supported: ["system/*.cruds", "system/*.read", "system/*.write"],
    capabilities: [
      "client-confidential-asymmetric",
      "client-confidential-symmetric",
      "permission-v2",
    ],
  };
}

export function tokenUrlOf(baseUrl: string): string {
  return new URL("/oauth2/token", baseUrl).href;
}
