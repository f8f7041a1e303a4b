import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addSeconds } from "#domain/time.ts";
import { dynamoQuota, usageOf } from "#functions/adapters/dynamo/quotas.ts";
import { connect } from "#functions/ehr/connect.ts";
import { type RunningEhr, startEhr } from "#infra/local/ehr/start.ts";
import { EhrUnavailable } from "#ports/ehr.ts";
import { background, type Caller, person } from "#ports/quota.ts";
import { openClinic } from "#test/fixtures/clinic.ts";
import { freshTable } from "#test/fixtures/dynamo.ts";
import { openTimes } from "#test/fixtures/open-times.ts";

/** What the simulator takes in a minute of its own clock, and what the portal is told. */
const PER_MINUTE = 120;
const A_WINDOW = PER_MINUTE / 6;
const folder = mkdtempSync(join(tmpdir(), "quota-"));
/** One clock for both; it starts with a minute and stands still until it is moved. */
let now = "2027-01-04T12:00:00.000Z";
const clock = () => now;
let ehr: RunningEhr;
let table: Awaited<ReturnType<typeof freshTable>>;
let minute = 0;

beforeAll(async () => {
  ehr = await startEhr({
    port: 0,
    dataDir: folder,
    patients: 5,
    seed: 1,
    zone: "America/Chicago",
    clients: [],
    persona: "metered",
    now: () => new Date(now),
  });
});
beforeEach(async () => {
  minute += 1;
  now = addSeconds("2027-01-04T12:00:00.000Z", minute * 60);
  table = await freshTable();
});
afterAll(async () => {
  await ehr.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An execution environment of its own: what it knows of the quota it has from the table. */
function environment(caller: Caller, limit: number | "unknown" = PER_MINUTE) {
  const perMinute = limit === "unknown" ? undefined : limit;
  const of = dynamoQuota(table, clock, { connectionId: "demo", perMinute });
  const quota = { of, caller: { ...caller, waitSeconds: 0 } };
  const it = connect({ connectionId: "demo", baseUrl: ehr.fhirBaseUrl }, { clock, quota });
  const told = new Set<string>();
  return {
    of,
    /** Why calls did not go out, or were refused. */
    told,
    /** How many of so many calls at once went out. */
    async calls(count: number): Promise<number> {
      const asked = Array.from({ length: count }, () => it.patient("patient-ada"));
      const settled = await Promise.allSettled(asked);
      for (const one of settled) if (one.status === "rejected") told.add(one.reason.code);
      return settled.filter(({ status }) => status === "fulfilled").length;
    },
  };
}
const environments = (count: number, caller: Caller) =>
  Array.from({ length: count }, () => environment(caller));
const all = async (some: readonly ReturnType<typeof environment>[], count: number) =>
  (await Promise.all(some.map(({ calls }) => calls(count)))).reduce((a, b) => a + b, 0);
const refused = async () => (await usageOf(table, "demo", now)).refusedLastHour;

test("however many call, the EHR never counts more than its limit a minute", async () => {
  const many = environments(8, person);
  let sum = 0;
  for (let window = 0; window < 12; window++) {
    const out = await all(many, 10);
    expect(out).toBeLessThanOrEqual(A_WINDOW);
    sum += out;
    now = addSeconds(now, 10);
  }
  expect(await refused()).toBe(0);
  expect(sum).toBe(2 * PER_MINUTE);
});

test("nothing goes out in a minute's last moment: the EHR might count it in the next", async () => {
  const late = environment(person);
  now = addSeconds(now, 59.7);
  expect(await late.calls(3)).toBe(0);
  now = addSeconds(now, 0.3);
  expect(await late.calls(3)).toBe(3);
});

test("polling never takes what people need, and takes no more than its share", async () => {
  const hogs = environments(4, background);
  expect(await all(hogs, 20)).toBe(A_WINDOW / 2);
  expect(await all(environments(2, person), 20)).toBe(A_WINDOW / 2);
  expect(await usageOf(table, "demo", now)).toMatchObject({ refusedLastHour: 0 });
});

test("one that is told 'too many' stops all, and fewer calls go out for a while", async () => {
  const [told, other] = [environment(person), environment(person)];
  await told.of.tooMany(7);
  expect(await other.calls(2)).toBe(0);
  now = addSeconds(now, 6);
  expect(await told.calls(2)).toBe(0);
  now = addSeconds(now, 4);
  expect(await all([told, other], 20)).toBe(A_WINDOW * 0.75);
  expect(await usageOf(table, "demo", now)).toMatchObject({
    refusedLastHour: 1,
    lowered: { perMinute: PER_MINUTE * 0.75 },
  });
  now = addSeconds(now, 15 * 60);
  expect(await all([told, other], 20)).toBe(A_WINDOW);
});

test("an EHR whose limit nobody set teaches it: its 429 is counted, heeded and not repeated", async () => {
  const one = environment(person, "unknown");
  expect(await one.calls(PER_MINUTE + 10)).toBeLessThanOrEqual(PER_MINUTE);
  expect([...one.told]).toEqual(["429.throttled"]);
  const before = await refused();
  expect(before).toBeGreaterThan(0);
  const another = environment(person, "unknown");
  expect(await another.calls(5)).toBe(0);
  expect([...another.told]).toEqual(["rate-limited"]);
  now = addSeconds(now, 60);
  expect(await another.calls(40)).toBeLessThan(A_WINDOW);
  expect(await refused()).toBe(before);
});

test("with the quota used up a booking is saved, reads answer from the mirror; then it is in the chart", async () => {
  const clinic = await openClinic({ patients: 20, requestsPerMinute: 600 });
  try {
    const ada = await clinic.signIn({ id: "patient-ada" });
    const [slot] = await openTimes(clinic, ada);
    await clinic.call(ada, "GET /api/appointments");
    // Until the next window, and not into it: what is tested would not be there.
    const hog = dynamoQuota(clinic.table, clinic.ports.clock, {
      connectionId: "demo",
      perMinute: 600,
    });
    const useUp = async () => {
      for (;;) if ((await hog.turn("interactive")) !== undefined) return;
    };
    clinic.skip(10 - ((Date.parse(clinic.ports.clock()) / 1000) % 10));
    clinic.reconnect();
    await useUp();
    const saved = await clinic.call(ada, "POST /api/appointments", { body: { slotId: slot?.id } });
    expect([saved.status, saved.body.writeBack.state]).toEqual([201, "saved"]);
    const mine = await clinic.call(ada, "GET /api/appointments");
    expect(mine.status).toBe(200);
    expect(mine.body.items.map(({ id }: { id: string }) => id)).toContain(saved.body.id);
    expect(mine.body).toHaveProperty("asOf");
    expect(await clinic.ports.breaker.openUntil("demo")).toBeUndefined();
    clinic.skip(11);
    await clinic.drain();
    const after = await clinic.call(ada, `GET /api/appointments/${saved.body.id}`);
    expect(after.body.writeBack.state).toBe("in-chart");
    expect(clinic.errors).toEqual([]);
  } finally {
    await clinic.close();
  }
});

test("a first reading that ran out of calls goes on behind the days it has read", async () => {
  const clinic = await openClinic({ patients: 5 });
  try {
    const asked: string[] = [];
    const real = await clinic.ports.ehr();
    const { slots } = real;
    let left = 2;
    real.slots = async (range) => {
      asked.push(range.from);
      left -= 1;
      if (left < 0) throw new EhrUnavailable("rate-limited");
      return slots(range);
    };
    expect(await clinic.poll()).toBe(false);
    left = 100;
    expect(await clinic.poll()).toBe(true);
    const [first, second, third, again, last] = asked;
    // Two readings, one that failed, and from there on.
    expect(asked).toHaveLength(6);
    expect(again).toBe(third);
    expect([first, second].includes(again)).toBe(false);
    expect(Date.parse(last ?? "")).toBeGreaterThan(Date.parse(third ?? ""));
    expect((await clinic.ports.mirror.sync("demo"))?.since).toBeDefined();
  } finally {
    await clinic.close();
  }
});
