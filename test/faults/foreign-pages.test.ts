import { afterAll, beforeAll, expect, test } from "vitest";
import { figure } from "#test/fixtures/figure.ts";
import { everyRoute, isForStaff, isSigned, takesBody, writes } from "#test/product/every-route.ts";
import { cellsOf } from "./authorization-cells.ts";
import type { Asked, Seen } from "./authorization-house.ts";
import { ADA, EVERY_PERMISSION, letIn, works } from "./authorization-people.ts";
import { openWorld, type World } from "./authorization-world.ts";

const FILE = "test/faults/foreign-pages.test.ts";
const HOST = "portal.example.test";
const OURS = `https://${HOST}`;

/** What another page, or a program that plays one, can make a browser send. */
const PAGES: Readonly<Record<string, Record<string, string | undefined>>> = {
  "no Origin": { origin: undefined },
  "an empty one": { origin: "" },
  "a page without one": { origin: "null" },
  "another site": { origin: "https://evil.test" },
  "another site without TLS": { origin: "http://evil.test" },
  "a site that begins like ours": { origin: `${OURS}.evil.test` },
  "a site that ends like ours": { origin: `https://evil-${HOST}` },
  "a page below ours": { origin: `https://www.${HOST}` },
  "a page above ours": { origin: "https://example.test" },
  "ours as a user's name": { origin: `${OURS}@evil.test` },
  "ours as a path": { origin: `https://evil.test/${HOST}` },
  "ours with a path": { origin: `${OURS}/` },
  "ours at another port": { origin: `${OURS}:8443` },
  "ours with a dot behind": { origin: `${OURS}.` },
  "ours without a scheme": { origin: HOST },
  "ours with another scheme": { origin: `ftp://${HOST}` },
  "ours and another": { origin: `${OURS} https://evil.test` },
  "another and ours": { origin: `https://evil.test, ${OURS}` },
  "letters that look like ours": { origin: OURS.replace("a", "а") },
  "a file": { origin: "file://" },
  "this machine": { origin: "http://localhost" },
  "a Referer in its place": { origin: undefined, referer: `${OURS}/visits` },
  "a promise to be of this site": { origin: undefined, "sec-fetch-site": "same-origin" },
  "the header of scripts": { origin: undefined, "x-requested-with": "XMLHttpRequest" },
  "another site that names itself as the host": {
    origin: "https://evil.test",
    "x-forwarded-host": "evil.test",
  },
  "another host behind the edge": {
    origin: "https://evil.test",
    host: "evil.test",
    "x-viewer-host": HOST,
  },
  "another method for a read": { origin: undefined, "x-http-method-override": "GET" },
  "another method by its other name": { origin: "https://evil.test", "x-method-override": "GET" },
};

/** What a form can send without asking first, and what only looks like JSON. */
const TYPES = [
  undefined,
  "",
  "text/plain",
  "text/plain; charset=utf-8",
  "text/plain;application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/jsonp",
  "application/json5",
  "application/ld+json",
  "text/json",
  "json",
];
const OVERRIDES = ["x-http-method-override", "x-http-method", "x-method-override", "_method"];

let world: World;
let ask: (asked: Asked) => Promise<Seen>;
let cookies: Readonly<Record<"patient" | "staff", string>>;
const tried = { requests: 0, accepted: 0 };

beforeAll(async () => {
  world = await openWorld();
  ask = world.house.asking();
  const { kernel } = world.house;
  const desk = works("practice admin", EVERY_PERMISSION);
  const patient = await letIn(kernel, "acc_page-patient", { account: { patientId: ADA } });
  const staff = await letIn(kernel, "acc_page-staff", { account: desk });
  cookies = { patient: patient.cookie, staff: staff.cookie };
  world.house.mark();
});

/** The request of whoever may, with all it needs. */
function wanted(any: (typeof everyRoute)[number]): Asked {
  const [cell] = cellsOf(world, any.key);
  return {
    key: any.key,
    input: cell?.input ?? {},
    cookies: [isForStaff(any) ? cookies.staff : cookies.patient],
  };
}

async function refused(name: string, asked: Asked, as: readonly [number, string]): Promise<void> {
  const seen = await ask(asked);
  tried.requests += 1;
  if (seen.status < 400 || seen.written.length > 0) tried.accepted += 1;
  expect([name, seen.status, seen.code, seen.written]).toEqual([name, ...as, []]);
}

const writing = everyRoute.filter((any) => writes(any) && !isSigned(any));

test.each(writing)("$key is written to from the portal's own pages", async (any) => {
  const request = wanted(any);
  expect((await ask(request)).code).not.toBe("request.foreign-origin");
  const open = { ...request, headers: { "x-viewer-host": HOST, host: "internal" } };
  expect((await ask(open)).code).not.toBe("request.foreign-origin");
  for (const [name, headers] of Object.entries(PAGES))
    await refused(name, { ...request, headers }, [403, "request.foreign-origin"]);
});

test.each(writing.filter(takesBody))("$key takes nothing that a form can send", async (any) => {
  const request = { ...wanted(any), text: JSON.stringify(wanted(any).input) };
  for (const type of TYPES)
    await refused(String(type), { ...request, headers: { "content-type": type } }, [
      415,
      "request.unsupported-media-type",
    ]);
});

test.each(everyRoute.filter((any) => !writes(any)))("$key stays a read", async (any) => {
  const request = wanted(any);
  const plain = await ask(request);
  const kinds = ({ written }: Seen) => written.map(({ pk }) => pk.split("#")[0]).sort();
  for (const name of OVERRIDES) {
    const seen = await ask({ ...request, headers: { [name]: "DELETE", origin: undefined } });
    tried.requests += 1;
    if (seen.status !== plain.status) tried.accepted += 1;
    expect([name, seen.status, kinds(seen)]).toEqual([name, plain.status, kinds(plain)]);
  }
  const inQuery = await ask({ ...request, query: { _method: "DELETE" } });
  expect([inQuery.status, inQuery.code]).toEqual([422, "request.invalid"]);
});

afterAll(() => {
  if (tried.requests === 0) return;
  figure({
    promise: "12",
    bar: "every writing route, 0 accepted",
    value: `${tried.requests} requests (${Object.keys(PAGES).length} foreign pages and ${TYPES.length} kinds of form on ${writing.length} writing routes, ${OVERRIDES.length} other names of the method on reads), ${tried.accepted} accepted`,
    command: `npx vitest run --root . --config test/vitest.config.ts --project node ${FILE}`,
    tried: tried.requests,
    wrong: tried.accepted,
  });
});
