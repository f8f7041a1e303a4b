import type { accountApi } from "#domain/account.ts";
import type { Input, Output, Route } from "#domain/api.ts";
import type { appointmentsApi } from "#domain/appointments.ts";
import type { connectionsApi } from "#domain/connections.ts";
import type { correctionDeskApi, correctionsApi } from "#domain/corrections.ts";
import type { deskApi } from "#domain/desk.ts";
import type { exportsApi } from "#domain/exports.ts";
import type { messagingApi, messagingDeskApi } from "#domain/messaging.ts";
import type { opsApi } from "#domain/ops.ts";
import type { practiceApi } from "#domain/practice.ts";
import type { recordsApi } from "#domain/records.ts";
import type { releaseDeskApi } from "#domain/release-desk.ts";
import type { resultsApi } from "#domain/results.ts";
import type { workApi } from "#domain/work.ts";
import type { writebackApi } from "#domain/writeback.ts";
import { chart, concernsChart } from "./chart.ts";
import { learnTime } from "./clock.ts";
import { ApiProblem } from "./problem.ts";

// The route tables as types only: their values would bring the schemas into the browser.
type Entries<Table> = Table[keyof Table];
type Routes =
  | Entries<typeof accountApi>
  | Entries<typeof appointmentsApi>
  | Entries<typeof connectionsApi>
  | Entries<typeof correctionDeskApi>
  | Entries<typeof correctionsApi>
  | Entries<typeof deskApi>
  | Entries<typeof exportsApi>
  | Entries<typeof messagingApi>
  | Entries<typeof messagingDeskApi>
  | Entries<typeof opsApi>
  | Entries<typeof practiceApi>
  | Entries<typeof recordsApi>
  | Entries<typeof releaseDeskApi>
  | Entries<typeof resultsApi>
  | Entries<typeof workApi>
  | Entries<typeof writebackApi>;
type NameOf<R> = R extends Route ? `${R["method"]} ${R["path"]}` : never;
type Named<N, R = Routes> = R extends Route ? (NameOf<R> extends N ? R : never) : never;

/** A route by its name, such as "POST /appointments/{id}/cancel". */
export type RouteName = NameOf<Routes>;
export type Asked<N extends RouteName> = Input<Named<N>>;
export type Answer<N extends RouteName> = Output<Named<N>>;

declare global {
  interface Window {
    /** Answers the boot script asked for before the app had loaded, by URL. */
    early?: Record<string, Promise<Response> | undefined>;
  }
}

let signedOut = (): void => undefined;
/** What to do when the server no longer knows who we are. */
export const onSignedOut = (react: () => void): void => {
  signedOut = react;
};

/** Calls one route. Rejects with an `ApiProblem`; a POST keeps its `key` when it is sent again. */
export async function call<N extends RouteName>(
  name: N,
  input: Asked<N> & object,
  more: { key?: string } = {},
): Promise<Answer<N>> {
  const response = await asked(name, input, more);
  // 204 has no body; elsewhere the browser trusts its own server's answers.
  return response.status === 204 ? JSON.parse("null") : response.json();
}

/** The same, with the answer as it came: a file. */
export async function asked<N extends RouteName>(
  name: N,
  input: Asked<N> & object,
  { key }: { key?: string } = {},
): Promise<Response> {
  const { method, url, body } = request(name, input);
  const headers: Record<string, string> = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (method === "POST") headers["idempotency-key"] = key ?? crypto.randomUUID();
  const response = await send(url, { method, headers, ...(body === undefined ? {} : { body }) });
  learnTime(response.headers.get("date"));
  if (!response.ok) throw await refusal(response);
  return response;
}

/** A route's name and input as a request: path parameters filled in, the rest as query or JSON body. */
export function request(name: string, input: object) {
  const [method = "GET", path = "/"] = name.split(" ");
  const rest = new Map<string, unknown>(Object.entries(input));
  const patientId = chart();
  if (patientId !== undefined && concernsChart(path)) rest.set("patientId", patientId);
  const filled = path.replace(/\{(\w+)\}/g, (_, param: string) => {
    const value = String(rest.get(param));
    rest.delete(param);
    return encodeURIComponent(value);
  });
  if (method !== "GET" && method !== "DELETE") {
    return { method, url: `/api${filled}`, body: JSON.stringify(Object.fromEntries(rest)) };
  }
  const query = new URLSearchParams();
  for (const [field, value] of rest) if (value !== undefined) query.set(field, String(value));
  return { method, url: `/api${filled}${query.size > 0 ? `?${query}` : ""}`, body: undefined };
}

async function send(url: string, init: RequestInit): Promise<Response> {
  const early = init.method === "GET" ? window.early?.[url] : undefined;
  if (early) {
    delete window.early?.[url];
    const answer = await early.catch(() => undefined);
    if (answer?.ok) return answer;
  }
  try {
    return await fetch(url, init);
  } catch {
    throw new ApiProblem("offline");
  }
}

async function refusal(response: Response): Promise<ApiProblem> {
  const { status } = response;
  try {
    const body = await response.json();
    const problem = new ApiProblem(body.code ?? "internal", { ...body, status });
    if (problem.code === "session.required") signedOut();
    return problem;
  } catch {
    return new ApiProblem("unavailable", { status });
  }
}
