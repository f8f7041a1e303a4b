import { concernsChart, type Route } from "#domain/api.ts";
import { type ProblemCode, problemStatus, problemTitle } from "#domain/problem.ts";
import type { Schema } from "./schema.ts";

const relations = (route: Route) => route.policy.map(({ relation }) => relation);
export const isPublic = (route: Route): boolean => relations(route).includes("public");
export const isSigned = (route: Route): boolean => relations(route).includes("signed");
export const hasBody = (route: Route): boolean =>
  route.method !== "GET" && route.method !== "DELETE";

/** What the kernel may answer before a use case is asked, beside the route's own refusals. */
function kernelCodes(route: Route): ProblemCode[] {
  const when = (condition: boolean, ...codes: ProblemCode[]) => (condition ? codes : []);
  const signed = isSigned(route);
  const guarded = !isPublic(route) && !signed;
  const writes = route.method !== "GET" && !signed;
  const body = hasBody(route) && !signed;
  return [
    ...when(hasBody(route), "request.too-large"),
    ...when(body, "request.unsupported-media-type", "request.malformed"),
    ...when(writes, "request.foreign-origin"),
    ...when(guarded, "session.required"),
    ...when((guarded && writes) || route.limit !== undefined, "request.too-many"),
    ...when(guarded && !relations(route).includes("account"), "request.not-allowed"),
    ...when(concernsChart(route) || (guarded && route.path.includes("{")), "not-found"),
    ...when(route.keyed === true, "request.key-reused", "request.in-progress"),
    "request.invalid",
    "unavailable",
    "internal",
  ];
}

/** Every refusal of a route by status, each with the codes it may carry. */
export function refusals(route: Route): Record<string, Schema> {
  const codes = [...new Set([...kernelCodes(route), ...route.problems])];
  const byStatus = Map.groupBy(codes, problemStatus);
  return Object.fromEntries(
    [...byStatus].sort(([a], [b]) => a - b).map(([status, these]) => [status, response(these)]),
  );
}

const response = (codes: readonly ProblemCode[]): Schema => ({
  description: codes.map(problemTitle).join(" / "),
  content: {
    "application/problem+json": {
      schema: {
        allOf: [
          { $ref: "#/components/schemas/Problem" },
          { type: "object", properties: { code: { enum: [...codes] } } },
        ],
      },
    },
  },
});

/** RFC 9457, as every refusal is sent. */
export const problemSchema: Schema = {
  type: "object",
  required: ["type", "title", "status", "code", "instance"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", description: "The contract: stable, for programs." },
    instance: { type: "string", description: "The request's id, for the help desk." },
    detail: { type: "string" },
    retryAfterSeconds: { type: "integer" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["path", "message"],
        properties: { path: { type: "string" }, message: { type: "string" } },
      },
    },
    slots: { type: "array", items: { type: "object" }, description: "The nearest other times." },
  },
};
