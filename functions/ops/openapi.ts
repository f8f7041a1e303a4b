import { accountApi } from "#domain/account.ts";
import { type Api, concernsChart, fullPath, type Route } from "#domain/api.ts";
import { appointmentsApi } from "#domain/appointments.ts";
import { consoleApi } from "#domain/console.ts";
import { correctionDeskApi, correctionsApi } from "#domain/corrections.ts";
import { exportsApi } from "#domain/exports.ts";
import { messagingApi, messagingDeskApi } from "#domain/messaging.ts";
import { opsApi, webhooksApi } from "#domain/ops.ts";
import { recordsApi } from "#domain/records.ts";
import { releaseDeskApi } from "#domain/release-desk.ts";
import { resultsApi } from "#domain/results.ts";
import { writebackApi } from "#domain/writeback.ts";
import { hasBody, isPublic, isSigned, problemSchema, refusals } from "./refusals.ts";
import { propertiesOf, requires, type Schema, schemaOf, without } from "./schema.ts";

/** Every route table of the product, by the capability's name. */
export const routeTables = {
  account: accountApi,
  appointments: appointmentsApi,
  writeback: writebackApi,
  results: resultsApi,
  records: recordsApi,
  exports: exportsApi,
  corrections: { ...correctionsApi, ...correctionDeskApi },
  messaging: { ...messagingApi, ...messagingDeskApi },
  release: releaseDeskApi,
  practice: consoleApi,
  webhooks: webhooksApi,
  ops: opsApi,
} as const satisfies Record<string, Api>;

/** The API as OpenAPI 3.1, from the tables that serve it. Made once per environment. */
export const openapi = (tables: Readonly<Record<string, Api>> = routeTables) => {
  let made: Record<string, unknown> | undefined;
  return async (): Promise<Record<string, unknown>> => {
    made ??= documentOf(tables);
    return made;
  };
};

function documentOf(tables: Readonly<Record<string, Api>>): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [capability, table] of Object.entries(tables))
    for (const [name, route] of Object.entries(table)) {
      const made = { [route.method.toLowerCase()]: operation(route, { capability, name }) };
      paths[fullPath(route)] = { ...paths[fullPath(route)], ...made };
    }
  return {
    openapi: "3.1.0",
    info: { title: "Porchlight", version: "1", description: DESCRIPTION },
    servers: [{ url: "/" }],
    tags: Object.keys(tables).map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "__Host-session" },
        signature: { type: "apiKey", in: "header", name: "x-hub-signature" },
      },
    },
  };
}

const DESCRIPTION =
  "Writing requests need an Origin header of the portal's own host. Checks run in one order on every route: 413, 415, 403 origin, 401, 429, 400, 422, 403 role, 404, 409.";

function operation(route: Route, { capability, name }: { capability: string; name: string }) {
  return {
    operationId: `${capability}.${name}`,
    tags: [capability],
    summary: route.summary,
    security: securityOf(route),
    ...parametersAndBody(route),
    responses: { [route.status ?? 200]: success(route), ...refusals(route) },
  };
}

function securityOf(route: Route) {
  if (isSigned(route)) return [{ signature: [] }];
  return isPublic(route) ? [] : [{ session: [] }];
}

function parametersAndBody(route: Route) {
  const input = schemaOf(route.input, "input");
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
  const known = propertiesOf(input);
  const rest = without(input, inPath);
  const parameters = [
    ...inPath.map((name) => parameter("path", name, known[name] ?? { type: "string" })),
    ...(hasBody(route) ? [] : queryOf(rest)),
    ...headersOf(route),
  ];
  const chart = concernsChart(route);
  if (chart && !hasBody(route)) parameters.push(parameter("query", "patientId", CHART));
  return {
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(hasBody(route) && !isSigned(route) ? bodyOf(chart ? withChart(rest) : rest) : {}),
  };
}

/** Which chart it is about: a carer names the patient, one's own is the default. */
const CHART: Schema = { type: "string", description: "A patient in your care; yours if absent." };

const withChart = (schema: Schema): Schema =>
  schema.anyOf
    ? { ...schema, anyOf: schema.anyOf.map(withChart) }
    : { ...schema, properties: { ...schema.properties, patientId: CHART } };

const queryOf = (schema: Schema) =>
  Object.entries(propertiesOf(schema)).map(([name, type]) =>
    parameter(requires(schema, name) ? "query, required" : "query", name, type),
  );

const headersOf = (route: Route) =>
  route.keyed ? [parameter("header", "Idempotency-Key", KEY)] : [];
const KEY: Schema = {
  type: "string",
  minLength: 1,
  maxLength: 128,
  description: "The same key with the same body answers again instead of acting again.",
};

type Place = "path" | "query" | "query, required" | "header";
const parameter = (place: Place, name: string, schema: Schema) => ({
  in: place.split(",")[0],
  name,
  required: place === "path" || place === "query, required",
  schema,
});

const bodyOf = (schema: Schema) => ({
  requestBody: {
    required: (schema.required ?? []).length > 0 || schema.anyOf !== undefined,
    content: { "application/json": { schema } },
  },
});

function success(route: Route): Schema {
  if (route.status === 204) return { description: "Done." };
  const bytes = { schema: { type: "string", format: "binary" } };
  if (route.file)
    return { description: route.summary, content: { "application/octet-stream": bytes } };
  const content = route.mediaType
    ? { [route.mediaType]: { schema: { type: "string" } } }
    : { "application/json": { schema: schemaOf(route.output, "output") } };
  return { description: route.summary, content };
}
