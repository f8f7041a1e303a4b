import { describe, expect, test } from "vitest";
import { smsLength } from "#domain/gsm.ts";
import { labReport } from "#functions/wiring/testing-chart.ts";
import { type NewsClinic, openNews } from "#test/fixtures/news.ts";
import { biopsy } from "#test/fixtures/release-clinic.ts";

const BOTH = ["email p1@example.test", "sms +13125550111"];
const KENTUCKY = { jurisdiction: "KY" } as const;
const TIMING = "/api/account/result-timing";

/** Noon at the clinic, and a patient who has looked at their chart before. */
async function noon(more: Parameters<typeof openNews>[0] = {}): Promise<NewsClinic> {
  const clinic = await openNews(more);
  clinic.until(12);
  await clinic.seen();
  return clinic;
}
async function choose(clinic: NewsClinic, usual: string) {
  const { version } = (await clinic.call("p1", `GET ${TIMING}`)).body;
  await clinic.call("p1", `PUT ${TIMING}`, { usual, byClass: {}, version });
}
const hoursUntil = (clinic: NewsClinic, at: string) =>
  (Date.parse(at) - Date.parse(clinic.clock())) / 3_600_000;

describe("a new result is told of", () => {
  test("once, by e-mail and by one text, in words that say nothing of it", async () => {
    const clinic = await noon();
    await clinic.arrives("canary-report");
    await clinic.sweep();
    for (let n = 0; n < 3; n++) await clinic.sweep();
    expect(clinic.told.map(({ by, to }) => `${by} ${to}`)).toEqual(BOTH);
    const [email, sms] = clinic.told;
    expect(sms?.text).toBe(
      "Lakeside Family Health: there is something new in your portal. portal.test Reply STOP to opt out.",
    );
    expect(smsLength(sms?.text ?? "").parts).toBe(1);
    expect(email?.text).toContain("See it after you sign in: https://portal.test");
    expect(JSON.stringify(clinic.told)).not.toMatch(
      /canary|result|panel|\blab|health(?! sys)(?<!Family Health)|DiagnosticReport/i,
    );
  });

  test("once, where several come at once and many sweeps look at them", async () => {
    const clinic = await noon();
    for (const id of ["a", "b", "c"]) await clinic.arrives(id);
    await Promise.all(Array.from({ length: 6 }, () => clinic.sweep()));
    clinic.skip(0.1);
    await clinic.sweep();
    expect(clinic.told.map(({ by }) => by).sort()).toEqual(["email", "sms"]);
  });

  test("but not the history that a chart is first filled with", async () => {
    const clinic = await openNews(KENTUCKY);
    clinic.until(12);
    for (let n = 0; n < 5; n++)
      for (const one of labReport("p1", { id: `old-${n}`, daysAgo: 100 * n }).all)
        clinic.server.put(one);
    clinic.server.put(biopsy("waits"));
    // Looking at the list would tell them all; this fills the chart and shows no results.
    await clinic.call("p1", "GET /api/records");
    expect(await clinic.queue()).toMatchObject([{ id: "DiagnosticReport~waits" }]);
    expect(await clinic.heard()).toEqual([]);
    // What waited in it is new to its patient once it may be seen.
    const { until } = await clinic.atDesk("DiagnosticReport~waits");
    clinic.skip(hoursUntil(clinic, until));
    clinic.until(12);
    expect(await clinic.heard()).toEqual(BOTH);
  });

  test("again once where it is corrected, and not where nothing of it changed", async () => {
    const clinic = await noon();
    await clinic.arrives("r");
    expect(await clinic.heard()).toEqual(BOTH);
    clinic.skip(24);
    await clinic.arrives("r");
    await clinic.decide("DiagnosticReport~r", { decision: "comment", comment: "All is well." });
    expect(await clinic.heard()).toEqual([]);
    await clinic.arrives("r", { status: "corrected", values: [["4548-4", 6.1]] });
    expect(await clinic.heard()).toEqual(BOTH);
    expect(await clinic.heard()).toEqual([]);
  });

  test("not again where values come in that it waited for", async () => {
    const clinic = await noon();
    const { report, observations } = labReport("p1", { id: "r", daysAgo: 0 });
    clinic.server.put(report);
    await clinic.reread("DiagnosticReport/r");
    expect(await clinic.heard()).toEqual(BOTH);
    clinic.skip(24);
    for (const one of observations) clinic.server.put(one);
    await clinic.reread("Observation/r-o0");
    expect(await clinic.heard()).toEqual([]);
  });

  test("to nobody who saw it by themselves before", async () => {
    const clinic = await noon();
    await clinic.arrives("r");
    expect(await clinic.seen()).toEqual(["DiagnosticReport~r"]);
    expect(await clinic.heard()).toEqual([]);
    // What comes after they looked is told again.
    clinic.skip(1);
    await clinic.arrives("s");
    expect(await clinic.heard()).toEqual(BOTH);
  });

  test("to nobody where the chart took it back before", async () => {
    const clinic = await noon();
    await clinic.arrives("r");
    await clinic.arrives("r", { status: "entered-in-error" });
    expect(await clinic.heard()).toEqual([]);
  });
});

describe("what waits is told of when it may be seen, and not before", () => {
  test("where its wait ends by itself", async () => {
    const clinic = await noon(KENTUCKY);
    clinic.server.put(biopsy("b"));
    await clinic.reread("DiagnosticReport/b");
    expect(await clinic.heard()).toEqual([]);
    const { until } = await clinic.atDesk("DiagnosticReport~b");
    clinic.skip(hoursUntil(clinic, until) - 0.02);
    expect(await clinic.heard()).toEqual([]);
    clinic.skip(0.03);
    clinic.until(12);
    expect(await clinic.heard()).toEqual(BOTH);
    expect(await clinic.heard()).toEqual([]);
  });

  test("where a clinician lets it out", async () => {
    const clinic = await noon(KENTUCKY);
    clinic.server.put(biopsy("b"));
    await clinic.reread("DiagnosticReport/b");
    expect(await clinic.heard()).toEqual([]);
    await clinic.decide("DiagnosticReport~b", { decision: "release" });
    expect(await clinic.heard()).toEqual(BOTH);
    clinic.skip(24 * 5);
    expect(await clinic.heard()).toEqual([]);
  });

  test("where the patient no longer waits for a word", async () => {
    const clinic = await noon();
    await choose(clinic, "after-comment");
    await clinic.arrives("r");
    expect(await clinic.heard()).toEqual([]);
    clinic.skip(1);
    await choose(clinic, "now");
    expect(await clinic.heard()).toEqual(BOTH);
  });

  test("with a withheld result in the chart what goes out is what goes out without it", async () => {
    const outbox = async (law: "KY" | undefined, secrets: readonly string[]) => {
      const clinic = await noon(law ? { jurisdiction: law } : {});
      await clinic.carer("carer", ["records:read"]);
      await choose(clinic, "waking-hours");
      for (const id of secrets) {
        clinic.server.put(biopsy(id));
        await clinic.reread(`DiagnosticReport/${id}`);
        await clinic.sweep();
      }
      clinic.skip(12.1);
      await clinic.arrives("open");
      for (let hour = 0; hour < 12; hour++) {
        await clinic.sweep();
        clinic.skip(1);
      }
      return clinic.told;
    };
    const without = await outbox("KY", []);
    expect(without).toHaveLength(3);
    expect(await outbox("KY", ["b1", "b2"])).toEqual(without);
    // Planted: where no law withholds them, the outbox tells.
    expect((await outbox(undefined, ["b1", "b2"])).length).toBeGreaterThan(without.length);
  });
});

describe("the hour that its patient chose", () => {
  test("by day: nothing in the night, both at eight", async () => {
    const clinic = await noon();
    await choose(clinic, "waking-hours");
    clinic.until(2);
    await clinic.arrives("a");
    await clinic.arrives("b");
    expect(await clinic.heard()).toEqual([]);
    clinic.until(7);
    expect(await clinic.heard()).toEqual([]);
    clinic.until(8);
    expect(await clinic.heard()).toEqual(BOTH);
  });

  test("at once: the e-mail in the night, the text at eight unless they looked", async () => {
    for (const looks of [false, true]) {
      const clinic = await noon();
      clinic.until(2);
      await clinic.arrives("a");
      expect(await clinic.heard()).toEqual(BOTH.slice(0, 1));
      if (looks) await clinic.seen();
      clinic.until(8);
      expect(await clinic.heard()).toEqual(looks ? [] : BOTH.slice(1));
    }
  });
});

describe("carers", () => {
  const CARER = "email carer@example.test";
  const opened = async () => {
    const clinic = await noon();
    await clinic.carer("carer", ["records:read"]);
    await clinic.carer("driver", ["appointments:read"]);
    return clinic;
  };

  test("who may read the chart are told too; one's look is not the other's", async () => {
    const clinic = await opened();
    await clinic.arrives("r");
    expect((await clinic.heard()).sort()).toEqual([CARER, ...BOTH]);
    await clinic.arrives("s");
    await clinic.seen();
    expect(await clinic.heard()).toEqual([CARER]);
    clinic.skip(24);
    await clinic.arrives("t");
    const { body } = await clinic.call("carer", "GET /api/results?patientId=p1");
    expect(body.items).toHaveLength(3);
    expect((await clinic.heard()).sort()).toEqual([CARER, ...BOTH]);
  });

  test("are told of nothing that they may not see", async () => {
    const clinic = await opened();
    await clinic.arrives("r", { meta: { security: [{ code: "HIV" }] } });
    expect(await clinic.heard()).toEqual(BOTH);
    clinic.skip(24 * 20);
    expect(await clinic.heard()).toEqual([]);
  });

  test("of what is held from them alone, when that ends", async () => {
    const clinic = await opened();
    await choose(clinic, "after-comment");
    await clinic.arrives("r");
    const until = new Date(Date.parse(clinic.clock()) + 9 * 86_400_000).toISOString();
    const hold = { decision: "hold", reason: "substantial-harm", note: "A note.", until };
    expect((await clinic.decide("DiagnosticReport~r", hold)).status).toBe(200);
    await clinic.decide("DiagnosticReport~r", { decision: "comment", comment: "All is well." });
    expect(await clinic.heard()).toEqual(BOTH);
    clinic.skip(24 * 9 - 1);
    expect(await clinic.heard()).toEqual([]);
    clinic.skip(1.1);
    expect(await clinic.heard()).toEqual([CARER]);
  });
});

/** A table that dies at one write, before it is done or after. */
function dyingAt(clinic: NewsClinic, number: number, isDone: boolean) {
  let left = number;
  const dying =
    <T extends unknown[]>(write: (...args: T) => Promise<void>) =>
    async (...args: T) => {
      left -= 1;
      if (left !== -1) return write(...args);
      if (isDone) await write(...args);
      throw new Error("died");
    };
  const { apply, transact } = clinic.table;
  return {
    store: { apply: dying(apply), transact: dying(transact) },
    isDead: () => left < 0,
  };
}

test.each([false, true])(
  "whatever write it dies at (done: %s), news is told once",
  async (isDone) => {
    let dies = 0;
    for (let isDead = true; isDead; dies++) {
      const clinic = await noon();
      await clinic.carer("carer", ["records:read"]);
      for (const id of ["a", "b"]) await clinic.arrives(id);
      const dying = dyingAt(clinic, dies, isDone);
      await clinic.sweep(dying.store).catch(() => {});
      isDead = dying.isDead();
      for (let n = 0; n < 4; n++) {
        clinic.skip(0.05);
        await clinic.sweep();
      }
      const said = clinic.told.map(({ by, to }) => `${by} ${to}`);
      expect(new Set(said).size, `write ${dies}`).toBe(said.length);
      // An e-mail that died on its way is not sent again: nobody can ask for it.
      expect(said.length, `write ${dies}`).toBeGreaterThanOrEqual(isDead ? 2 : 3);
      expect(said, `write ${dies}`).toContain("sms +13125550111");
    }
    expect(dies).toBeGreaterThan(6);
  },
);
