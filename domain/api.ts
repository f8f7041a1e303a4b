import type * as z from "zod/mini";
import type { Policy } from "./policy.ts";
import type { ProblemCode } from "./problem.ts";

/**
 * One HTTP route as data. Five readers, one truth: API Gateway, the Lambda's dispatch, the web client,
 * the OpenAPI document and the authorization matrix.
 */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/api` (unless `root`), in HTTP API syntax: `/appointments/{id}`. */
  readonly path: `/${string}`;
  /** True for the few paths that stand outside `/api`. */
  readonly root?: true;
  readonly summary: string;
  /** Who may call it. Empty does not compile. */
  readonly policy: readonly [Policy, ...Policy[]];
  /** Path parameters, query (GET, DELETE) and body merged into one strict object. */
  readonly input: z.ZodMiniType;
  readonly output: z.ZodMiniType;
  /** Success status; 200 where absent. 204 sends no body. */
  readonly status?: 201 | 204;
  /** Refusals of this route beyond those every route can give. */
  readonly problems: readonly ProblemCode[];
  /** Takes `Idempotency-Key`: a replay answers with the entity as it is now. */
  readonly keyed?: true;
  /**
   * Whose data the request touches, for its audit item: the chart it is about, the patients named in its answer,
   * or nobody's.
   */
  readonly touches: "chart" | "nobody" | ((output: never) => readonly string[]);
  /** Not JSON out: the answer's media type (the handler returns `{ text }`). */
  readonly mediaType?: "text/calendar" | "text/csv";
  /** Not JSON out: bytes to be saved (the handler returns `{ contentType, base64 }`). */
  readonly file?: true;
  /** Bytes of body accepted; 64 KiB where absent. */
  readonly maxBodyBytes?: number;
  /** Counts toward a strict limit per this subject. */
  readonly limit?: "sign-in";
}

export type Api = Readonly<Record<string, Route>>;

export type Input<R extends Route> = z.output<R["input"]>;
export type Output<R extends Route> = z.output<R["output"]>;

/** The gateway's name for a route, such as "GET /api/appointments/{id}". */
export const routeKey = (route: Route): string => `${route.method} ${fullPath(route)}`;

/** The path as served: below `/api`, but for the few that stand at the root. */
export const fullPath = (route: Route): string => (route.root ? route.path : `/api${route.path}`);

/** True where the request may name a chart with `patientId` (a carer's other charts). */
export const concernsChart = (route: Route): boolean =>
  route.policy.some((policy) => policy.relation === "self" || policy.relation === "proxy");
