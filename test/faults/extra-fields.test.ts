import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { type Api, type Route, routeKey } from "#domain/api.ts";
import { openapi, routeTables } from "#functions/ops/openapi.ts";
import { Answer } from "#http/access.ts";
import { deep, spread } from "#test/fixtures/deep.ts";
import { figure } from "#test/fixtures/figure.ts";
import type { UseCases } from "#test/fixtures/portal.ts";
import { everyRoute, isForStaff, isSigned, takesBody, writes } from "#test/product/every-route.ts";
import { cellsOf } from "./authorization-cells.ts";
import type { Asked, Seen, Served } from "./authorization-house.ts";
import { ADA, EVERY_PERMISSION, letIn, works } from "./authorization-people.ts";
import { RULES } from "./authorization-rules.ts";
import { openWorld, type World } from "./authorization-world.ts";

const FILE = "test/faults/extra-fields.test.ts";
/** What a record has that no request may set, and what every object of JavaScript has. */
const NEVER = [
  ...["pk", "sk", "gsi1pk", "practiceId", "accountId", "active", "epoch", "permissions", "role"],
  ...["proxies", "origin", "intents", "slotEhrId", "rowId", "attempts", "secretHash", "isAdmin"],
  ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "$where", "_method"],
];
const SECRET = "what-nobody-asked-for";

let world: World;
let ask: (asked: Asked) => Promise<Seen>;
let names: readonly string[];
let cookies: Readonly<Record<"patient" | "staff", string>>;
const tried = { writes: 0, accepted: 0, answers: 0, leaks: 0 };

beforeAll(async () => {
  world = await openWorld();
  ask = world.house.asking();
  const { kernel } = world.house;
  const desk = works("practice admin", EVERY_PERMISSION);
  const patient = await letIn(kernel, "acc_fields-patient", { account: { patientId: ADA } });
  const staff = await letIn(kernel, "acc_fields-staff", { account: desk });
  cookies = { patient: patient.cookie, staff: staff.cookie };
  world.house.mark();
  names = [...new Set([...NEVER, ...fieldsIn(await openapi()())])].sort();
});

/** Every field that any route takes or answers with. */
function fieldsIn(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]) => [
    ...(name === "properties" && typeof value === "object" ? Object.keys(value ?? {}) : []),
    ...fieldsIn(value),
  ]);
}

type Any = (typeof everyRoute)[number];

/** The request of whoever may, with all it needs. */
function wanted(any: Any): Asked {
  const isHers = ({ of, malformed }: ReturnType<typeof cellsOf>[number]["relation"]) =>
    !malformed && (of === undefined || of === world.owners[0] || isPlace(of));
  const isPlace = (of: object | "nobody") =>
    of !== "nobody" && "practice" in of && of.practice === "demo" && !("patient" in of);
  const cell = cellsOf(world, any.key).find(({ relation }) => isHers(relation));
  return {
    key: any.key,
    input: cell?.input ?? {},
    cookies: [isForStaff(any) ? cookies.staff : cookies.patient],
  };
}

/** Whether a field is one of the route's own: that is no field too many. */
const isItsOwn = ({ route, key }: Any, name: string) =>
  (name === "patientId" && route.policy.some(({ relation }) => relation === "self")) ||
  key.includes(`{${name}}`) ||
  !route.input
    .safeParse({ [name]: "x" })
    .error?.issues.some((issue) => issue.code === "unrecognized_keys");

/** The places of a body that have fields of their own. */
const INSIDE: Readonly<Record<string, (extra: object) => object | false>> = {
  overrides: (extra) => {
    const own = { rule: "age", reason: "Asked by the clinician." };
    return tooMany(own, extra) && { overrides: [{ ...own, ...extra }] };
  },
  preferred: (extra) => {
    const own = { from: "2026-12-01T15:00:00.000Z", to: "2026-12-02T15:00:00.000Z" };
    const preferred = [{ ...own, ...extra }];
    return tooMany(own, extra) && { slotId: undefined, visitTypeId: "office-visit", preferred };
  },
};
const tooMany = (own: object, extra: object) =>
  Object.keys(extra).some((name) => !Object.hasOwn(own, name));
const insideOf = ({ key }: Any): string | undefined => {
  if (key === "POST /api/appointments") return "preferred";
  return /patients\/\{patientId\}\/appointments/.test(key) ? "overrides" : undefined;
};

const writing = everyRoute.filter((any) => writes(any) && !isSigned(any));

test.each(writing)("$key takes no field that it does not name", async (any) => {
  const request = wanted(any);
  const inside = INSIDE[insideOf(any) ?? ""];
  const withField = (extra: object) => {
    const there = inside?.(extra);
    return [{ ...request.input, ...extra }, ...(there ? [{ ...request.input, ...there }] : [])];
  };
  for (const name of spread(
    names.filter((one) => !isItsOwn(any, one)),
    4,
  )) {
    for (const input of withField(Object.fromEntries([[name, "x"]])))
      await refused(
        name,
        takesBody(any) ? { ...request, text: textOf(any, input) } : { ...request, input },
      );
  }
});

/** Refused as wrong, and nothing of it is kept. */
async function refused(name: string, asked: Asked): Promise<void> {
  const seen = await ask(asked);
  const kept = seen.written.filter(({ pk }) => !pk.startsWith("LIMIT#"));
  tried.writes += 1;
  if (seen.status < 400 || kept.length > 0) tried.accepted += 1;
  expect([name, seen.status, seen.code, kept]).toEqual([name, 422, "request.invalid", []]);
}

/** The body as text: what is in the path is not in it. */
const textOf = ({ key }: Any, input: object) =>
  JSON.stringify(
    Object.fromEntries(Object.entries(input).filter(([name]) => !key.includes(`{${name}}`))),
  );

/** The same with one more field in every object of it. */
function salted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(salted);
  if (value instanceof Answer)
    return new Answer(salted(value.body), { cookies: value.cookies, headers: value.headers });
  if (typeof value !== "object" || value === null) return value;
  const more = Object.entries(value).map(([name, one]) => [name, salted(one)] as const);
  return { ...Object.fromEntries(more), held: SECRET };
}

const careless = (all: UseCases): UseCases =>
  Object.fromEntries(
    Object.entries(all).map(([table, useCases]) => [
      table,
      Object.fromEntries(
        Object.entries(useCases).map(([name, real]) => [
          name,
          {
            ...real,
            run: async (...given: never[]) => salted(await real.run(...(given as [never, never]))),
          },
        ]),
      ),
    ]),
  );

/** The API's own description is public, and every word of it is meant. */
const DESCRIBES = "GET /api/openapi.json";

describe("an answer says what its schema names, whatever a use case puts into it", () => {
  test.each(everyRoute.filter((any) => !isSigned(any) && any.key !== DESCRIBES))(
    "$key",
    async (any) => {
      const { served } = world.house;
      const asking = world.house.asking({ useCases: careless(served.useCases) });
      const seen = await asking(wanted(any));
      tried.answers += 1;
      if (seen.text.includes(SECRET)) tried.leaks += 1;
      expect([seen.status, seen.text.includes(SECRET)]).toEqual([RULES[any.key]?.done, false]);
    },
  );
});

/** One route, a little different. */
const withRoute = (key: string, change: (route: Route) => Route): Pick<Served, "tables"> => ({
  tables: Object.fromEntries(
    Object.entries<Api>(routeTables).map(([table, api]) => [
      table,
      Object.fromEntries(
        Object.entries(api).map(([name, route]) => [
          name,
          routeKey(route) === key ? change(route) : route,
        ]),
      ),
    ]),
  ),
});

test("planted: a route that takes anything, and one that answers with anything, are caught", async () => {
  const { house } = world;
  const [hold, list] = ["POST /api/holds", "GET /api/appointments"].map((key) =>
    everyRoute.find((any) => any.key === key),
  );
  if (!hold || !list) throw new Error("There are no such routes.");
  const takesAll = withRoute(hold.key, (route) => ({ ...route, input: z.looseObject({}) }));
  const { input, ...rest } = wanted(hold);
  const taken = await house.asking(takesAll)({ ...rest, input: { ...input, epoch: "x" } });
  expect(taken.status).toBe(201);
  const saysAll = withRoute(list.key, (route) => ({ ...route, output: z.any() }));
  const useCases = careless(house.served.useCases);
  const told = await house.asking({ ...saysAll, useCases })(wanted(list));
  expect(told.text).toContain(SECRET);
});

afterAll(() => {
  if (tried.writes === 0) return;
  figure({
    promise: "2",
    bar: "2,000 writes with a field too many, 0 accepted; an answer holds only what its schema names",
    value: `${tried.writes} writes with one of ${names.length} fields too many on ${writing.length} routes, ${tried.accepted} accepted; ${tried.answers} routes' answers with a field too many everywhere, ${tried.leaks} told it`,
    command: `${deep ? "DEEP=1 " : ""}npx vitest run --root . --config test/vitest.config.ts --project node ${FILE}`,
    tried: tried.writes,
    wrong: tried.accepted + tried.leaks,
  });
});
