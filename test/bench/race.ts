import { Agent } from "node:http";
import { openTimes, type Person } from "#test/product/people.ts";
import { ask } from "./load.ts";
import type { Row } from "./report.ts";

/** So many want one time at once: exactly one has it, everybody else is told other times. */
export async function race(people: readonly Person[]): Promise<Row[]> {
  const slotId = (await openTimes(people[0] as Person)).at(-1)?.id;
  const agent = new Agent({ keepAlive: true });
  const wish = { method: "POST", path: "/api/appointments", body: { slotId } } as const;
  const begun = performance.now();
  const told = await Promise.all(people.map((person) => ask(agent, person, wish)));
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  const part = `6 race of ${people.length}`;
  const won = told.filter(({ status }) => status === 201).length;
  const odd = told.filter(({ status }) => status !== 201 && status !== 409).length;
  const peer = people.length === 64 ? { peer: "Fastify 0.12 s, Medplum 1.05-1.26 s" } : {};
  return [
    { part, what: "winners", ours: won, unit: "", bar: 1, exactly: true },
    { part, what: "neither won nor told other times", ours: odd, unit: "", bar: 0 },
    { part, what: "wall", ours: seconds, unit: "s", ...peer },
  ];
}
