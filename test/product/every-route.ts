import { concernsChart, fullPath, type Route, routeKey } from "#domain/api.ts";
import { addSeconds } from "#domain/time.ts";
import { routeTables } from "#functions/ops/openapi.ts";

/** Ids that are well formed and belong to nobody. */
export const NOWHERE = "nobody-has-this";
const noSlot = `2099-01-01~type-x~${NOWHERE}`;
const now = new Date().toISOString();

/** What each route takes, by its key: path parameters as they come, the rest as query or body. */
const SAMPLES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "POST /api/session": { email: "nobody@example.test", password: "wrong-and-long-enough" },
  "POST /api/session/challenge": {
    email: "nobody@example.test",
    name: "SOFTWARE_TOKEN_MFA",
    session: "unknown",
    code: "000000",
  },
  "GET /api/slots": { visitTypeId: NOWHERE, from: now, to: addSeconds(now, 86_400) },
  "POST /api/holds": { slotId: noSlot },
  "DELETE /api/holds/{id}": { id: NOWHERE },
  "POST /api/appointments": { slotId: noSlot },
  "GET /api/appointments/{id}": { id: NOWHERE },
  "POST /api/appointments/{id}/cancel": { id: NOWHERE },
  "POST /api/appointments/{id}/reschedule": { id: NOWHERE, slotId: noSlot },
  "GET /api/appointments/{id}/calendar": { id: NOWHERE },
  "GET /api/write-backs/{id}": { id: NOWHERE },
  "POST /api/appointments/{id}/answer": { id: NOWHERE, slotId: noSlot },
  "GET /api/results/{id}": { id: NOWHERE },
  "GET /api/results/trends/{loinc}": { loinc: "4548-4" },
  "GET /api/records/{section}": { section: "problems" },
  "GET /api/records/{section}/{id}": { section: "problems", id: NOWHERE },
  "GET /api/records/exports/{id}": { id: NOWHERE },
  "POST /api/records/corrections": { words: "This is not so." },
  "POST /api/threads": { words: "May I walk?" },
  "GET /api/threads/{id}": { id: NOWHERE },
  "POST /api/threads/{id}/messages": { id: NOWHERE, words: "And run?" },
  "POST /api/threads/{id}/read": { id: NOWHERE, seen: 1 },
  "GET /api/practice/patients/{patientId}/threads/{id}": { patientId: NOWHERE, id: NOWHERE },
  "POST /api/practice/patients/{patientId}/threads/{id}/messages": {
    ...{ patientId: NOWHERE, id: NOWHERE, seen: 1, words: "Yes." },
  },
  "POST /api/practice/patients/{patientId}/threads/{id}/close": {
    ...{ patientId: NOWHERE, id: NOWHERE, seen: 1 },
  },
  "POST /api/practice/patients/{patientId}/corrections/{id}/answer": {
    ...{ patientId: NOWHERE, id: NOWHERE, decision: "accepted" },
  },
  "GET /api/records/{section}/{id}/files/{n}": { section: "results", id: NOWHERE, n: "0" },
  "PUT /api/account/result-timing": { usual: "now", byClass: {}, version: 0 },
  "GET /api/practice/results/holds": { month: "2026-11" },
  "POST /api/practice/results/release": {
    results: [{ patientId: NOWHERE, id: NOWHERE, version: 1 }],
  },
  "GET /api/practice/patients/{patientId}/results/{id}": { patientId: NOWHERE, id: NOWHERE },
  "POST /api/practice/patients/{patientId}/results/{id}/decisions": {
    ...{ patientId: NOWHERE, id: NOWHERE, decision: "release", version: 1 },
  },
  "POST /api/webhooks/ehr/{connectionId}": { connectionId: "demo" },
  "POST /api/webhooks/twilio": {},
  "POST /api/practice/work/{id}/assign": { id: NOWHERE },
  "POST /api/practice/requests/{id}/schedule": { id: NOWHERE, slotId: noSlot },
  "POST /api/practice/requests/{id}/offer": { id: NOWHERE, slotIds: [noSlot] },
  "POST /api/practice/requests/{id}/decline": { id: NOWHERE, reason: "Not this time." },
  "POST /api/practice/write-backs/{id}/entered": { id: NOWHERE },
  "POST /api/practice/write-backs/{id}/retry": { id: NOWHERE },
  "POST /api/practice/tasks/{id}/done": { id: NOWHERE },
  "POST /api/practice/patients/search": { q: "Nobody" },
  "GET /api/practice/patients/{id}": { id: NOWHERE },
  "GET /api/practice/slots": { visitTypeId: NOWHERE, from: now, to: addSeconds(now, 86_400) },
  "POST /api/practice/patients/{patientId}/appointments": { patientId: NOWHERE, slotId: noSlot },
  "POST /api/practice/patients/{patientId}/appointments/{id}/reschedule": {
    patientId: NOWHERE,
    id: NOWHERE,
    slotId: noSlot,
  },
  "POST /api/practice/patients/{patientId}/appointments/{id}/cancel": {
    patientId: NOWHERE,
    id: NOWHERE,
  },
  "POST /api/practice/connections/{id}/reconcile": { id: NOWHERE },
  "POST /api/practice/connections/{id}/probe": { id: NOWHERE },
};

export interface AnyRoute {
  readonly key: string;
  readonly route: Route;
  /** The function that serves it, by the start of its logical id. */
  readonly function: string;
}

const capitalised = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

export const everyRoute: readonly AnyRoute[] = Object.entries(routeTables).flatMap(
  ([capability, table]) =>
    Object.values<Route>(table).map((route) => ({
      key: routeKey(route),
      route,
      // Results and records stand in one chart: one function answers for both.
      function: `${capitalised(capability === "records" ? "results" : capability)}Api`,
    })),
);

export const sampleOf = (route: Route): Record<string, unknown> => ({
  ...SAMPLES[routeKey(route)],
});

export const isPublic = ({ route }: AnyRoute) => route.policy.some(relates("public"));
export const isSigned = ({ route }: AnyRoute) => route.policy.some(relates("signed"));
/** Needs somebody who is signed in. */
export const isPrivate = (any: AnyRoute) => !isPublic(any) && !isSigned(any);
export const isForPatients = ({ route }: AnyRoute) => concernsChart(route);
export const isForStaff = ({ route }: AnyRoute) => route.policy.some(relates("staff"));
export const writes = ({ route }: AnyRoute) => route.method !== "GET";
export const takesBody = (any: AnyRoute) => writes(any) && any.route.method !== "DELETE";
/** Names one thing of somebody's. */
export const namesOne = ({ key }: AnyRoute) => key.includes("{id}");

const relates = (relation: string) => (policy: { relation: string }) =>
  policy.relation === relation;

/** A request that the route would take, as `Person.call` wants it; `more` goes where the input goes. */
export function requestFor(
  { route }: AnyRoute,
  more: Readonly<Record<string, unknown>> = {},
): { what: string; body?: Record<string, unknown> } {
  const input: Record<string, unknown> = { ...sampleOf(route), ...more };
  const path = fullPath(route).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(input[name] ?? "");
    delete input[name];
    return encodeURIComponent(value);
  });
  const fields = Object.entries(input).map(([name, value]) => [name, String(value)]);
  const query = new URLSearchParams(fields).toString();
  if (route.method === "GET" || route.method === "DELETE")
    return { what: `${route.method} ${path}${query && `?${query}`}` };
  return { what: `${route.method} ${path}`, body: input };
}
