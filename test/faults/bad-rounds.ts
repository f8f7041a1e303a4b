import * as z from "zod/mini";
import { problemCodes, problemStatus } from "#domain/problem.ts";
import type { Reply } from "#http/reply.ts";
import { diceOf } from "#test/fixtures/dice.ts";
import { openQuickClinic, quickTable } from "#test/fixtures/quick-clinic.ts";
import type { Simulation } from "#test/fixtures/simulation.ts";
import { INSIDE } from "#test/product/answers.ts";
import { everyRoute } from "#test/product/every-route.ts";
import { badRequest, goodRequest } from "./bad-requests.ts";
import { busyClinic, comeBack } from "./busy-clinic.ts";
import { everyDoor } from "./every-door.ts";
import { eventOf, type Sent, textOf } from "./sent.ts";
import { WatchedTable } from "./watched-table.ts";

/** After so many requests the clinic begins anew: one that everything was cancelled at refuses for other reasons. */
export const ROUND = 1_000;
/** So many to each route are good, and come first: where nothing ever goes well, a refusal says little. */
const GOOD = 4;
/** Between two requests, milliseconds: nobody is told that they ask too often. */
const APART_MS = 60;
const LONGEST_MS = 1_000;

export interface Tally {
  /** By route: how many were carried out and how many refused. */
  readonly done: Map<string, number>;
  readonly refused: Map<string, number>;
  /** What must not be, each with the request that did it. */
  readonly faults: string[];
  slowestMs: number;
}

const Refusal = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.enum(problemCodes()),
  instance: z.string(),
  errors: z.optional(z.array(z.strictObject({ path: z.string(), message: z.string() }))),
  slots: z.optional(z.array(z.unknown())),
  retryAfterSeconds: z.optional(z.number()),
  detail: z.optional(z.string()),
});

/** One portal that meets round after round of requests, every route in its turn; what it keeps begins anew each time. */
export function badRounds(simulation: Simulation) {
  const kept = new WatchedTable(quickTable(simulation));
  const clinic = openQuickClinic(simulation, { table: () => kept });
  const doors = everyDoor(clinic);
  const tally: Tally = { done: new Map(), refused: new Map(), faults: [], slowestMs: 0 };

  async function round(seed: number): Promise<void> {
    kept.beginAnew(quickTable(simulation));
    clinic.chart.database.rewind();
    const known = await busyClinic(clinic);
    for (const heard of [clinic.errors, clinic.rings, clinic.said]) heard.length = 0;
    const dice = diceOf(seed);
    for (let number = 0; number < ROUND; number++) {
      const route = everyRoute[(seed * ROUND + number) % everyRoute.length];
      const requestTo = number < GOOD * everyRoute.length ? goodRequest : badRequest;
      if (route) await send(requestTo(route, known, dice), `request-${number}`);
      simulation.pass(APART_MS);
    }
  }

  async function send(sent: Sent, requestId: string): Promise<void> {
    const { route } = sent;
    kept.watch();
    const began = simulation.date().getTime();
    const before = process.cpuUsage();
    const reply = await doors.knock(route, eventOf(sent, requestId));
    const { user, system } = process.cpuUsage(before);
    const tookMs = (user + system) / 1000 + simulation.date().getTime() - began;
    tally.slowestMs = Math.max(tally.slowestMs, tookMs);
    const refused = (reply.statusCode ?? 0) >= 400;
    count(refused ? tally.refused : tally.done, route.key);
    const left = refused ? await kept.left() : [];
    const errors = clinic.errors.splice(0);
    if (tookMs > LONGEST_MS) errors.push(`${tookMs} ms`);
    const faults = [
      ...faultsOf(reply, requestId),
      ...errors.map((error) => `trouble of ours, ${String(error)}`),
      ...left.map((name) => `left ${name} behind`),
    ];
    tally.faults.push(...faults.map((fault) => `${fault}: ${told(sent)}`));
    if (route.key === "DELETE /api/session" && !refused) await comeBack(clinic);
  }

  return { tally, round };
}

/** What is wrong with an answer; a refusal is a problem+json and says nothing of the inside. */
function faultsOf({ statusCode = 0, headers = {}, body = "" }: Reply, requestId: string): string[] {
  if (statusCode < 200 || statusCode >= 500) return [`answered ${statusCode} ${body}`];
  if (statusCode < 400) return [];
  if (!String(headers["content-type"]).startsWith("application/problem+json"))
    return [`refused with ${headers["content-type"]}`];
  const { data } = Refusal.safeParse(JSON.parse(body));
  if (!data || data.status !== statusCode || problemStatus(data.code) !== statusCode)
    return [`refused with ${body}`];
  const { slots: _times, instance, ...words } = data;
  if (instance !== requestId) return [`refused in the name of ${instance}`];
  return INSIDE.test(JSON.stringify(words)) ? [`tells of the inside: ${body}`] : [];
}

const count = (counts: Map<string, number>, key: string) =>
  counts.set(key, (counts.get(key) ?? 0) + 1);

const told = (sent: Sent): string => {
  const { route, kind, parameters, query, headers, cookies } = sent;
  const asked = JSON.stringify({ parameters, query, headers, cookies }).slice(0, 800);
  return `${kind} ${route.key} ${asked} ${textOf(sent).slice(0, 300)}`;
};
