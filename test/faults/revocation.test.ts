import { afterAll, beforeAll, expect, test } from "vitest";
import { ProxyScope } from "#domain/actor.ts";
import type { Account } from "#ports/accounts.ts";
import { figure } from "#test/fixtures/figure.ts";
import { everyRoute, isForPatients, isForStaff } from "#test/product/every-route.ts";
import { cellsOf } from "./authorization-cells.ts";
import type { Asked, House, Seen } from "./authorization-house.ts";
import { ADA, CHILD, EVERY_PERMISSION, GRACE, letIn, works } from "./authorization-people.ts";
import { RULES } from "./authorization-rules.ts";
import { openWorld, type World } from "./authorization-world.ts";

const FILE = "test/faults/revocation.test.ts";

type Someone = Awaited<ReturnType<typeof letIn>>;
type Revoke = (house: House, someone: Someone) => Promise<unknown>;
const saved =
  (change: (account: Account, now: string) => Partial<Account>): Revoke =>
  ({ kernel }, { account }) =>
    kernel.accounts.save({ ...account, ...change(account, kernel.clock()) });

/** What ends a session, whoever has it. */
const SESSION: Readonly<Record<string, Revoke>> = {
  "signed out here": ({ kernel }, { account, secretHash }) =>
    kernel.accounts.closeSession(account.id, secretHash),
  "signed out everywhere": ({ kernel }, { account }) => kernel.accounts.raiseEpoch(account.id),
  deactivated: saved(() => ({ active: false })),
};
const CASES = {
  staff: { ...SESSION, "all permissions taken": saved(() => ({ permissions: [] })) },
  patient: SESSION,
  carer: {
    ...SESSION,
    "the right taken back": saved(() => ({ proxies: [] })),
    "the scopes taken back": saved(({ proxies }) => ({
      proxies: proxies.map((grant) => ({ ...grant, scopes: [] })),
    })),
    "the time over now": saved(({ proxies }, now) => ({
      proxies: proxies.map((grant) => ({ ...grant, expiresAt: now })),
    })),
  },
} as const;
type Kind = keyof typeof CASES;

const TOLD: Readonly<Record<Kind, readonly [number, string]>> = {
  staff: [403, "request.not-allowed"],
  patient: [404, "not-found"],
  carer: [404, "not-found"],
};

let world: World;
let ask: (asked: Asked) => Promise<Seen>;
let people: Readonly<Record<Kind, Someone>>;
const tried = { requests: 0, late: 0 };

beforeAll(async () => {
  world = await openWorld();
  ask = world.house.asking();
  const { kernel } = world.house;
  const grant = {
    patientId: CHILD,
    scopes: ProxyScope.options,
    relationship: "child",
    name: "Milo",
    firstName: "Milo",
  };
  people = {
    staff: await letIn(kernel, "acc_revoked-staff", {
      account: works("practice admin", EVERY_PERMISSION),
    }),
    patient: await letIn(kernel, "acc_revoked-patient", { account: { patientId: ADA } }),
    carer: await letIn(kernel, "acc_revoked-carer", {
      account: { patientId: GRACE, proxies: [grant] },
    }),
  };
  world.house.mark();
});

/** The request that this route carries out for this person, whatever it names being theirs. */
function wanted(key: string, kind: Kind): Asked | undefined {
  const chart = { staff: ADA, patient: ADA, carer: CHILD }[kind];
  const here = world.owners.find(({ patient }) => patient === chart);
  const found = cellsOf(world, key).find(({ relation }) => {
    const { of, malformed } = relation;
    const named = relation.chart ?? (kind === "staff" ? ADA : undefined);
    const isTheirs =
      of === undefined ||
      of === here ||
      (of !== "nobody" && of.patient === undefined && of.practice === "demo");
    return named === chart && isTheirs && !malformed;
  });
  return found && { key, input: found.input, cookies: [people[kind].cookie] };
}

const cases = Object.entries(CASES).flatMap(([kind, revocations]) =>
  Object.entries<Revoke>(revocations).map(([name, revoke]) => ({
    kind: kind as Kind,
    name,
    revoke,
  })),
);

test.each(cases)(
  "$kind, $name: refused from the next request on",
  async ({ kind, name, revoke }) => {
    // What is a patient's own, and files that patients asked for, no carer had before.
    const isOwn = (key: string) => RULES[key]?.who === "own" || RULES[key]?.names === "export";
    const routes = everyRoute
      .filter(kind === "staff" ? isForStaff : isForPatients)
      .filter(({ key }) => kind !== "carer" || !isOwn(key));
    for (const { key } of routes) {
      const request = wanted(key, kind);
      if (!request) throw new Error(`Nothing of ${kind} to ask ${key} for.`);
      expect([key, (await ask(request)).status]).toEqual([key, RULES[key]?.done]);
      await revoke(world.house, people[kind]);
      const seen = await ask(request);
      tried.requests += 1;
      if (seen.status < 400) tried.late += 1;
      const told = name in SESSION ? [401, "session.required"] : TOLD[kind];
      expect([key, seen.status, seen.code]).toEqual([key, ...told]);
    }
  },
);

afterAll(() => {
  if (tried.requests === 0) return;
  figure({
    promise: "20",
    bar: "next request",
    value: `${tried.requests} first requests after ${cases.length} kinds of revocation of staff, patients and carers, on every route they had; ${tried.late} still answered`,
    command: `npx vitest run --root . --config test/vitest.config.ts --project node ${FILE}`,
    tried: tried.requests,
    wrong: tried.late,
  });
});
