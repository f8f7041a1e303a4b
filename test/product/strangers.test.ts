import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { spread } from "#test/fixtures/deep.ts";
import type { Answer } from "./answers.ts";
import {
  type AnyRoute,
  everyRoute,
  isForPatients,
  isForStaff,
  isPrivate,
  isPublic,
  isSigned,
  NOWHERE,
  namesOne,
  requestFor,
  sampleOf,
  takesBody,
  writes,
} from "./every-route.ts";
import { openTimes, type Person, personAt, type Sent } from "./people.ts";
import { openProduct, type Product } from "./product.ts";

/** Every fourth route in the short run: the checks are the kernel's, the same for all. */
const visited = spread(everyRoute, 4);

const InTemplate = z.object({ RouteKey: z.string() });

let portal: Product;
let ada: Person;
let grace: Person;
let frontDesk: Person;

beforeAll(async () => {
  portal = await openProduct();
  [ada, grace, frontDesk] = await Promise.all([
    portal.signIn("ada@example.test"),
    portal.signIn("grace@example.test"),
    portal.signIn("frontdesk@example.test"),
  ]);
});
afterAll(() => portal?.close());

/** Calls a route as its sample says, with something changed. */
const ask = (person: Person, any: AnyRoute, sent: Sent = {}) => {
  const { what, body } = requestFor(any);
  return person.call(what, { ...(body ? { body } : {}), ...sent });
};
const told = ({ status, body }: Answer) => [status, body.code];
/** Whoever the route is not for. */
const wrongPerson = (any: AnyRoute) => (isForStaff(any) ? ada : frontDesk);
const rightPerson = (any: AnyRoute) => (isForStaff(any) ? frontDesk : ada);

test("the tables hold every route of the template, and each has a sample its schema takes", () => {
  const inTemplate = portal.stack
    .ids("AWS::ApiGatewayV2::Route")
    .map((id) => portal.stack.properties(id, InTemplate).RouteKey);
  expect(everyRoute.map(({ key }) => key).sort()).toEqual(inTemplate.sort());
  for (const { key, route } of everyRoute)
    expect(route.input.safeParse(sampleOf(route)).success, key).toBe(true);
});

describe.each(visited.filter(isPrivate))("$key", (any) => {
  test("needs a session", async () => {
    expect(told(await ask(portal.stranger, any))).toEqual([401, "session.required"]);
  });

  test("knows a cookie that is forged, cut, another account's or nobody's", async () => {
    const [name, value] = ada.cookie.split("=") as [string, string];
    const [account, secret] = value.split(".") as [string, string];
    const [other] = (grace.cookie.split("=")[1] ?? "").split(".");
    const cookies = [
      `${account}.${"A".repeat(43)}`,
      `${account}.${secret.slice(0, -1)}`,
      `${other}.${secret}`,
      `${account}.`,
      account,
      secret,
      `${account}.${secret}.${secret}`,
      `${account}%00.${secret}`,
      "",
    ];
    for (const cookie of cookies) {
      const thief = personAt(portal.origin, { cookie: `${name}=${cookie}` });
      expect(told(await ask(thief, any)), cookie).toEqual([401, "session.required"]);
    }
  });
});

describe.each(visited.filter(isPrivate).filter((any) => isForPatients(any) || isForStaff(any)))(
  "$key",
  (any) => {
    test("is not for everybody who is signed in", async () => {
      expect(told(await ask(wrongPerson(any), any))).toEqual([403, "request.not-allowed"]);
    });
  },
);

describe.each(visited.filter((any) => writes(any) && !isSigned(any)))("$key", (any) => {
  test("is written to from the portal's own pages only", async () => {
    const { host } = new URL(portal.origin);
    const origins = [
      null,
      "null",
      "https://evil.test",
      `https://${host}.evil.test`,
      `https://evil.test/${host}`,
      `${portal.origin}@evil.test`,
      `${portal.origin}/`,
      "http://localhost",
      "",
    ];
    for (const origin of origins) {
      const answer = await ask(rightPerson(any), any, { headers: { origin } });
      expect(told(answer), String(origin)).toEqual([403, "request.foreign-origin"]);
    }
  });
});

describe.each(visited.filter((any) => takesBody(any) && !isSigned(any)))("$key", (any) => {
  const send = (body: unknown, headers: Sent["headers"] = {}) =>
    ask(rightPerson(any), any, { body, headers });

  test("takes JSON, of a sensible size and shape", async () => {
    const body = Buffer.from("{}");
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
      expect(told(await send(body, { "content-type": type })), type).toEqual([
        415,
        "request.unsupported-media-type",
      ]);
    expect((await send(Buffer.alloc(10 * 1024 * 1024 + 1, " "))).status).toBe(413);
    expect(told(await send(Buffer.alloc(65 * 1024, " ")))).toEqual([413, "request.too-large"]);
    for (const text of ["{", "{]", "nul", '{"a":}', "[".repeat(30_000), '{"a":'.repeat(9000)])
      expect(told(await send(Buffer.from(text))), text.slice(0, 9)).toEqual([
        400,
        "request.malformed",
      ]);
    for (const text of ["[]", "null", "1", '"x"', '{"more":1}', '{"__proto__":{"slotId":"x"}}'])
      expect(told(await send(Buffer.from(text))), text).toEqual([422, "request.invalid"]);
  });
});

test.each(visited.filter((any) => takesBody(any) && !isSigned(any)))(
  "$key takes no field from where it does not belong",
  async (any) => {
    const { what, body = {} } = requestFor(any);
    const again = { ...body, ...(namesOne(any) ? { id: NOWHERE } : { more: "1" }) };
    const tries = [
      rightPerson(any).call(`${what}?patientId=patient-ada`, { body }),
      rightPerson(any).call(what, { body: again }),
    ];
    for (const answer of await Promise.all(tries))
      expect(told(answer)).toEqual([422, "request.invalid"]);
  },
);

test.each(visited.filter((any) => !takesBody(any) && !isSigned(any)))(
  "$key refuses a field it does not know",
  async (any) => {
    const { what } = requestFor(any, { more: "1" });
    expect(told(await rightPerson(any).call(what))).toEqual([422, "request.invalid"]);
  },
);

test.each(visited.filter(isSigned))("$key takes nothing unsigned", async (any) => {
  const signatures = [{}, { "x-hub-signature": `sha256=${"0".repeat(64)}` }, { "x-signature": "" }];
  for (const headers of signatures)
    expect(told(await ask(portal.stranger, any, { headers }))).toEqual([401, "request.not-signed"]);
  const unknown = requestFor(any, { connectionId: NOWHERE });
  expect(told(await portal.stranger.call(unknown.what, { body: {} }))).toEqual([
    401,
    "request.not-signed",
  ]);
});

test.each(visited)("$key is closed to who does not come through CloudFront", async (any) => {
  for (const headers of [{}, { "x-origin-secret": "" }, { "x-origin-secret": "guess" }]) {
    const outcome = await portal.invoke(any.function, eventFor(any, headers));
    expect(outcome).toMatchObject({ ok: true, result: { statusCode: 403 } });
    expect(JSON.stringify(outcome)).toContain("request.foreign-origin");
  }
});

function eventFor({ key }: AnyRoute, headers: Record<string, string>) {
  const http = { method: key.split(" ")[0], path: key.split(" ")[1], sourceIp: "203.0.113.9" };
  return {
    version: "2.0",
    routeKey: key,
    headers: { origin: portal.origin, "x-viewer-host": new URL(portal.origin).host, ...headers },
    cookies: [ada.cookie.replace("session=", "__Host-session=")],
    requestContext: { requestId: randomUUID(), http },
    isBase64Encoded: false,
  };
}

let nextTime = 0;
test.each(visited.filter((any) => namesOne(any) && isForPatients(any)))(
  "$key answers another's and nobody's alike",
  async (any) => {
    // A time of its own each: one given back is open again only when the chart says so.
    const slotId = (await openTimes(grace))[nextTime++]?.id ?? "";
    const isHold = any.key.includes("/holds/");
    const made = await grace.call(`POST /api/${isHold ? "holds" : "appointments"}`, {
      body: { slotId },
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const id = any.key.includes("write-backs") ? `${made.body.id}.001` : (made.body.id ?? "");
    const [foreign, missing] = await Promise.all(
      [id, NOWHERE].map((asked) => {
        const { what, body } = requestFor(any, { id: asked });
        return ada.call(what, body ? { body } : {});
      }),
    );
    expect(told(missing as Answer)).toEqual([404, "not-found"]);
    expect(withoutInstance(foreign)).toBe(withoutInstance(missing));
    const undo = isHold
      ? `DELETE /api/holds/${id}`
      : `POST /api/appointments/${made.body.id}/cancel`;
    expect((await grace.call(undo)).status).toBeLessThan(300);
  },
);

test.each(visited.filter(isForPatients))(
  "$key answers a foreign chart and no chart alike",
  async (any) => {
    const self = await grace.call("GET /api/session");
    const patient = self.body["patient"] as { id: string };
    const [foreign, missing] = await Promise.all(
      [patient.id, NOWHERE].map((patientId) => {
        const { what, body } = requestFor(any, { patientId });
        return ada.call(what, body ? { body } : {});
      }),
    );
    expect(told(missing as Answer)).toEqual([404, "not-found"]);
    expect(withoutInstance(foreign)).toBe(withoutInstance(missing));
  },
);

const namesTime = (any: AnyRoute) => JSON.stringify(requestFor(any).body ?? {}).includes("slotId");

const withoutInstance = (answer: Answer | undefined) =>
  answer?.text.replace(answer.body.instance ?? "", "");

describe.each(visited.filter((any) => takesBody(any) && isForPatients(any)))("$key", (any) => {
  test("checks in one order: size, type, origin, session, JSON, fields, role, existence", async () => {
    const huge = Buffer.alloc(65 * 1024, "{");
    const broken = Buffer.from("{");
    const wrong = { "content-type": "text/plain", origin: "https://evil.test" };
    const origin = { origin: "https://evil.test" };
    const unknown = { ...requestFor(any).body, more: "1" };
    const steps: [Person, Sent, number][] = [
      [portal.stranger, { body: huge, headers: wrong }, 413],
      [portal.stranger, { body: broken, headers: wrong }, 415],
      [portal.stranger, { body: broken, headers: origin }, 403],
      [portal.stranger, { body: broken }, 401],
      [frontDesk, { body: broken }, 400],
      [frontDesk, { body: unknown }, 422],
      [frontDesk, {}, 403],
    ];
    for (const [person, sent, status] of steps)
      expect((await ask(person, any, sent)).status).toBe(status);
    // What names nothing has nothing that could be missing: it is carried out.
    const { status, text } = await ask(ada, any, {});
    expect(namesOne(any) || namesTime(any) ? status === 404 : status < 300, text).toBe(true);
  });
});

test("no header makes one method another", async () => {
  const names = ["x-http-method-override", "x-http-method", "x-method-override", "_method"];
  const overriding = (method: string) => Object.fromEntries(names.map((name) => [name, method]));
  const signedIn = await grace.call("GET /api/session", { headers: overriding("DELETE") });
  expect(signedIn.status).toBe(200);
  expect((await grace.call("GET /api/session")).status).toBe(200);
  const asGet = await portal.stranger.call("POST /api/appointments", {
    body: {},
    headers: overriding("GET"),
  });
  expect(asGet.status).toBe(401);
});

test("a refused sign-in leaves the session that was there", async () => {
  const answer = await ada.call("POST /api/session", {
    body: { email: "ada@example.test", password: "not-her-password" },
  });
  expect(told(answer)).toEqual([401, "session.refused"]);
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect((await ada.call("GET /api/session")).status).toBe(200);
});

test("a session that ended opens nothing, here and everywhere", async () => {
  const [here, there] = await Promise.all([
    portal.signIn("clinician@example.test"),
    portal.signIn("clinician@example.test"),
  ]);
  expect((await here.call("DELETE /api/session")).status).toBe(204);
  expect((await here.call("GET /api/session")).status).toBe(401);
  expect((await there.call("GET /api/session")).status).toBe(200);
  const again = await portal.signIn("clinician@example.test");
  expect((await again.call("DELETE /api/session?everywhere=true")).status).toBe(204);
  expect((await there.call("GET /api/session")).status).toBe(401);
});

test("public routes answer whoever asks", async () => {
  for (const any of everyRoute.filter((one) => isPublic(one) && !writes(one)))
    expect((await ask(portal.stranger, any)).status, any.key).toBe(200);
});
