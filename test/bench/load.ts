import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { openTimes, type Person } from "#test/product/people.ts";
import type { Row } from "./report.ts";

const CONNECTIONS = [1, 16, 64];
const SECONDS = 3;
/** Of a clinician's week of slots: 0.2 × what Medplum sends. */
const WEEK_BAR_BYTES = 11_000;

interface Asked {
  readonly method?: "POST";
  readonly path: string;
  readonly body?: object;
}
export interface Told {
  readonly status: number;
  readonly text: string;
  readonly ms: number;
}

/** One request over one of the agent's connections. A connection that breaks counts as an answer with status 0. */
export function ask(agent: Agent, person: Person, { method, path, body }: Asked): Promise<Told> {
  const { hostname, port } = new URL(person.origin);
  const sent = body && JSON.stringify(body);
  const headers = {
    cookie: person.cookie,
    origin: person.origin,
    ...(sent && { "content-type": "application/json", "idempotency-key": randomUUID() }),
  };
  const begun = performance.now();
  return new Promise((resolve) => {
    const told = (status: number, text: string) =>
      resolve({ status, text, ms: performance.now() - begun });
    request({ agent, hostname, port, path, headers, method: method ?? "GET" }, (reply) => {
      const parts: Buffer[] = [];
      reply.on("data", (part: Buffer) => parts.push(part));
      reply.on("end", () => told(reply.statusCode ?? 0, Buffer.concat(parts).toString()));
    })
      .on("error", () => told(0, ""))
      .end(sent);
  });
}

/** One connection's next request, and what it does afterwards to make room, uncounted. */
type Turn = (agent: Agent, connection: number, turn: number) => Promise<Told>;

interface Load {
  readonly told: Told[];
  readonly seconds: number;
}

/** Asks over and over, from so many connections, for a few seconds; each waits for its answer. */
async function load(turn: Turn, connections: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const told: Told[] = [];
  const begun = performance.now();
  const one = async (_: unknown, connection: number) => {
    for (let at = 0; performance.now() - begun < SECONDS * 1000; at++)
      told.push(await turn(agent, connection, at));
  };
  await Promise.all(Array.from({ length: connections }, one));
  agent.destroy();
  return { told, seconds: (performance.now() - begun) / 1000 };
}

const share = (sorted: readonly number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

/** Everybody in turn: one account may not ask more than so often a minute. */
const reading = (people: readonly Person[], path: string): Turn => {
  let next = 0;
  return (agent) => ask(agent, people[next++ % people.length] as Person, { path });
};

/** Each connection is somebody with times of their own: books one, lets it go, takes the next. */
const booking =
  (people: readonly Person[], slotIds: readonly string[]): Turn =>
  async (agent, connection, turn) => {
    const person = people[connection] as Person;
    const each = Math.floor(slotIds.length / people.length);
    const slotId = slotIds[connection * each + (turn % each)];
    const booked = await ask(agent, person, {
      ...{ method: "POST", path: "/api/appointments", body: { slotId } },
    });
    const id = booked.status === 201 ? JSON.parse(booked.text).id : undefined;
    const path = `/api/appointments/${id}/cancel`;
    if (id) await ask(agent, person, { method: "POST", path, body: {} });
    return booked;
  };

/** Latency and throughput through the whole local runner: edge, gateway, function, table, mirror. */
export async function loads(people: readonly Person[]): Promise<Row[]> {
  const ada = people[0] as Person;
  const times = await openTimes(ada);
  const types = await ada.call("GET /api/visit-types");
  const visitTypeId = types.body.items?.[0]?.id ?? "";
  const from = new Date(Date.now() + 2 * 3_600_000).toISOString();
  const to = new Date(Date.now() + 7 * 86_400_000).toISOString();
  const week = new URLSearchParams({ visitTypeId, from, to });
  const clinician = new URLSearchParams({ practitionerId: doctorOf(times[0]) });
  const actions: Record<string, Turn> = {
    [WEEK]: reading(people, `/api/slots?${week}&${clinician}`),
    "book, into the chart": booking(
      people,
      times.map(({ id }) => id),
    ),
    "my visits": reading(people, "/api/appointments"),
    session: reading(people, "/api/session"),
  };
  const rows: Row[] = [];
  for (const [what, turn] of Object.entries(actions)) {
    const agent = new Agent();
    for (let at = 0; at < people.length; at++) await turn(agent, at, 0);
    for (const connections of CONNECTIONS)
      rows.push(...rowsOf(what, connections, await load(turn, connections)));
  }
  return rows;
}

const WEEK = "a clinician's week of slots";
const PEERS: Readonly<Record<string, string>> = {
  [`${WEEK}, 1`]: "Fastify 0.58 ms, Medplum 3.2 ms, OpenEMR 23 ms",
  [`${WEEK}, 16`]: "Fastify 7.1 ms, Medplum 33.6 ms",
  "book, into the chart, 1": "Fastify 0.59 ms, Medplum 4.9 ms, OpenEMR 55 ms",
  "book, into the chart, 16": "Fastify 3.5 ms, Medplum 44 ms",
};

function rowsOf(action: string, connections: number, { told, seconds }: Load): Row[] {
  const sorted = told.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const failed = told.filter(({ status }) => status !== 200 && status !== 201).length;
  const what = `${action}, ${connections} connections`;
  const peer = PEERS[`${action}, ${connections}`];
  const rows: Row[] = [
    { part: "p50", what, ours: share(sorted, 0.5), unit: "ms", ...(peer && { peer }) },
    { part: "p99", what, ours: share(sorted, 0.99), unit: "ms" },
    { part: "throughput", what, ours: told.length / seconds, unit: "/s" },
    { part: "failed", what, ours: failed, unit: "", bar: 0 },
  ];
  if (action !== WEEK || connections !== 1) return rows;
  const ours = Buffer.byteLength(told[0]?.text ?? "");
  const bar = WEEK_BAR_BYTES;
  const bytes: Row = { part: "5 bytes", what: action, ours, unit: "B", bar, peer: BYTES };
  return [bytes, ...rows];
}
const BYTES = "Fastify 13.9 KB, Medplum 55.2 KB, OpenEMR 36.6 KB";

const doctorOf = (slot: Record<string, unknown> | undefined): string =>
  (slot?.["practitioner"] as { id: string } | undefined)?.id ?? "";
