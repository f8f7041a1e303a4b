import { expect, expectTypeOf, test } from "vitest";
import * as z from "zod/mini";
import { accountApi } from "./account.ts";
import { type Api, concernsChart, fullPath, type Input, type Route, routeKey } from "./api.ts";
import { appointmentsApi } from "./appointments.ts";
import { opsApi, webhooksApi } from "./ops.ts";
import { self } from "./policy.ts";
import { practiceApi } from "./practice.ts";
import { problemCodes } from "./problem.ts";
import { writebackApi } from "./writeback.ts";

const tables: Api[] = [accountApi, appointmentsApi, opsApi, practiceApi, webhooksApi, writebackApi];
const routes: Route[] = tables.flatMap((table) => Object.values(table));

test("a route is named as the gateway names it; a few stand at the root", () => {
  expect(routeKey(accountApi.signIn)).toBe("POST /api/session");
  expect(fullPath(opsApi.jwks)).toBe("/.well-known/jwks.json");
});

test("no two routes answer the same request", () => {
  const shapes = routes.map((route) => routeKey(route).replace(/\{\w+\}/g, "{}"));
  expect(shapes.filter((shape, index) => shapes.indexOf(shape) !== index)).toEqual([]);
});

test("every route has a policy, a sentence, and refusals that exist", () => {
  for (const route of routes) {
    expect(route.policy.length).toBeGreaterThan(0);
    expect(route.summary).toMatch(/^[A-Z].*\.$/);
    for (const code of route.problems) expect(problemCodes()).toContain(code);
  }
});

test("a route about a chart leaves an audit entry; a keyed route writes", () => {
  for (const route of routes) {
    if (concernsChart(route)) expect([routeKey(route), route.touches]).not.toContain("nobody");
    if (route.keyed) expect(route.method).not.toBe("GET");
  }
});

test("no route accepts a field that its schema does not name", () => {
  for (const route of routes) {
    const refused = route.input.safeParse({ "a field nobody knows": 1 });
    const unknown = refused.error?.issues.some(
      ({ code }) => code === "unrecognized_keys" || code === "invalid_union",
    );
    expect([routeKey(route), unknown]).toEqual([routeKey(route), true]);
  }
});

test("types: a route without a policy, or with an unknown refusal, does not compile", () => {
  const fields = {
    method: "GET",
    path: "/x",
    summary: "X.",
    input: z.strictObject({ id: z.string() }),
    output: z.object({}),
    problems: [],
    touches: "nobody",
  } as const;
  const fine = { ...fields, policy: [self] } as const satisfies Route;
  expectTypeOf<Input<typeof fine>>().toEqualTypeOf<{ id: string }>();
  // @ts-expect-error no policy
  const withoutPolicy: Route = fields;
  // @ts-expect-error an empty policy
  const withEmptyPolicy: Route = { ...fields, policy: [] };
  // @ts-expect-error a code that no table knows
  const withUnknownProblem: Route = { ...fields, policy: [self], problems: ["no.such"] };
  expect([withoutPolicy, withEmptyPolicy, withUnknownProblem]).toHaveLength(3);
});
