import { createServer, type IncomingHttpHeaders, type Server, request as send } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LocalDeps, OutboxMessage, PortalVisit } from "./local-deps.ts";
import { localPage } from "./local-page.ts";
import { FakeEhr, listening } from "./testing-ehr.ts";

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const start = inDays(3);
const later = inDays(4);
const charted = {
  resourceType: "Appointment",
  id: "a1",
  status: "booked",
  start,
  description: "Follow-up visit",
  participant: [{ actor: { reference: "Practitioner/p1", display: "Dr Lin" } }],
};
const visit: PortalVisit = {
  id: "v1",
  start,
  what: "Follow-up visit",
  who: "Dr Lin",
  state: "saved",
};

let servers: Server[];
const listen = (server: Server) => {
  servers.push(server);
  return listening(server);
};
let ehr: FakeEhr;
let fired: string[];
let outbox: OutboxMessage[];
let visits: PortalVisit[];
let schedules: string[];

async function open(changes: Partial<LocalDeps> = {}): Promise<string> {
  const ehrUrl = await listen(ehr.server);
  const server = createServer();
  const origin = await listen(server);
  const page = localPage({
    origin,
    ehrAdminUrl: `${ehrUrl}/admin`,
    ehrFhirUrl: `${ehrUrl}/fhir/r4`,
    outbox: () => outbox,
    fireSchedule: async (name) => {
      fired.push(name);
    },
    schedules: () => schedules,
    denials: () => [],
    demo: {
      password: "Porchlight-demo-1",
      signIns: [{ email: "ada@example.test", who: "Ada <Marsh>", kind: "patient" }],
    },
    portalVisits: async () => visits,
    ...changes,
  });
  server.on("request", async (request, response) => {
    if (!(await page(request, response))) response.writeHead(418).end("not the page's");
  });
  return origin;
}

beforeEach(() => {
  servers = [];
  ehr = new FakeEhr();
  fired = [];
  outbox = [];
  visits = [];
  schedules = ["reconcile-nightly", "send-reminders", "write-back-sweep"];
});
afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

type Sent = { status: number; headers: IncomingHttpHeaders; body: string };

/** Node's fetch sets Host itself; this can lie about it, as an attacker's page would. */
const ask = (url: string, method: string, headers: Record<string, string> = {}): Promise<Sent> =>
  new Promise((resolve, reject) => {
    const request = send(url, { method, headers }, async (response) =>
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: await text(response),
      }),
    );
    request.on("error", reject).end();
  });

const state = async (origin: string) =>
  JSON.parse((await ask(`${origin}/local/state`, "GET")).body);

test("the page needs no inline script or style, and its policy allows none", async () => {
  const origin = await open();
  const { status, headers, body } = await ask(`${origin}/local`, "GET");
  expect(status).toBe(200);
  expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*script-src 'self'/);
  expect(headers["content-security-policy"]).not.toMatch(/unsafe|\*/);
  expect(body).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
  expect(body.match(/<script[^>]*>[^<]*<\/script>/g)).toEqual([
    '<script type="module" src="/local/page.js"></script>',
  ]);
  expect(body.match(/<h1>/g)).toHaveLength(1);
  expect(body).toContain("Ada &lt;Marsh&gt;");
  expect((await ask(`${origin}/local/`, "GET")).status).toBe(200);
});

test("script and style are files of their own, and the script never writes HTML", async () => {
  const origin = await open();
  const script = await ask(`${origin}/local/page.js`, "GET");
  expect(script.headers["content-type"]).toMatch(/^text\/javascript/);
  expect(script.body).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/);
  expect((await ask(`${origin}/local/page.css`, "GET")).headers["content-type"]).toMatch(
    /^text\/css/,
  );
});

test("other paths are left to the runner, unknown local ones are a 404, wrong verbs a 405", async () => {
  const origin = await open();
  expect((await ask(`${origin}/api/health`, "GET")).status).toBe(418);
  expect((await ask(`${origin}/locality`, "GET")).status).toBe(418);
  expect((await ask(`${origin}/local/constructor`, "GET")).status).toBe(404);
  const wrong = await ask(`${origin}/local/ehr/stop`, "GET");
  expect(wrong.status).toBe(405);
  expect(wrong.headers.allow).toBe("POST");
  expect(ehr.asked).toEqual([]);
});

test("stop, resume and lose-next-reply reach the simulator's admin routes", async () => {
  const origin = await open();
  for (const action of ["stop", "resume", "lose-next-reply"])
    expect((await ask(`${origin}/local/ehr/${action}`, "POST", { origin })).status).toBe(200);
  expect(ehr.asked).toEqual([
    "/admin/stop {}",
    "/admin/resume {}",
    '/admin/faults {"fault":"drop-after","method":"POST","count":1}',
  ]);
});

test("a button without JavaScript leads back to the page", async () => {
  const origin = await open();
  const { status, headers } = await ask(`${origin}/local/ehr/stop`, "POST", {
    accept: "text/html",
  });
  expect([status, headers.location]).toEqual([303, "/local"]);
});

test("a POST from another origin or under a foreign name changes nothing", async () => {
  const origin = await open();
  const attempts: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://localhost:1" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { host: "evil.example", origin: "http://evil.example" },
    { host: "localhost.evil.example" },
  ];
  for (const headers of attempts)
    for (const path of ["ehr/stop", "ehr/lose-next-reply", "reconcile"])
      expect((await ask(`${origin}/local/${path}`, "POST", headers)).status).toBe(403);
  expect([...ehr.asked, ...fired]).toEqual([]);
});

test("a rebound name reads nothing either", async () => {
  const origin = await open();
  for (const path of ["", "/state", "/outbox"])
    expect((await ask(`${origin}/local${path}`, "GET", { host: "evil.example:4000" })).status).toBe(
      403,
    );
});

test("reconcile runs what brings portal and chart together, and nothing else", async () => {
  const origin = await open();
  expect((await ask(`${origin}/local/reconcile`, "POST")).status).toBe(200);
  expect(fired).toEqual(["reconcile-nightly", "write-back-sweep"]);
  schedules = ["send-reminders"];
  expect((await ask(`${origin}/local/reconcile`, "POST")).status).toBe(409);
});

test("a schedule that fails is named", async () => {
  const origin = await open({ fireSchedule: () => Promise.reject(new Error("no")) });
  const { status, body } = await ask(`${origin}/local/reconcile`, "POST");
  expect(status).toBe(502);
  expect(body).toContain("reconcile-nightly");
});

test("another EHR cannot be stopped from here, and the page says so", async () => {
  const origin = await open({ ehrAdminUrl: undefined });
  expect((await ask(`${origin}/local/ehr/stop`, "POST")).status).toBe(409);
  expect((await ask(`${origin}/local`, "GET")).body).toContain("another EHR");
});

test("the story: same in both, stopped, saved, and charted once resumed", async () => {
  const origin = await open();
  ehr.appointments = [charted];
  visits = [{ ...visit, state: "in-chart", reference: "Appointment/a1" }];
  expect(await state(origin)).toMatchObject({
    ehr: { controllable: true, answering: true, stopped: false },
    rows: [{ tone: "same", chart: { what: "Follow-up visit", who: "Dr Lin" } }],
    verdict: { tone: "same", words: "They agree: 1 visit, the same in both." },
  });
  await ask(`${origin}/local/ehr/stop`, "POST");
  visits = [...visits, { ...visit, id: "v2", start: later }];
  const stopped = await state(origin);
  expect(stopped).toMatchObject({
    ehr: { answering: false, stopped: true },
    rows: [{ tone: "unknown", chart: { reference: "Appointment/a1" } }, { tone: "waiting" }],
    verdict: { tone: "waiting" },
  });
  expect(stopped.rows[1].chart).toBeUndefined();
  await ask(`${origin}/local/ehr/resume`, "POST");
  ehr.appointments = [charted, { ...charted, id: "a2", start: later }];
  visits = visits.map((each, at) => ({
    ...each,
    state: "in-chart",
    reference: `Appointment/a${at + 1}`,
  }));
  expect(await state(origin)).toMatchObject({ verdict: { tone: "same" } });
  expect(ehr.authorized).toEqual([]);
});

test("a visit of the past is no disagreement", async () => {
  const origin = await open();
  visits = [{ ...visit, start: inDays(-2), state: "in-chart", reference: "Appointment/old" }];
  expect(await state(origin)).toMatchObject({ rows: [], verdict: { tone: "same" } });
});

test("a portal that cannot be read is said, not shown as empty", async () => {
  const origin = await open({ portalVisits: () => Promise.reject(new Error("no table")) });
  expect(await state(origin)).toMatchObject({
    portal: { readable: false },
    rows: [],
    verdict: { tone: "unknown", words: "The portal's records cannot be read right now." },
  });
});

test("the outbox is JSON for tools and a page for people, honest when empty", async () => {
  const origin = await open();
  const html = () => ask(`${origin}/local/outbox`, "GET", { accept: "text/html,*/*" });
  expect((await html()).body).toContain("Nothing has been sent yet.");
  outbox = [
    { id: "m1", at: start, channel: "sms", to: "+15550100", body: "<b>Hello</b>" },
    { id: "m2", at: start, channel: "email", to: "ada@example.test", subject: "Hi", body: "Text" },
  ];
  const { body } = await ask(`${origin}/local/outbox`, "GET");
  expect(JSON.parse(body)).toEqual({ items: outbox });
  expect((await html()).body).toContain("&lt;b&gt;Hello&lt;/b&gt;");
});
