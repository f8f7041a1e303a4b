import fc from "fast-check";
import { expect, test } from "vitest";
import { addSeconds } from "./time.ts";
import {
  claim,
  isFinal,
  LEASE_SECONDS,
  type Outcome,
  type Row,
  resolve,
  retryRules,
  shown,
  startOver,
} from "./writeback-row.ts";

const T0 = "2026-11-23T12:00:00.000Z";
const fresh: Row = {
  id: "apt_1.001",
  practiceId: "demo",
  patientId: "p1",
  connectionId: "demo",
  aggregate: "apt_1",
  kind: "appointment.book",
  payload: {},
  state: "pending",
  attempts: 0,
  createdAt: T0,
  since: T0,
  dueAt: T0,
  steps: {},
  version: 1,
};
const rules = retryRules(10);
const at = (seconds: number) => addSeconds(T0, seconds);
const after = (row: Row, outcome: Outcome, seconds = 0): Row =>
  resolve(row, outcome, { now: at(seconds), random: 0.5, rules });
const held = (row: Row, seconds: number): Row => {
  const taken = claim(row, { owner: "w", now: at(seconds), force: true });
  if (!taken) throw new Error("not to be had");
  return taken;
};

test("a row that is due is sent by whoever claims it, and by nobody else meanwhile", () => {
  const sending = held(fresh, 0);
  expect(sending).toMatchObject({ state: "sending", attempts: 1 });
  expect(
    claim(sending, { owner: "other", now: at(LEASE_SECONDS - 1), force: true }),
  ).toBeUndefined();
});

test("a row that waits is left alone until it is due, but for a connection that just came back", () => {
  const waiting = after(held(fresh, 0), { is: "retry", afterSeconds: 30 });
  expect(claim(waiting, { owner: "w", now: at(29) })).toBeUndefined();
  expect(claim(waiting, { owner: "w", now: at(30) })).toMatchObject({ state: "sending" });
  expect(claim(waiting, { owner: "w", now: at(1), force: true })).toMatchObject({ attempts: 2 });
});

test("a lease that died while sending leaves an unknown outcome: it is searched for", () => {
  const sending = held(fresh, 0);
  const next = claim(sending, { owner: "other", now: at(LEASE_SECONDS + 1) });
  expect(next).toMatchObject({ state: "reconciling", unknownSince: at(LEASE_SECONDS + 1) });
});

test("nothing found proves nothing before the EHR's search lag is over", () => {
  const unknown = after(held(fresh, 0), { is: "unknown" }, 1);
  const early = after(held(unknown, 5), { is: "absent" }, 5);
  expect(early).toMatchObject({ state: "unknown", dueAt: at(11) });
  const late = after(held(early, 12), { is: "absent" }, 12);
  expect(late).toMatchObject({ state: "pending", dueAt: at(12) });
  expect(late.unknownSince).toBeUndefined();
});

test("an EHR that can't be searched is not written to blindly a second time: a person takes over", () => {
  const unknown = after(held(fresh, 0), { is: "unknown" }, 1);
  const manual = after(held(unknown, 20), { is: "unsupported" }, 20);
  expect(manual.state).toBe("manual");
  expect(shown(manual)).toMatchObject({ state: "with-practice", nextStep: "practice-will-do-it" });
});

test("a search that gets no answer keeps the doubt", () => {
  const unknown = after(held(fresh, 0), { is: "unknown" }, 1);
  const still = after(held(unknown, 20), { is: "retry" }, 20);
  expect(still).toMatchObject({ state: "unknown", unknownSince: at(1) });
});

test("what is settled is nobody's to send", () => {
  const done = after(held(fresh, 0), { is: "done", reference: "Appointment/1" });
  expect(claim(done, { owner: "w", now: at(60), force: true })).toBeUndefined();
});

test("after a day of doubt it becomes a person's task; started over, the doubt remains", () => {
  const late = after(held(fresh, 86_500), { is: "unknown" }, 86_500);
  expect(late).toMatchObject({ state: "manual", reason: "tried-for-a-day" });
  expect(startOver(late, at(90_000))).toMatchObject({
    state: "unknown",
    unknownSince: at(86_500),
    attempts: 1,
  });
  expect(startOver({ ...fresh, state: "manual" }, at(0))).toMatchObject({
    state: "pending",
    attempts: 1,
  });
});

test("after a day of trying it becomes a person's task", () => {
  const late = after(held(fresh, 86_500), { is: "retry" }, 86_500);
  expect(late).toMatchObject({ state: "manual", reason: "tried-for-a-day" });
});

test("the wait grows with the tries and never passes fifteen minutes", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.double({ min: 0, max: 0.999999, noNaN: true }),
      (attempts, random) => {
        const row: Row = { ...held(fresh, 0), attempts };
        const next = resolve(row, { is: "retry" }, { now: T0, random, rules });
        const wait = (Date.parse(next.dueAt) - Date.parse(T0)) / 1000;
        expect(wait).toBeGreaterThanOrEqual(1);
        expect(wait).toBeLessThanOrEqual(900);
      },
    ),
  );
});

test("the EHR's own Retry-After is kept", () => {
  expect(after(held(fresh, 0), { is: "retry", afterSeconds: 77 }).dueAt).toBe(at(77));
});

test("saved is said since the patient did it, however often it was tried", () => {
  const retried = after(held(after(held(fresh, 0), { is: "retry" }, 1), 30), { is: "retry" }, 31);
  expect(shown(retried)).toMatchObject({ state: "saved", since: T0, nextStep: "wait" });
});

/**
 * Every schedule of one write: an EHR that may carry out, lose or refuse each request, workers that may die at any
 * moment, and searches that lag. Whatever happens, the EHR holds the write at most once.
 */
interface Ehr {
  records: { at: number }[];
}
type Event = "commit" | "commit-lost" | "lost" | "refused-retry" | "die-before" | "die-after";
const events: readonly Event[] = [
  "commit",
  "commit-lost",
  "lost",
  "refused-retry",
  "die-before",
  "die-after",
];

interface Try {
  readonly ehr: Ehr;
  readonly event: Event;
  readonly now: number;
  readonly lag: number;
}
const dies = (event: Event) => event === "die-before" || event === "die-after";

function search(row: Row, { ehr, event, now, lag }: Try): Row {
  if (dies(event)) return row;
  if (event === "lost" || event === "commit-lost") return after(row, { is: "retry" }, now);
  const found = ehr.records.some((record) => record.at + lag <= now);
  return after(row, found ? { is: "done", reference: "A/1" } : { is: "absent" }, now);
}

function send(row: Row, { ehr, event, now }: Try): Row {
  if (["commit", "commit-lost", "die-after"].includes(event)) ehr.records.push({ at: now });
  if (dies(event)) return row;
  if (event === "commit") return after(row, { is: "done", reference: "A/1" }, now);
  return after(row, { is: event === "refused-retry" ? "retry" : "unknown" }, now);
}

const step = (row: Row, tried: Try): Row =>
  row.state === "reconciling" ? search(row, tried) : send(row, tried);

function run(schedule: readonly Event[], lag: number): { ehr: Ehr; row: Row } {
  const ehr: Ehr = { records: [] };
  let row = fresh;
  let now = 0;
  for (const event of [...schedule, ...Array.from({ length: 8 }, (): Event => "commit")]) {
    if (isFinal(row.state)) break;
    const due = row.lease ? Date.parse(row.lease.until) : Date.parse(row.dueAt);
    now = Math.max(now + 1, (due - Date.parse(T0)) / 1000 + 0.001);
    const taken = claim(row, { owner: "w", now: at(now) });
    if (taken) row = step(taken, { ehr, event, now, lag });
  }
  return { ehr, row };
}

test("no schedule of faults and crashes writes twice, and every one ends in the chart", () => {
  const schedule = fc.array(fc.constantFrom(...events), { maxLength: 8 });
  fc.assert(
    fc.property(schedule, fc.integer({ min: 0, max: 10 }), (faults, lag) => {
      const { ehr, row } = run(faults, lag);
      expect(ehr.records.length).toBe(1);
      expect(row).toMatchObject({ state: "done", reference: "A/1" });
    }),
    { numRuns: 2000 },
  );
});

test("an EHR that lags more than its descriptor says is the one way to be wrong: the check can fail", () => {
  const doubled = fc
    .sample(fc.array(fc.constantFrom(...events), { maxLength: 8 }), { numRuns: 2000, seed: 1 })
    .some((faults) => run(faults, 600).ehr.records.length > 1);
  expect(doubled).toBe(true);
});
