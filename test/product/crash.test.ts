import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engineHere } from "#infra/local/emulator.ts";
import { deep } from "#test/fixtures/deep.ts";
import { figure } from "#test/fixtures/figure.ts";
import type { Answer, Entity } from "./answers.ts";
import { assembledHere } from "./assembled.ts";
import { type Charted, chartOf, doubled } from "./chart.ts";
import { crowd, openTimes, type Person } from "./people.ts";
import {
  end,
  forget,
  freshPlace,
  isAlive,
  type Place,
  processesOf,
  type Started,
  start,
  startInVain,
} from "./process.ts";

/** The other engine is a thread of the product. */
const ownProcess = engineHere() === "dynoxide";
const PEOPLE = 12;
const RECOVERY_MS = 30_000;
const TEST_MS = 90_000;
const END_MS = 5_000;
/** The long run kills it so often more. */
const RESTARTS = deep ? 5 : 0;
const recoveredMs: number[] = [];

let place: Place;
let product: Started;
let people: Person[];

beforeAll(async () => {
  await assembledHere();
  place = await freshPlace();
  product = await start(place);
  people = await crowd(product.origin, PEOPLE);
});
afterAll(async () => {
  await end(product, "SIGKILL");
  for (const { pid } of processesOf(place, [])) process.kill(pid, "SIGKILL");
  forget(place);
});

/** What was asked, and what was answered before the end. */
interface Tap {
  readonly person: Person;
  readonly key: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
  answer?: Answer;
}

const tap = (person: Person, path: string, body: Record<string, unknown> = {}): Tap => ({
  person,
  path,
  body,
  key: randomUUID(),
});

const send = async (one: Tap): Promise<void> => {
  const { person, path, body, key } = one;
  const answer = await person.call(`POST ${path}`, { body, headers: { "idempotency-key": key } });
  one.answer = answer;
};

/** Sends all of these, and kills the product when so many have their answer: others are at every step of theirs. */
async function killAmong(taps: readonly Tap[], answered: number): Promise<void> {
  const sent = taps.map((one, index) =>
    sleep(index * 15).then(() => send(one).catch(() => undefined)),
  );
  const isAnswered = ({ answer }: Tap) => answer !== undefined;
  while (taps.filter(isAnswered).length < answered) await sleep(1);
  await end(product, "SIGKILL");
  await Promise.all(sent);
  expect(taps.every(isAnswered), "all had their answer before the end").toBe(false);
}

/** The chart takes the next few writes and does not say so. */
async function loseReplies(count: number): Promise<void> {
  const reply = await fetch(`http://localhost:${place.ehrPort}/admin/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ fault: "drop-after", method: "POST", count }),
  });
  expect(reply.status).toBe(201);
}

const visitsOf = async (person: Person): Promise<Entity[]> =>
  (await person.call("GET /api/appointments")).body.items ?? [];

const isOnItsWay = (visit: Entity) =>
  visit.writeBack?.state === "saved" || visit.change?.writeBack.state === "saved";

/** Restarts, and waits until nothing is on its way any more. Answers everybody's visits, and how long it took. */
async function recover(): Promise<{ visits: Entity[]; ms: number }> {
  product = await start(place);
  const begun = performance.now();
  for (;;) {
    const visits = (await Promise.all(people.map(visitsOf))).flat();
    const ms = Math.round(performance.now() - begun);
    if (!visits.some(isOnItsWay)) return { visits, ms };
    expect(ms, JSON.stringify(visits.filter(isOnItsWay))).toBeLessThan(RECOVERY_MS);
    await sleep(250);
  }
}

const ours = async (): Promise<Charted[]> =>
  (await chartOf(product.fhirUrl, "_sort=-_lastUpdated")).filter(({ keys }) => keys.length > 0);

const idOf = (key: string) => key.split(".")[0] ?? "";

/** Portal and chart say the same of every visit that was booked here, each once, and no time belongs to two. */
async function agree(visits: readonly Entity[]): Promise<void> {
  const charted = await ours();
  expect(await doubled(product.fhirUrl)).toEqual([]);
  const keys = charted.map(({ keys: [key = ""] }) => idOf(key));
  expect(new Set(keys).size, "one appointment a visit").toBe(keys.length);
  const known = new Map(visits.map((visit) => [visit.id, visit]));
  for (const appointment of charted) {
    const visit = known.get(idOf(appointment.keys[0] ?? ""));
    expect(visit, `${appointment.keys} is in the chart and not in the portal`).toBeDefined();
    expect(appointment.status).toBe(visit?.status);
    expect(Date.parse(appointment.start ?? "")).toBe(Date.parse(visit?.start ?? ""));
  }
  for (const visit of visits.filter(({ id }) => id.startsWith("apt_")))
    expect(visit.status === "cancelled" || keys.includes(visit.id), visit.id).toBe(true);
}

/** Everything that was promised before the end is there after it. */
function kept(taps: readonly Tap[], visits: readonly Entity[]): void {
  for (const { answer } of taps) {
    if (answer === undefined || answer.status >= 300) continue;
    const visit = visits.find(({ id }) => id === answer.body.id);
    expect(visit, `${answer.what} was answered with ${answer.text}`).toBeDefined();
  }
}

test(
  "killed among bookings: what was promised is in the chart once, nothing is doubled",
  async () => {
    const times = (await openTimes(people[0] as Person)).map(({ id }) => id);
    // Two want each time, and everybody sends it twice: once with the same key.
    const taps = people.flatMap((person, index) => [
      tap(person, "/api/appointments", { slotId: times[index >> 1] }),
      tap(person, "/api/appointments", { slotId: times[20 + index] }),
    ]);
    await loseReplies(3);
    await killAmong(taps, 8);
    const { visits, ms } = await recover();
    kept(taps, visits);
    await agree(visits);
    expect(ms).toBeLessThan(RECOVERY_MS);
    // Whoever saw no answer taps again: the same visit, or the time if it was never had.
    const again = taps.filter(({ answer }) => answer === undefined);
    await Promise.all(again.map(send));
    for (const { answer } of again) expect([201, 409]).toContain(answer?.status);
    await agree((await Promise.all(people.map(visitsOf))).flat());
  },
  TEST_MS,
);

test.skipIf(!deep)(
  "killed among moves and cancellations: no visit is lost, none stands twice",
  async () => {
    const visits = await Promise.all(people.map(visitsOf));
    const times = (await openTimes(people[0] as Person)).map(({ id }) => id);
    const taps = people.flatMap((person, index) =>
      (visits[index] ?? [])
        .filter(({ id, status }) => id.startsWith("apt_") && status === "booked")
        .map(({ id }, nth) =>
          nth === 0
            ? tap(person, `/api/appointments/${id}/reschedule`, { slotId: times[40 + index] })
            : tap(person, `/api/appointments/${id}/cancel`),
        ),
    );
    expect(taps.length).toBeGreaterThan(PEOPLE / 2);
    await killAmong(taps, 4);
    const after = await recover();
    kept(taps, after.visits);
    await agree(after.visits);
    for (const one of taps) {
      const now = after.visits.find(({ id }) => one.path.includes(id));
      expect(now, one.path).toBeDefined();
      expect(now?.status, one.path).toBe(one.path.endsWith("/cancel") ? now?.status : "booked");
    }
  },
  TEST_MS,
);

/** What a person does in one round: a new time, and one of the old ones given back or moved. */
function tapsOf(person: Person, times: readonly string[], visits: readonly Entity[]): Tap[] {
  const [time = "", other = ""] = times;
  const [first, second] = visits.filter(
    ({ id, status }) => id.startsWith("apt_") && status === "booked",
  );
  return [
    tap(person, "/api/appointments", { slotId: time }),
    ...(first ? [tap(person, `/api/appointments/${first.id}/cancel`)] : []),
    ...(second
      ? [tap(person, `/api/appointments/${second.id}/reschedule`, { slotId: other })]
      : []),
  ];
}

test.each(Array.from({ length: RESTARTS }, (_, index) => index + 1))(
  "killed among everything, time %i of the long run",
  async (round) => {
    const times = (await openTimes(people[0] as Person)).map(({ id }) => id);
    const visits = await Promise.all(people.map(visitsOf));
    const taps = people.flatMap((person, index) =>
      tapsOf(person, times.slice(index * 2), visits[index] ?? []),
    );
    await loseReplies((round % 3) + 1);
    // Whoever has no visit left to give back taps once: some must still be on their way.
    await killAmong(taps, Math.min(round * 3, Math.floor(taps.length / 3)));
    const after = await recover();
    recoveredMs.push(after.ms);
    kept(taps, after.visits);
    await agree(after.visits);
  },
  TEST_MS,
);

afterAll(() => {
  if (recoveredMs.length === 0) return;
  figure({
    promise: "6",
    bar: "5 whole-product restarts, recovery ≤ 30 s",
    value: `${recoveredMs.length} times the whole product killed, 0 violations; longest recovery ${(Math.max(...recoveredMs) / 1000).toFixed(1)} s`,
    command:
      "DEEP=1 npx vitest run --root . --config test/vitest.config.ts --project node test/product/crash.test.ts",
  });
});

test("a second start on the same folder is one sentence", async () => {
  const elsewhere = await freshPlace();
  const { code, errors } = await startInVain({ ...elsewhere, dataDir: place.dataDir });
  forget(elsewhere);
  expect(code).toBe(1);
  expect(errors.trim()).toMatch(
    /^Porchlight is already running on \S+ \(process \d+\)\. Stop it first, or set DATA_DIR to another folder\.$/,
  );
  expect((await people[0]?.call("GET /api/session"))?.status).toBe(200);
});

test("a port that is taken is one sentence, and leaves nothing running", async () => {
  const elsewhere = await freshPlace();
  const server = createServer().listen(elsewhere.ehrPort, "127.0.0.1");
  for (const [name, port] of [
    ["PORT", place.port] as const,
    ["EHR_PORT", elsewhere.ehrPort] as const,
  ]) {
    const at = name === "PORT" ? { ...elsewhere, port } : elsewhere;
    const { code, errors } = await startInVain(at);
    expect(code).toBe(1);
    expect(errors.trim()).toBe(
      `Port ${port} is taken by another program. Stop it, or set ${name} to a free port.`,
    );
    expect(processesOf(elsewhere, [])).toEqual([]);
  }
  server.close();
  forget(elsewhere);
});

test("Ctrl-C ends it and every process of its within five seconds", async () => {
  const running = processesOf(place, [product.child.pid ?? 0]);
  expect(running.some(({ command }) => command.includes("dynoxide"))).toBe(ownProcess);
  const begun = performance.now();
  await end(product, "SIGINT");
  while (running.some(isAlive) && performance.now() - begun < END_MS) await sleep(20);
  expect(running.filter(isAlive)).toEqual([]);
  expect(processesOf(place, [])).toEqual([]);
});
