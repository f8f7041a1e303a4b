import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import { figure } from "#test/fixtures/figure.ts";
import { givenSeed, rerun } from "#test/fixtures/seed.ts";
import { Simulation } from "#test/fixtures/simulation.ts";
import { everyRoute } from "#test/product/every-route.ts";
import { badRounds, ROUND } from "./bad-rounds.ts";

const ROUNDS = deep ? 100 : 6;
const seeds =
  givenSeed === undefined ? Array.from({ length: ROUNDS }, (_, n) => n + 1) : [givenSeed];
/** How much of the heap may be more after the last tenth than half-way. */
const GROWTH = 1.03;

/** Throws away what nobody holds. One for all looks: a context of its own for each would itself be what grows. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}

/** What is still held when everything else is thrown away, bytes. What a job looked at weakly is let go when it ends. */
async function heldBytes(collect: () => void): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  return process.memoryUsage().heapUsed;
}

/** The chart of these runs has results and no other records, nobody asks for files first: there is nothing to name. */
const NOTHING_TO_NAME = [
  "GET /api/records/{section}/{id}",
  "GET /api/records/{section}/{id}/files/{n}",
  "GET /api/records/exports/{id}",
];
const missing = (counts: ReadonlyMap<string, number>) =>
  everyRoute
    .map(({ key }) => key)
    .filter((key) => !counts.has(key) && !NOTHING_TO_NAME.includes(key));

test("whatever is sent to any route is carried out or refused as a problem, quickly, and a refusal leaves nothing behind", async () => {
  const simulation = new Simulation(1);
  const held: number[] = [];
  const collect = collector();
  const { tally } = await simulation.run(async () => {
    const rounds = badRounds(simulation);
    for (const seed of seeds) {
      await rounds.round(seed);
      const { faults } = rounds.tally;
      expect(faults.slice(0, 5), rerun("test/faults/bad-input.test.ts", seed)).toEqual([]);
      if (deep) held.push(await heldBytes(collect));
    }
    return rounds;
  });
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
  if (givenSeed !== undefined) return;
  // A route at which nothing goes well is not tried but shut.
  expect([missing(tally.done), missing(tally.refused)]).toEqual([[], []]);
  const tenth = Math.floor(held.length / 10);
  // In the first half the program itself is still being compiled, where it seldom goes.
  const settled = Math.min(...held.slice(5 * tenth, 6 * tenth));
  const growth = deep ? Math.min(...held.slice(-tenth)) / settled : 1;
  expect(growth).toBeLessThan(GROWTH);
  const growing = deep ? `, heap of the last tenth ${growth.toFixed(3)} of that half-way` : "";
  figure({
    promise: "10",
    bar: "100,000 requests (deep), 0 answers of 500 or more, none over 1 s, no growth",
    value: `${seeds.length * ROUND} requests to ${everyRoute.length} routes: 0 answers of 500 or more, 0 left anything behind, the slowest took ${Math.round(tally.slowestMs)} ms${growing}`,
    command:
      "DEEP=1 npx vitest run --root . --config test/vitest.config.ts --project node test/faults/bad-input.test.ts",
  });
}, 1_800_000);
