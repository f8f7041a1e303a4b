import { Agent, request } from "node:http";
import type { Person } from "#test/product/people.ts";
import { openTimes } from "#test/product/people.ts";
import type { Product } from "#test/product/product.ts";
import type { Row } from "./report.ts";

const CONNECTIONS = [1, 16, 64];
const SECONDS = 4;

interface Load {
  readonly times: number[];
  readonly failed: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** Asks one thing over and over, from so many connections, for a few seconds; each waits for its answer. */
async function load(person: Person, path: string, connections: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(person.origin);
  const times: number[] = [];
  let failed = 0;
  let bytes = 0;
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const begun = performance.now();
      const headers = { cookie: person.cookie, origin: person.origin };
      request({ agent, hostname, port, path, headers }, (reply) => {
        let size = 0;
        reply.on("data", (part: Buffer) => {
          size += part.length;
        });
        reply.on("end", () => {
          times.push(performance.now() - begun);
          bytes = size;
          if (reply.statusCode !== 200) failed += 1;
          resolve();
        });
      })
        .on("error", reject)
        .end();
    });
  const begun = performance.now();
  const one = async () => {
    while (performance.now() - begun < SECONDS * 1000) await ask();
  };
  await Promise.all(Array.from({ length: connections }, one));
  agent.destroy();
  return { times, failed, bytes, seconds: (performance.now() - begun) / 1000 };
}

const share = (sorted: readonly number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

/** Latency and throughput through the whole local runner: edge, gateway, function, table, mirror. */
export async function loads(ada: Person): Promise<Row[]> {
  const [slot] = await openTimes(ada);
  const visitTypeId = slot?.id.split("~")[1] ?? "";
  const from = new Date(Date.now() + 3_600_000).toISOString();
  const week = new Date(Date.now() + 7 * 86_400_000).toISOString();
  const query = new URLSearchParams({ visitTypeId, from, to: week });
  const clinicians = new URLSearchParams({ practitionerId: doctorOf(slot) });
  const actions = {
    "a clinician's week of slots": `/api/slots?${query}&${clinicians}`,
    "everybody's week of slots": `/api/slots?${query}`,
    "my visits": "/api/appointments",
    session: "/api/session",
  };
  const rows: Row[] = [];
  for (const [what, path] of Object.entries(actions)) {
    await load(ada, path, 1);
    for (const connections of CONNECTIONS) {
      const { times, failed, bytes, seconds } = await load(ada, path, connections);
      const sorted = times.toSorted((a, b) => a - b);
      const part = `${what}, ${connections} connections`;
      rows.push(
        { part, what: "p50", ours: share(sorted, 0.5), unit: "ms" },
        { part, what: "p99", ours: share(sorted, 0.99), unit: "ms" },
        { part, what: "throughput", ours: times.length / seconds, unit: "/s" },
        { part, what: "failed", ours: failed, unit: "", bar: 0 },
      );
      if (connections === 1)
        rows.push({ part, what: "bytes", ours: bytes, unit: "B", ...barOf(what) });
    }
  }
  return rows;
}

const doctorOf = (slot: Record<string, unknown> | undefined): string =>
  (slot?.["practitioner"] as { id: string } | undefined)?.id ?? "";

/** PERF budget 5: a clinician's week of slots. */
const barOf = (what: string) => (what.startsWith("a clinician") ? { bar: 11_000 } : {});

/** So many want one time at once: exactly one has it. */
export async function race(people: readonly Person[], portal: Product): Promise<Row[]> {
  const ada = people[0] as Person;
  const slotId = (await openTimes(ada)).at(-1)?.id;
  const begun = performance.now();
  const answers = await Promise.all(
    people.map((person) =>
      person.call("POST /api/appointments", {
        body: { slotId },
        headers: { "idempotency-key": crypto.randomUUID() },
      }),
    ),
  );
  const seconds = (performance.now() - begun) / 1000;
  const part = `race of ${people.length}`;
  const won = answers.filter(({ status }) => status === 201).length;
  const odd = answers.filter(({ status }) => status !== 201 && status !== 409).length;
  return [
    { part, what: "more or fewer than one winner", ours: Math.abs(won - 1), unit: "", bar: 0 },
    { part, what: "neither won nor told other times", ours: odd, unit: "", bar: 0 },
    { part, what: "wall", ours: seconds, unit: "s" },
    { part, what: "denied by IAM", ours: portal.denials.length, unit: "", bar: 0 },
  ];
}
