import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Stored } from "#functions/adapters/dynamo/table.ts";
import type { Answer } from "./answers.ts";
import { chartOf } from "./chart.ts";
import { book, openTimes, type Person, password } from "./people.ts";
import { openProduct, type Product } from "./product.ts";

/** As they stand in JSON text: what no id, address or reason may be. */
const HOSTILE = [
  '"\\u0000"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"a\\udfffb"',
  '"\\u202egnp.exe"',
  '"\\u2066x\\u2069"',
  '"\\u001b[31m"',
  '"\\u0085"',
  '""',
  '"   "',
  '"../../../etc/passwd"',
  '"a/../b"',
  '"%00"',
  '"%2e%2e%2f"',
  '"PATIENT#demo#x"',
  `"${"x".repeat(60_000)}"`,
  "1e400",
  "-0",
  "9007199254740993",
  "null",
  "true",
  "[]",
  "{}",
  `[${"1,".repeat(20_000)}1]`,
  '{"__proto__":{"admin":true}}',
  '{"toString":1,"length":5}',
  `${"[".repeat(20)}${"]".repeat(20)}`,
] as const;

let portal: Product;
let ada: Person;
let visit: string;
let free: string;

beforeAll(async () => {
  portal = await openProduct();
  ada = await portal.signIn("ada@example.test");
  const open = await openTimes(ada);
  const booked = await book(ada, open[0]?.id ?? "");
  visit = booked.body.id ?? "";
  free = open[5]?.id ?? "";
});
afterAll(() => portal?.close());

const send = (what: string, text: string, headers: Record<string, string> = {}) =>
  ada.call(what, {
    body: Buffer.from(text),
    headers: { "content-type": "application/json", ...headers },
  });

/** What a booking, a hold or a key would leave behind. */
const left = (items: readonly Stored[]) =>
  items
    .filter(({ sk }) => /^(VISIT|WRITE|HOLD|CLAIM|KEY)#/.test(sk))
    .map(({ pk, sk, version }) => `${pk} ${sk} ${version}`)
    .sort();

/** Whatever was sent was refused as wrong, and nothing of it is anywhere. */
async function leavesNothing(sending: () => Promise<Answer[]>, allowed: readonly number[]) {
  // Reads fill the mirror: what the chart has is known before.
  await ada.call("GET /api/appointments");
  const [before, chart] = await Promise.all([
    portal.items(),
    chartOf(portal.ehrFhirUrl, "status=booked"),
  ]);
  const answers = await sending();
  for (const { what, status, text } of answers)
    expect(allowed, `${what}: ${text.slice(0, 300)}`).toContain(status);
  expect(left(await portal.items())).toEqual(left(before));
  expect(await chartOf(portal.ehrFhirUrl, "status=booked")).toEqual(chart);
}

const fields: readonly {
  what: () => string;
  field: string;
  rest: () => Record<string, unknown>;
}[] = [
  { what: () => "POST /api/holds", field: "slotId", rest: () => ({}) },
  { what: () => "POST /api/appointments", field: "slotId", rest: () => ({}) },
  { what: () => "POST /api/appointments", field: "holdId", rest: () => ({}) },
  { what: () => "POST /api/appointments", field: "reason", rest: () => ({ slotId: free }) },
  { what: () => "POST /api/appointments", field: "patientId", rest: () => ({ slotId: free }) },
  { what: () => `POST /api/appointments/${visit}/cancel`, field: "reason", rest: () => ({}) },
  { what: () => `POST /api/appointments/${visit}/cancel`, field: "id", rest: () => ({}) },
  { what: () => `POST /api/appointments/${visit}/reschedule`, field: "slotId", rest: () => ({}) },
  { what: () => `POST /api/appointments/${visit}/reschedule`, field: "holdId", rest: () => ({}) },
  { what: () => "POST /api/session", field: "email", rest: () => ({ password }) },
];

test.each(fields)("$field as nobody means it is refused, and nothing is kept", async (given) => {
  // Text with slashes, percent signs or hashes is a fine reason, if an odd one.
  const isText = given.field === "reason";
  const values = HOSTILE.filter((value) => !(isText && /^"[\w%./#]{1,40}"$/.test(value)));
  await leavesNothing(
    () =>
      Promise.all(
        values.map((value) => {
          const rest = JSON.stringify({ ...given.rest() }).slice(1);
          return send(given.what(), `{"${given.field}":${value}${rest === "}" ? "" : ","}${rest}`);
        }),
      ),
    [400, 401, 422],
  );
});

test("a password of any kind is merely wrong", async () => {
  const nobody = "nobody@example.test";
  const answers = await Promise.all(
    HOSTILE.slice(0, 8).map((value) =>
      send("POST /api/session", `{"email":"${nobody}","password":${value}}`),
    ),
  );
  for (const { status } of answers) expect([401, 422, 429]).toContain(status);
});

const PATHS = [
  "%00",
  "..%2f..",
  "%2e%2e",
  "a%2fb",
  "%ff",
  "%c0%ae",
  "%ud800",
  "{id}",
  "__proto__",
  "a%0d%0ab",
  "%F0%9F%92%A9",
  "'",
  "x".repeat(400),
];

test.each(PATHS)("a path with %j leads nowhere", async (id) => {
  const what = [
    `GET /api/appointments/${id}`,
    `GET /api/appointments/${id}/calendar`,
    `POST /api/appointments/${id}/cancel`,
    `POST /api/appointments/${id}/reschedule`,
    `DELETE /api/holds/${id}`,
    `GET /api/write-backs/${id}`,
    `POST /api/webhooks/ehr/${id}`,
  ];
  for (const one of what) {
    const answer = await ada.call(one, one.startsWith("POST") ? { body: {} } : {});
    expect([400, 401, 404, 422], `${one}: ${answer.text}`).toContain(answer.status);
  }
});

test("a query of any kind is refused or finds nothing", async () => {
  const queries = [
    "cursor=%00",
    "cursor=__proto__",
    "cursor=LTE",
    "cursor=MWU0MDA",
    "cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk",
    "when=%F0%9F%92%A9",
    "__proto__=x",
    "constructor=x",
    "toString=x",
    "patientId=..%2f..",
    "patientId=a&patientId=b",
    `patientId=${"x".repeat(5000)}`,
    "when=coming&when=past",
  ];
  for (const query of queries) {
    const answer = await ada.call(`GET /api/appointments?${query}`);
    expect([200, 404, 422], `${query}: ${answer.text.slice(0, 200)}`).toContain(answer.status);
    if (answer.status === 200)
      for (const item of answer.body.items ?? []) expect(item.patientId).toBe("patient-ada");
  }
  const far = [
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2026-02-30T00:00:00Z",
    "1e400",
    "now",
  ];
  for (const from of far) {
    const query = new URLSearchParams({ visitTypeId: "x", from, to: "9999-12-31T23:59:59.999Z" });
    expect([200, 404, 422]).toContain((await ada.call(`GET /api/slots?${query}`)).status);
  }
});

test.each(["\u0001", "x".repeat(129), "é", "a b", " "])("the key %j is refused", async (key) => {
  const header = Buffer.from(key).toString("latin1");
  const status = await rawStatus({ "idempotency-key": header });
  expect([400, 422]).toContain(status);
});

test("headers without end are refused at the door", async () => {
  expect([400, 431]).toContain(await rawStatus({ "x-big": "x".repeat(8 * 1024 * 1024) }));
  expect([400, 431]).toContain(await rawStatus({ cookie: `session=${"x".repeat(100_000)}` }));
});

/** A booking sent without fetch, which would not send these headers; 400 where Node would not either. */
function rawStatus(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const { origin, cookie } = ada;
    try {
      const sent = request(
        `${origin}/api/appointments`,
        {
          method: "POST",
          headers: { origin, cookie, "content-type": "application/json", ...headers },
        },
        (reply) => {
          reply.resume();
          resolve(reply.statusCode ?? 0);
        },
      );
      sent.on("error", () => resolve(431));
      sent.end(JSON.stringify({ slotId: "2099-01-01~x~y" }));
    } catch {
      resolve(400);
    }
  });
}

test("methods nobody offers are not there", async () => {
  for (const method of ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE2"]) {
    const answer = await ada.call(`${method} /api/appointments`).catch(() => undefined);
    if (answer) expect([404, 405], method).toContain(answer.status);
  }
  expect((await ada.call("GET /api")).status).toBe(404);
  expect((await ada.call("GET /api/appointments/")).status).toBe(404);
});

test("the same field twice is one field, and the last", async () => {
  const answer = await send("POST /api/holds", `{"slotId":"${free}","slotId":"2099-01-01~x~y"}`);
  expect(answer.status).toBe(404);
});

test("after all of this the portal is as it was", async () => {
  const now = await ada.call(`GET /api/appointments/${visit}`);
  expect(now.body).toMatchObject({ status: "booked", writeBack: { state: "in-chart" } });
  expect(portal.denials).toEqual([]);
});
