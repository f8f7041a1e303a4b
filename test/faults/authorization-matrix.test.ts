import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Api, Route } from "#domain/api.ts";
import { routeKey } from "#domain/api.ts";
import { account, open, type Policy, proxy, self, staff } from "#domain/policy.ts";
import { Problem } from "#domain/problem.ts";
import { routeTables } from "#functions/ops/openapi.ts";
import type { Kernel } from "#http/kernel.ts";
import { deep, spread } from "#test/fixtures/deep.ts";
import { figure } from "#test/fixtures/figure.ts";
import type { UseCases } from "#test/fixtures/portal.ts";
import { everyRoute, isForPatients, isPrivate } from "#test/product/every-route.ts";
import type { Served } from "./authorization-house.ts";
import { judged, type Verdict } from "./authorization-judge.ts";
import { FACTOR_MISSING } from "./authorization-people.ts";
import { RULES } from "./authorization-rules.ts";
import { openWorld, type World } from "./authorization-world.ts";

const FILE = "test/faults/authorization-matrix.test.ts";
const keys = everyRoute.map(({ key }) => key);
/** The short run meets each request as every third of the people. */
const EVERY = deep ? 1 : 3;

let world: World;
let shown: Verdict | undefined;
let caught = 0;
beforeAll(async () => {
  world = await openWorld();
});

test("the rules speak of every route there is, and of no other", () => {
  expect(Object.keys(RULES).sort()).toEqual([...keys].sort());
});

test("nobody may more or less than the rules say", async () => {
  shown = await judged({ world, ask: world.house.asking(), keys, every: EVERY });
  expect(shown.surprises).toEqual([]);
  expect(shown.cells).toBeGreaterThanOrEqual(4_000);
  expect(world.people.length).toBeGreaterThanOrEqual(18);
});

test("staff without a second factor are asked for it, and are nobody until they have it", async () => {
  const input = { email: "no-factor@example.test", password: "right-and-long-enough" };
  const seen = await world.house.asking()({ key: "POST /api/session", input });
  expect([seen.status, seen.cookies]).toEqual([200, []]);
  expect(JSON.parse(seen.text).challenge).toMatchObject({ session: FACTOR_MISSING });
});

/** What a run over some routes finds wrong with a product that is a little different. */
async function foundIn(different: Partial<Served>, some: readonly string[]): Promise<string[]> {
  const ask = world.house.asking(different);
  const { surprises } = await judged({ world, ask, keys: some, enough: 1 });
  if (surprises.length > 0) caught += 1;
  return surprises;
}

const withPolicy = (key: string, policy: Route["policy"]): Partial<Served> => ({
  tables: Object.fromEntries(
    Object.entries<Api>(routeTables).map(([name, api]) => [
      name,
      Object.fromEntries(
        Object.entries(api).map(([each, route]) => [
          each,
          routeKey(route) === key ? { ...route, policy } : route,
        ]),
      ),
    ]),
  ),
});

type Planted = readonly [what: string, policy: readonly [Policy, ...Policy[]]];
const FOR_ALL: readonly Planted[] = [
  ["anyone may", [open]],
  ["whoever is signed in may", [account]],
];
const FOR_CHARTS: readonly Planted[] = [
  ["no carer may", [self]],
  ["the patient may not", [proxy("appointments:read"), proxy("appointments:act")]],
  ["a carer of any scope may", [self, proxy("appointments:read"), proxy("appointments:act")]],
  [
    "staff may too",
    [self, proxy("appointments:act"), proxy("appointments:read"), staff("schedule")],
  ],
];
const OTHER = {
  schedule: "patients",
  patients: "schedule",
  "write-backs": "connections",
  connections: "write-backs",
} as const;

function plantedFor(any: (typeof everyRoute)[number]): readonly Planted[] {
  const { who, names } = RULES[any.key] ?? {};
  if (who === "signed in") return FOR_ALL.slice(0, 1);
  // Where no carer has anything anyway, a policy about carers changes nothing.
  if (names === "export") return [...FOR_ALL, ...FOR_CHARTS.slice(1, 2)];
  if (isForPatients(any)) return [...FOR_ALL, ...FOR_CHARTS.slice(who === "own" ? 1 : 0)];
  const other = OTHER[who as keyof typeof OTHER];
  return [
    ...FOR_ALL,
    [`${other} is enough`, [staff(other)]],
    ["patients may too", [staff(who as keyof typeof OTHER), self]],
  ];
}

describe("planted: a policy that is not the route's is caught", () => {
  test.each(spread(everyRoute.filter(isPrivate), 8))("at $key", async (any) => {
    for (const [what, policy] of plantedFor(any))
      expect(await foundIn(withPolicy(any.key, policy), [any.key]), what).not.toEqual([]);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a use case of any route, looked at from outside
type Any = any;

/** One use case with something before it. */
function preceded(table: string, name: string, change: (access: Any, input: Any) => Any): UseCases {
  const { useCases } = world.house.served;
  const real = useCases[table]?.[name] as { run(access: Any, input: Any): Promise<unknown> };
  const run = async (access: Any, input: Any) => real.run(change(access, input), input);
  return { ...useCases, [table]: { ...useCases[table], [name]: { ...real, run } } };
}

const ownerOf = (id: string) =>
  world.owners.find((owner) => Object.values<string>({ ...owner }).includes(id));

describe("planted: a use case that forgets whose it is is caught", () => {
  /** By the id alone, as a query without the patient would find it. */
  const byIdAlone = (access: Any, { id }: Any) => ({
    ...access,
    patientId: ownerOf(id)?.patient ?? access.patientId,
  });
  test.each([
    ["appointments", "read", "GET /api/appointments/{id}"],
    ["appointments", "cancel", "POST /api/appointments/{id}/cancel"],
    ["appointments", "release", "DELETE /api/holds/{id}"],
    ["writeback", "read", "GET /api/write-backs/{id}"],
  ] as const)("%s.%s", async (table, name, key) => {
    expect(await foundIn({ useCases: preceded(table, name, byIdAlone) }, [key])).not.toEqual([]);
  });

  test("work of another practice, and a patient's page there", async () => {
    const { kernel } = world.house;
    const anyPractice = (access: Any, { id, patientId = id }: Any) => {
      const practice = ownerOf(patientId)?.practice ?? access.practice.id;
      return { ...access, practice: kernel.practices.byId(practice) };
    };
    for (const [name, key] of [
      ["decline", "POST /api/practice/requests/{id}/decline"],
      ["patient", "GET /api/practice/patients/{id}"],
    ] as const) {
      const useCases = preceded("practice", name, anyPractice);
      expect(await foundIn({ useCases }, [key]), key).not.toEqual([]);
    }
  });

  test("one that says more of what is there than of what is not", async () => {
    const useCases = preceded("appointments", "read", (access, { id }) => {
      if (!ownerOf(id)) throw new Problem("not-found", { detail: "There is no such visit." });
      return access;
    });
    expect(await foundIn({ useCases }, ["GET /api/appointments/{id}"])).not.toEqual([]);
  });
});

describe("planted: a kernel that does not look is caught", () => {
  const key = "GET /api/appointments";
  type Found = Awaited<ReturnType<Kernel["accounts"]["signedIn"]>>;
  const finding = (change: (found: NonNullable<Found>) => Found): Partial<Served> => {
    const { kernel } = world.house;
    const { accounts } = kernel;
    const signedIn: Kernel["accounts"]["signedIn"] = async (...asked) => {
      const found = await accounts.signedIn(...asked);
      return found && change(found);
    };
    return { kernel: { ...kernel, accounts: { ...accounts, signedIn } } };
  };
  const forever = { idleUntil: "2999-01-01T00:00:00.000Z", expiresAt: "2999-01-01T00:00:00.000Z" };

  test("whether an account is still active, a session still open, a grant still good", async () => {
    const blind = [
      finding(({ account: found, session }) => ({ account: { ...found, active: true }, session })),
      finding(({ account: found, session }) => ({
        account: { ...found, epoch: session.epoch },
        session,
      })),
      finding(({ account: found, session }) => ({
        account: found,
        session: { ...session, ...forever },
      })),
      finding(({ account: found, session }) => ({
        account: {
          ...found,
          proxies: found.proxies.map(({ expiresAt: _over, ...grant }) => grant),
        },
        session,
      })),
    ];
    for (const different of blind) expect(await foundIn(different, [key])).not.toEqual([]);
  });

  test("whether a denial is written down", async () => {
    const { kernel } = world.house;
    const audits = { ...kernel.audits, write: async () => undefined };
    expect(await foundIn({ kernel: { ...kernel, audits } }, [key])).not.toEqual([]);
  });
});

afterAll(() => {
  if (!shown) return;
  const { cells, surprises, denied, audited } = shown;
  figure({
    promise: "1",
    bar: "4,000 cells, 0 unexpected allow or deny; foreign and missing ids alike; denials audited",
    value: `${cells} cells (${keys.length} routes × ${world.people.length} actors × objects), ${surprises.length} unexpected; ${denied} denials, ${audited} audit entries; ${caught} planted holes, all caught`,
    command: `${deep ? "DEEP=1 " : ""}npx vitest run --root . --config test/vitest.config.ts --project node ${FILE}`,
    tried: cells,
    wrong: surprises.length,
  });
});
