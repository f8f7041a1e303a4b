import { beforeEach, expect, test } from "vitest";
import { freshTable } from "#functions/adapters/dynamo/testing-table.ts";
import {
  type Call,
  caller,
  olderOriginSecret,
  type TestKernel,
  testKernel,
} from "#functions/adapters/testing-kernel.ts";
import type { Kernel } from "./kernel.ts";
import { lambda } from "./lambda.ts";
import { notes, notesApi } from "./testing-notes.ts";

let house: TestKernel;
let call: ReturnType<typeof caller>;
const serve = (kernel: Kernel) => caller(lambda(notesApi, notes(kernel, new Map()), kernel));

beforeEach(async () => {
  house = testKernel(await freshTable());
  call = serve(house.kernel);
});

const make = (cookie: string | undefined, more: Partial<Call> = {}): Call => ({
  route: "POST /api/notes",
  body: { id: "note-1", text: "Bring the card." },
  cookie,
  ...more,
});
const frontDesk = {
  id: "acc_desk",
  kind: "staff",
  role: "front desk",
  permissions: ["schedule"],
} as const;

test("checks come in one order: of all that is wrong, the first in that order is answered", async () => {
  const ada = await house.signIn();
  const desk = await house.signIn(frontDesk);
  await call(make(ada, { body: { id: "taken", text: "First." } }));
  // Everything is wrong at first; each step mends one thing.
  const wrong = {
    body: `{"id":"taken","text":"x","extra":1${" ".repeat(70_000)}`,
    headers: { "content-type": "text/plain", origin: "https://elsewhere.test" },
    cookie: "__Host-session=acc_ada.forged",
  };
  const smaller = { ...wrong, body: '{"id":"taken"' };
  const typed = { ...smaller, headers: { origin: "https://elsewhere.test" } };
  const ours = { ...typed, headers: {} };
  const signedIn = { ...ours, cookie: desk };
  const json = { ...signedIn, body: { id: "taken", text: "x", extra: 1 } };
  const fitting = { ...json, body: { id: "taken", text: "x", patientId: "pat-other" } };
  const patient = { ...fitting, cookie: ada };
  const own = { ...patient, body: { id: "taken", text: "x" } };
  const answers = [];
  for (const step of [wrong, smaller, typed, ours])
    answers.push((await call(make(undefined, step))).code);
  // The account has used up its minute: no longer before the session, not yet after the body.
  const tired = testKernel(house.table);
  const limits = { count: async () => 1e6, peek: async () => 1e6 };
  answers.push((await serve({ ...tired.kernel, limits })(make(desk, signedIn))).code);
  for (const step of [signedIn, json, fitting, patient, own])
    answers.push((await call(make(step.cookie, step))).code);
  expect(answers).toEqual([
    "request.too-large",
    "request.unsupported-media-type",
    "request.foreign-origin",
    "session.required",
    "request.too-many",
    "request.malformed",
    "request.invalid",
    "request.not-allowed",
    "not-found",
    "appointments.slot-taken",
  ]);
});

test("a malformed Idempotency-Key is a matter of the request, before anyone's rights", async () => {
  const desk = await house.signIn(frontDesk);
  const headers = { "idempotency-key": "two words" };
  expect((await call(make(desk, { headers }))).code).toBe("request.invalid");
});

test("only requests from the edge are answered; while the secret is rotated, two are good", async () => {
  const ada = await house.signIn();
  const mine = (secret: string | undefined) =>
    call({ route: "GET /api/mine", cookie: ada, headers: { "x-origin-secret": secret } });
  expect((await mine(undefined)).code).toBe("request.foreign-origin");
  expect((await mine("guessed")).code).toBe("request.foreign-origin");
  expect((await mine(olderOriginSecret)).status).toBe(200);
  const misconfigured = serve({ ...house.kernel, originSecrets: [] });
  expect((await misconfigured({ route: "GET /api/mine", cookie: ada })).status).toBe(403);
});

test("a writing request needs our own Origin, whatever the browser's host header says", async () => {
  const ada = await house.signIn();
  for (const origin of [
    undefined,
    "null",
    "https://portal.example.test.evil.test",
    "portal.example.test",
  ])
    expect((await call(make(ada, { headers: { origin } }))).code).toBe("request.foreign-origin");
  const headers = { host: "api.internal", "x-viewer-host": "portal.example.test" };
  expect((await call(make(ada, { headers }))).status).toBe(201);
});

test("a foreign and a missing note look the same; what the schema does not name stays inside", async () => {
  const ada = await house.signIn();
  const ben = await house.signIn({ id: "acc_ben", patientId: "pat-ben" });
  await call(make(ada));
  const read = (cookie: string, id: string) =>
    call({ route: "GET /api/notes/{id}", path: { id }, cookie });
  expect((await read(ada, "note-1")).body).toEqual({
    id: "note-1",
    text: "Bring the card.",
    patientId: "pat-ada",
  });
  const [foreign, missing] = [await read(ben, "note-1"), await read(ben, "note-2")];
  expect({ ...foreign.body, instance: "" }).toEqual({ ...missing.body, instance: "" });
});

test("a carer acts within the scope and time of the grant", async () => {
  const grant = (more: object) => ({
    patientId: "pat-child",
    name: "Child",
    firstName: "Child",
    relationship: "child",
    scopes: ["appointments:act" as const],
    ...more,
  });
  const act = async (more: object) => {
    const cookie = await house.signIn({ proxies: [grant(more)] });
    const id = `note-${Math.random().toString(36).slice(2)}`;
    return (await call(make(cookie, { body: { id, text: "x", patientId: "pat-child" } }))).status;
  };
  expect(await act({})).toBe(201);
  expect(await act({ scopes: ["appointments:read"] })).toBe(404);
  expect(await act({ expiresAt: "2026-11-20T15:00:01.000Z" })).toBe(201);
  expect(await act({ expiresAt: "2026-11-20T15:00:00.000Z" })).toBe(404);
});

test("a waiting room signs in from one address; a flood from it does not", async () => {
  const knock = { route: "POST /api/knock", body: { word: "x" } };
  const room = await Promise.all(Array.from({ length: 130 }, () => call(knock)));
  expect(room.every(({ status }) => status === 200)).toBe(true);
  const flood = await Promise.all(Array.from({ length: 200 }, () => call(knock)));
  const refused = flood.filter(({ status }) => status === 429);
  expect(refused.length).toBe(30);
  expect(refused[0]?.headers["retry-after"]).toBe("60");
  expect((await call({ ...knock, address: "203.0.113.8" })).status).toBe(200);
});

test("a vendor's signature stands for session, Origin and JSON", async () => {
  const signedBy = (valid: boolean) =>
    serve({ ...house.kernel, verifySignature: async () => valid });
  const ring = {
    route: "POST /api/bell/{connectionId}",
    body: "not json",
    headers: { origin: undefined, "content-type": "text/plain" },
  };
  const path = { connectionId: "demo" };
  expect((await signedBy(true)({ ...ring, path })).status).toBe(204);
  expect((await signedBy(false)({ ...ring, path })).code).toBe("request.not-signed");
  expect((await signedBy(true)({ ...ring, path: { connectionId: "no" } })).code).toBe(
    "request.not-signed",
  );
  expect((await call({ ...ring, path })).code).toBe("request.not-signed");
});

test("a bug answers 500 with the request's id and nothing of itself", async () => {
  const broken = serve({
    ...house.kernel,
    clock: () => {
      throw new Error("words of a patient");
    },
  });
  const reply = await broken({ route: "GET /api/mine", requestId: "request-x" });
  expect(reply.status).toBe(500);
  expect(reply.body).toEqual({
    type: "urn:porchlight:problem:internal",
    title: "Something went wrong on our side.",
    status: 500,
    code: "internal",
    instance: "request-x",
  });
});
