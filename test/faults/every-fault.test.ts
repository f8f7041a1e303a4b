import process from "node:process";
import { afterAll, expect, test } from "vitest";
import type { ChartEhr } from "#ports/ehr-records.ts";
import { deep } from "#test/fixtures/deep.ts";
import { figure } from "#test/fixtures/figure.ts";
import { ableEhr } from "#test/fixtures/quick-clinic.ts";
import { givenSeed, rerun } from "#test/fixtures/seed.ts";
import { planOf } from "./plan.ts";
import { carryOut, type Ran } from "./run.ts";

/**
 * Promise 5: whatever the EHR does, a visit, a request for a correction or a message is in the chart once or with a person, and the
 * patient's screen never says otherwise. Each run is a profile of the EHR, one to three writes and what goes wrong on the way, all drawn by its seed.
 */
const FILE = "test/faults/every-fault.test.ts";
const RUNS = deep ? 20_000 : 500;
const AT_ONCE = deep ? 500 : 125;
const chunks = Array.from({ length: RUNS / AT_ONCE }, (_, index) => ({ from: index * AT_ONCE }));

let [runs, violations, settledInChart, ended, cpuMs] = [0, 0, 0, 0, 0];

async function counted(seed: number): Promise<Ran> {
  const began = process.cpuUsage();
  const ran = await carryOut(planOf(seed));
  const { user, system } = process.cpuUsage(began);
  cpuMs += (user + system) / 1000;
  runs += 1;
  violations += ran.violations.length;
  ended += ran.ends.length;
  settledInChart += ran.ends.filter((end) => end.endsWith("/in-chart")).length;
  return ran;
}

/** What a seed broke, with the line that breaks it again. */
function brokenBy(seed: number, ran: Ran): string[] {
  return ran.violations.map(
    ({ what, when, about = "" }) => `${what} (${when}) ${about}: ${rerun(FILE, seed)}`,
  );
}

test.skipIf(givenSeed !== undefined).each(chunks)(
  "runs from seed $from: once in the chart, and the screen says so",
  { timeout: 300_000 },
  async ({ from }) => {
    const broken: string[] = [];
    for (let seed = from; seed < from + AT_ONCE; seed++) {
      const ran = await counted(seed);
      broken.push(...brokenBy(seed, ran));
    }
    expect(broken).toEqual([]);
  },
);

test.runIf(givenSeed !== undefined)("the run asked for by its seed", async () => {
  const seed = givenSeed ?? 0;
  const ran = await carryOut(planOf(seed));
  expect({ plan: planOf(seed), broken: brokenBy(seed, ran) }).toMatchObject({ broken: [] });
});

test("the same seed is the same run", async () => {
  const twice = [await carryOut(planOf(7)), await carryOut(planOf(7))];
  expect(twice[0]).toEqual(twice[1]);
});

test("a booking given up on, its fate unknown, is not taken back as if it had never been sent", async () => {
  const lost = { fault: "drop-after", method: "POST", count: 1 } as const;
  const away = { fault: "away", seconds: 100_000 } as const;
  const ran = await carryOut({
    seed: 1,
    profile: ableEhr,
    steps: [
      { write: "book", troubles: [lost, away], waits: true },
      { write: "cancel", troubles: [], waits: true },
    ],
  });
  expect(ran).toEqual({ violations: [], ends: ["proposed/with-practice/with-practice"] });
});

test("a booking given up on, and never sent, is taken back with its time", async () => {
  const away = { fault: "away", seconds: 100_000 } as const;
  const ran = await carryOut({
    seed: 1,
    profile: ableEhr,
    steps: [
      { write: "book", troubles: [away], waits: true },
      { write: "cancel", troubles: [], waits: true },
    ],
  });
  expect(ran).toEqual({ violations: [], ends: ["cancelled/with-practice"] });
});

/** What many portals do: no answer means again. Neither looks first nor knows what it has done already. */
const naive = (ehr: ChartEhr): ChartEhr => ({
  ...ehr,
  write: (command, context) => ehr.write(command, { ...context, attempt: 1, steps: {} }),
  findByCorrelation: async () => ({ is: "absent" }),
});

test("planted: a retry that does not look first is caught", async () => {
  const twice = ["in-chart-twice", "request-in-chart-twice", "message-in-chart-twice"];
  const seen = new Set<string>();
  for (let seed = 0; seed < 320 && !twice.every((what) => seen.has(what)); seed++) {
    const { violations: found } = await carryOut(planOf(seed), { wrap: naive });
    for (const { what } of found) seen.add(what);
  }
  expect([...seen]).toEqual(expect.arrayContaining(twice));
});

afterAll(() => {
  if (givenSeed !== undefined || runs === 0) return;
  // Most runs must come to their good end, or nothing was shown.
  expect(settledInChart / ended).toBeGreaterThan(0.8);
  figure({
    promise: "5",
    bar: deep ? "20,000 seeded runs, 0 violations of I1-I3" : "500 seeded runs, 0 violations",
    value: `${runs} runs, ${violations} violations, ${settledInChart} of ${ended} visits, requests and messages ended in the chart; ${Math.round(cpuMs / 1000)} CPU seconds`,
    tried: runs,
    wrong: violations,
    command: `${deep ? "DEEP=1 " : ""}npx vitest run --root . --config test/vitest.config.ts --project node ${FILE}`,
  });
});
