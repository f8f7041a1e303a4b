import { expect, test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import { diceOf } from "#test/fixtures/dice.ts";
import { type NewsClinic, openNews } from "#test/fixtures/news.ts";
import { biopsy } from "#test/fixtures/release-clinic.ts";

const SEEDS = deep ? 60 : 3;
const STEPS = 12;
const TIMINGS = ["now", "waking-hours", "only-that-it-is-there"] as const;
const HOUR = 3_600_000;

/** Half past an hour: whole hours on from here no two runs are on different sides of one. */
async function opened(law: "KY" | undefined): Promise<NewsClinic> {
  const clinic = await openNews(law ? { jurisdiction: law } : {});
  clinic.skip(((1.5 * HOUR - (Date.parse(clinic.clock()) % HOUR)) % HOUR) / HOUR);
  clinic.until(12);
  await clinic.carer("carer", ["records:read"]);
  await clinic.seen();
  return clinic;
}

async function choose(clinic: NewsClinic, usual: string) {
  const { version } = (await clinic.call("p1", "GET /api/account/result-timing")).body;
  await clinic.call("p1", "PUT /api/account/result-timing", { usual, byClass: {}, version });
}

/** A result that Kentucky holds back for three days from now. */
async function secretly(clinic: NewsClinic, id: string) {
  const at = clinic.clock();
  clinic.server.put(biopsy(id, { issued: at, effectiveDateTime: at }));
  await clinic.reread(`DiagnosticReport/${id}`);
}

interface Thrown {
  readonly what: number;
  readonly timing: string;
}

/** A result, a correction of the first, a look, another choice, or nothing. */
async function happens(clinic: NewsClinic, step: number, { what, timing }: Thrown) {
  if (what < 0.4) await clinic.arrives(`open-${step}`);
  else if (what < 0.5) await clinic.arrives("open-0", { values: [["4548-4", step]] });
  else if (what < 0.6) await clinic.seen();
  else if (what < 0.7) await choose(clinic, timing);
}

/** Two days and a half of a patient's life; what went out in each hour of them. */
async function life(seed: number, { law, secrets }: { law?: "KY"; secrets: boolean }) {
  const clinic = await opened(law);
  const dice = diceOf(seed);
  const out: string[][] = [];
  for (let step = 0; step < STEPS; step++) {
    // The same throws whether there are secrets or not.
    const [what, timing, hours, hidden] = [
      dice.next(),
      dice.pick(TIMINGS),
      dice.between(1, 5),
      dice.chance(0.4),
    ];
    if (secrets && hidden) await secretly(clinic, `secret-${step}`);
    await happens(clinic, step, { what, timing });
    out.push(...(await hourly(clinic, hours)));
  }
  return out;
}

async function hourly(clinic: NewsClinic, hours: number): Promise<string[][]> {
  const out: string[][] = [];
  for (let hour = 0; hour < hours; hour++) {
    await clinic.sweep();
    const told = clinic.told.splice(0).map(({ by, to, text }) => `${by} ${to} ${text}`);
    out.push(told.sort());
    clinic.skip(1);
  }
  return out;
}

test("hour for hour, what goes out with withheld results in the chart is what goes out without them", async () => {
  let notices = 0;
  for (let seed = 0; seed < SEEDS; seed++) {
    const without = await life(seed, { law: "KY", secrets: false });
    expect(await life(seed, { law: "KY", secrets: true }), `seed ${seed}`).toEqual(without);
    notices += without.flat().length;
  }
  expect(notices).toBeGreaterThan(SEEDS * 2);
}, 300_000);

test("planted: where no law withholds them, the hours tell", async () => {
  const without = await life(1, { secrets: false });
  expect(await life(1, { secrets: true })).not.toEqual(without);
});
