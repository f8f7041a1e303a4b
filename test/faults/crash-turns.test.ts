import { afterAll, beforeAll, expect, test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import { Counted } from "./crash-count.ts";
import { pairs, plannedFor, pointsOf } from "./crash-plan.ts";
import { Bundles } from "./crash-process.ts";

/** Promise 6 for what goes on behind: the worker's turns, the sweep, the sealer, and whoever follows the chart. */
const FILE = "test/faults/crash-turns.test.ts";
const PAIR_MS = 600_000;

const bundles = new Bundles();
const counted = new Counted(bundles);
beforeAll(async () => {
  if (deep) await counted.open();
});
afterAll(async () => {
  await counted.close();
  bundles.forget();
  counted.say("worker, sweep, sealer and poll; recovery ≤ 30 s", FILE);
});

const turns = pairs(({ bundle }) => bundle !== "appointments");

test.runIf(deep)("every turn there is", () => expect(turns.length).toBeGreaterThan(12));

test.each(turns)("killed at every point: $name", { timeout: PAIR_MS }, async ({ act, ehr }) => {
  const broken: string[] = [];
  for (const planned of plannedFor(await pointsOf(counted.machine, act, ehr)))
    broken.push(...(await counted.broken(planned)));
  expect(broken).toEqual([]);
});
