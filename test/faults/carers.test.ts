import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProxyGrant } from "#domain/actor.ts";
import { type Clinic, openClinic } from "#test/fixtures/clinic.ts";
import { openTimes } from "#test/fixtures/open-times.ts";
import {
  everyRoute,
  isForPatients,
  NOWHERE,
  requestFor,
  sampleOf,
} from "#test/product/every-route.ts";

const CHILD = "patient-grace-child";
const FOREIGN = "patient-ada";
const routes = everyRoute.filter(isForPatients);
type Route = (typeof routes)[number];
type Scope = ProxyGrant["scopes"][number];

/** Grace, as often as there are ways to be allowed something for her child. */
const GRACES: Readonly<Record<string, { scopes: Scope[]; expiresAt?: string }>> = {
  "no scope": { scopes: [] },
  "reading only": { scopes: ["appointments:read"] },
  "acting only": { scopes: ["appointments:act"] },
  "a right that has ended": {
    scopes: ["appointments:read", "appointments:act"],
    expiresAt: "2020-01-01T00:00:00.000Z",
  },
};

let clinic: Clinic;
/** What each chart really has, by its patient: ids that a carer might guess. */
const owned: Record<string, { visit: string; hold: string }> = {};
let slotId = "";

const child = (grant: { scopes: Scope[]; expiresAt?: string }) => ({
  patientId: CHILD,
  relationship: "child",
  name: "Milo Okafor",
  firstName: "Milo",
  ...grant,
});

beforeAll(async () => {
  clinic = await openClinic({ patients: 20 });
  for (const [name, grant] of Object.entries(GRACES))
    await clinic.signIn({ id: idOf(name), patientId: "patient-grace", proxies: [child(grant)] });
  const all: Scope[] = ["appointments:read", "appointments:act"];
  await clinic.signIn({
    id: "parent",
    patientId: "patient-grace",
    proxies: [child({ scopes: all })],
  });
  await clinic.signIn({ id: FOREIGN });
  const times = await openTimes(clinic, "parent");
  slotId = times[8]?.id ?? "";
  for (const [index, [who, patientId]] of (
    [
      ["parent", CHILD],
      [FOREIGN, FOREIGN],
    ] as const
  ).entries()) {
    const made = async (path: string, at: number) => {
      const body = { slotId: times[index * 3 + at]?.id, patientId };
      const { status, body: found } = await clinic.call(who, `POST /api/${path}`, { body });
      expect(status).toBe(201);
      return found.id as string;
    };
    owned[patientId] = { visit: await made("appointments", 0), hold: await made("holds", 2) };
  }
});
afterAll(() => clinic.close());

const idOf = (name: string) => `grace-${name.replaceAll(" ", "-")}`;

/** The request a route takes about a chart, with ids that this chart has. */
function ask(who: string, any: Route, patientId: string) {
  const sample = sampleOf(any.route);
  const has = owned[patientId];
  const visit = has?.visit ?? NOWHERE;
  const ids: Record<string, string> = {
    "/api/holds/{id}": has?.hold ?? NOWHERE,
    "/api/write-backs/{id}": has ? `${visit}.001` : NOWHERE,
  };
  const id = ids[any.key.split(" ")[1] ?? ""] ?? visit;
  const { what, body } = requestFor(any, {
    patientId,
    ...("id" in sample ? { id } : {}),
    ...("slotId" in sample ? { slotId } : {}),
    ...("visitTypeId" in sample ? { visitTypeId: "office-visit" } : {}),
  });
  return clinic.call(who, what, body ? { body } : {});
}

/** Everything of an answer but the name of the request itself. */
const seen = ({ status, headers, body }: Awaited<ReturnType<typeof ask>>) =>
  JSON.stringify({ status, headers, body: { ...body, instance: "" } });

const scopesOf = ({ route }: Route): Scope[] =>
  route.policy.flatMap((policy) => (policy.relation === "proxy" ? [policy.scope] : []));

test("every patient route is in the matrix, and asks a carer for one scope", () => {
  expect(routes.length).toBeGreaterThanOrEqual(13);
  for (const any of routes) expect(scopesOf(any), any.key).toHaveLength(1);
});

describe.each(Object.keys(GRACES))("a carer with %s", (name) => {
  const grant = GRACES[name];
  const may = (any: Route) =>
    !grant?.expiresAt && scopesOf(any).some((scope) => grant?.scopes.includes(scope));

  test.each(routes.filter((any) => !may(any)))(
    "finds nothing at $key: child, stranger and nobody look the same",
    async (any) => {
      const nobody = await ask(idOf(name), any, NOWHERE);
      expect([nobody.status, nobody.body.code]).toEqual([404, "not-found"]);
      for (const patientId of [CHILD, FOREIGN])
        expect(seen(await ask(idOf(name), any, patientId)), patientId).toBe(seen(nobody));
    },
  );

  test.each(routes.filter(may))("finds no stranger at $key", async (any) => {
    const nobody = await ask(idOf(name), any, NOWHERE);
    expect([nobody.status, nobody.body.code]).toEqual([404, "not-found"]);
    expect(seen(await ask(idOf(name), any, FOREIGN))).toBe(seen(nobody));
  });
});

// The other way round, or all of the above could be a table of typos. Last, for it uses things up.
test.each(routes)("a carer with both scopes finds the child's at $key", async (any) => {
  const found = await ask("parent", any, CHILD);
  expect(found.body.code).not.toBe("not-found");
});
