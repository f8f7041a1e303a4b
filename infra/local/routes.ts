import * as z from "zod/mini";
import type { Functions, LocalFunction } from "./functions.ts";
import type { Stack } from "./template.ts";

const Route = z.object({ RouteKey: z.string(), Target: z._default(z.string(), "") });
const Integration = z.object({
  IntegrationUri: z._default(z.string(), ""),
  TimeoutInMillis: z._default(z.number(), 30_000),
});

export interface Route {
  key: string;
  target: LocalFunction;
  timeoutMs: number;
}

export interface RouteMatch<R> {
  route: R;
  parameters: Record<string, string>;
}

/** The API's routes as the template has them. */
export function readRoutes(stack: Stack, functions: Functions): Route[] {
  const integrations = new Map(
    stack
      .ids("AWS::ApiGatewayV2::Integration")
      .map((id) => [stack.ref(id), stack.properties(id, Integration)]),
  );
  return stack.ids("AWS::ApiGatewayV2::Route").flatMap((id) => {
    const { RouteKey, Target } = stack.properties(id, Route);
    const integration = integrations.get(Target.split("/").at(-1) ?? "");
    const target = integration && functions.byArn(integration.IntegrationUri);
    return target ? [{ key: RouteKey, target, timeoutMs: integration.TimeoutInMillis }] : [];
  });
}

interface Pattern<R> {
  route: R;
  method: string;
  expression: RegExp;
  names: string[];
  rank: string;
}

/**
 * Chooses as API Gateway does: the most specific path first (a word, then `{parameter}`, then `{greedy+}`, segment by
 * segment), the method before `ANY`, and `$default` when nothing else fits.
 */
export function routeTable<R extends { key: string }>(routes: readonly R[]) {
  const patterns = routes
    .filter(({ key }) => key !== "$default")
    .map(pattern)
    .sort((one, other) => (one.rank < other.rank ? -1 : 1));
  const fallback = routes.find(({ key }) => key === "$default");
  return {
    match(method: string, path: string): RouteMatch<R> | undefined {
      for (const candidate of patterns) {
        const found = fits(candidate, method) && candidate.expression.exec(path);
        if (found) {
          return { route: candidate.route, parameters: parameters(candidate.names, found) };
        }
      }
      return undefined;
    },
    fallback,
  };
}

function pattern<R extends { key: string }>(route: R): Pattern<R> {
  const [method = "", path = ""] = route.key.split(" ");
  const names: string[] = [];
  const ranks: string[] = [];
  const source = path
    .split("/")
    .map((segment) => {
      const [, name, greedy] = /^\{(\w+)(\+?)\}$/.exec(segment) ?? [];
      if (!name) {
        ranks.push("0");
        return segment.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      }
      names.push(name);
      ranks.push(greedy ? "2" : "1");
      return greedy ? "(.+)" : "([^/]+)";
    })
    .join("/");
  const rank = `${ranks.join("")}${method === "ANY" ? "9" : "3"}`;
  return { route, method, names, rank, expression: new RegExp(`^${source}$`) };
}

const fits = ({ method }: { method: string }, asked: string) =>
  method === "ANY" || method === asked;

const parameters = (names: string[], found: RegExpExecArray) =>
  Object.fromEntries(
    names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? "")]),
  );
