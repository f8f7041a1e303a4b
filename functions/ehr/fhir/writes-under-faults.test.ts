import { describe, expect, it } from "vitest";
import type { Outcome } from "#domain/writeback-row.ts";
import type { Fault } from "#functions/ehr/testing/fake-faults.ts";
import type { FakeFhir, Quirks } from "#functions/ehr/testing/fake-fhir.ts";
import {
  attempt,
  bookCommand,
  connectTo,
  fakePractice,
  slotRef,
} from "#functions/ehr/testing/fake-practice.ts";
import type { Ehr, EhrCommand } from "#ports/ehr.ts";
import { chartedVisit, takesTime } from "./appointment.ts";
import { chartedSlot } from "./slot.ts";

/** More by hand: 1,500 of each kind, and 300 of the slow ones, were run without a violation. */
const SEEDS = 60;
/** A wait of some milliseconds each where visits are ranked by their stamps. */
const SLOW_SEEDS = 8;

const FAULTS: readonly Fault[] = [
  { is: "refused-connection" },
  { is: "drop-before" },
  { is: "drop-after" },
  { is: "drop-after" },
  { is: "truncate" },
  { is: "status", status: 503 },
  { is: "status-after", status: 503 },
  { is: "status-after", status: 502 },
  { is: "status", status: 429 },
  { is: "status", status: 412 },
  { is: "status", status: 409 },
];

describe("whatever is lost, a slot has one visit and a key has one effect", () => {
  it.each([
    ["with transactions", {}],
    ["without transactions", { transaction: "none" }],
    ["with transactions that keep halves", { transaction: "partial" }],
    ["with transactions, foreign identifiers dropped", { keepsIdentifiers: false }],
    ["in steps, foreign identifiers dropped", { keepsIdentifiers: false, transaction: "none" }],
    ["with searches that lag", { transaction: "none", lagging: true }],
    ["without conditional creates", { transaction: "none", conditionalCreate: false }],
  ] as const)("%s", { timeout: 60_000 }, async (_name, quirks) => {
    for (let seed = 1; seed <= SEEDS; seed++) await scene(seed, quirks);
  });

  const readOnly = { slotUpdate: false, transaction: "none" } as const;
  it.each([
    ["where slots can't be written", readOnly],
    ["where slots can't be written and searches lag", { ...readOnly, lagging: true }],
    ["where versions are not guarded", { guardsVersions: false, transaction: "none" }],
  ] as const)("%s", { timeout: 60_000 }, async (_name, quirks) => {
    for (let seed = 1; seed <= SLOW_SEEDS; seed++) await scene(seed, quirks);
  });
});

interface World {
  readonly server: FakeFhir;
  readonly roll: () => number;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly seed: number;
}

/** Five bookings race for three times; then those who got one move or cancel it; all over a bad line. */
async function scene(seed: number, quirks: Partial<Quirks>) {
  const { roll, pick } = dice(seed);
  const { server } = fakePractice(quirks);
  const world = { server, roll, pick, seed };
  server.faults = ({ path }) => (path !== "metadata" && roll() < 0.12 ? pick(FAULTS) : undefined);
  server.pause = async () => {
    for (let n = Math.floor(roll() * 4); n > 0; n--) await new Promise(setImmediate);
  };
  const booked = await bookAll(world);
  checkChart(world);
  for (const one of booked) checkBooking(world, one);
  await changeAll(world, booked);
  checkChart(world);
}

interface Booked {
  readonly key: string;
  readonly patientId: string;
  readonly hour: number;
  readonly outcome: Outcome;
}

const bookAll = (world: World): Promise<Booked[]> => {
  const sides = twoProcesses(world);
  return Promise.all(
    [10, 11, 10, 11, 12].map(async (hour, n) => {
      const [key, patientId] = [`b${n}`, `p${(n % 4) + 1}`];
      const ehr = world.pick(sides);
      const outcome = await work(world, ehr, { key, command: bookCommand(patientId, hour) });
      return { key, patientId, hour, outcome };
    }),
  );
};

async function changeAll(world: World, booked: readonly Booked[]) {
  const sides = twoProcesses(world);
  const goals = booked
    .filter(({ outcome }) => outcome.is === "done")
    .map((one, n) => goal(world, one, n));
  await Promise.all(
    goals.map(async (command, n) => {
      const outcome = await work(world, world.pick(sides), { key: `c${n}`, command });
      if (outcome.is === "done") checkChange(world, command);
    }),
  );
}

function goal({ pick }: World, { outcome, patientId, hour }: Booked, n: number): Change {
  const reference = `Appointment/${idOf(outcome)}`;
  const from = slotRef(hour);
  if (n === 0)
    return {
      kind: "appointment.cancel",
      patientId,
      reference,
      slotId: from.ehrId,
      reason: "better",
    };
  return {
    kind: "appointment.reschedule",
    patientId,
    reference,
    slot: slotRef(pick([10, 11, 12])),
    from: { slotId: from.ehrId, start: from.start },
    visitTypeId: "checkup",
  };
}
type Change = Extract<EhrCommand, { reference: string }>;

/** Nothing they know is shared but the rows. */
const twoProcesses = ({ server }: World): Ehr[] =>
  [1, 2].map(() => connectTo(server, server.quirks.lagging ? 1 : 0));

/**
 * What the worker does with a row: write, and after an unknown outcome search before writing again. A process that
 * dies while it records a step leaves an unknown outcome behind.
 */
async function work(
  { server, roll, seed }: World,
  ehr: Ehr,
  { key, command }: { key: string; command: EhrCommand },
): Promise<Outcome> {
  const steps: Record<string, string> = {};
  const maybeDie = () => {
    if (roll() < 0.03) throw new Error("killed");
  };
  let searching = false;
  for (let number = 1; number < 80; number++) {
    const context = {
      ...attempt(key, { number, steps: { ...steps } }),
      step: async (name: string, value: string) => {
        maybeDie();
        steps[name] = value;
        maybeDie();
      },
    };
    const outcome: Outcome = await (searching
      ? ehr.findByCorrelation(command, context)
      : ehr.write(command, context));
    // Between attempts a lagging index catches up: the row waits that long.
    server.catchUp();
    if (!["unknown", "absent", "retry"].includes(outcome.is)) return outcome;
    if (outcome.is !== "retry") searching = outcome.is === "unknown";
  }
  throw new Error(`seed ${seed}: ${key} never came to an end`);
}

const activeVisits = ({ server }: World) =>
  server
    .all("Appointment")
    .flatMap((raw) => chartedVisit(raw) ?? [])
    .filter(takesTime);

function checkChart(world: World) {
  const { slotUpdate, guardsVersions, keepsIdentifiers } = world.server.quirks;
  // Where writes may overwrite each other, or our mark is dropped, a slot may stay closed; it is never double.
  const exact = slotUpdate && guardsVersions && keepsIdentifiers;
  const active = activeVisits(world);
  for (const raw of world.server.all("Slot")) {
    const slot = chartedSlot(raw);
    const here = active.filter((visit) => visit.slotId === slot?.id);
    expect(here.length, `seed ${world.seed}: visits in ${slot?.id}`).toBeLessThanOrEqual(1);
    if (exact)
      expect(slot?.free, `seed ${world.seed}: ${slot?.id} is open`).toBe(here.length === 0);
    expect(raw["comment"]).toBe("kept by the practice");
  }
}

function checkBooking(world: World, { key, hour, outcome, patientId }: Booked) {
  const isIts = world.server.quirks.keepsIdentifiers
    ? (ids: readonly string[]) => ids.includes(key)
    : () => true;
  const its = activeVisits(world).filter(
    (visit) =>
      visit.patientId === patientId && visit.slotId === `s${hour}` && isIts(visit.correlationIds),
  );
  const expected = outcome.is === "done" ? [idOf(outcome)] : [];
  expect(
    its.map(({ id }) => id),
    `seed ${world.seed}: ${key} is ${outcome.is}`,
  ).toEqual(expected);
}

function checkChange({ server, seed }: World, command: Change) {
  const raw = server.store.get(command.reference);
  const moved = command.kind === "appointment.reschedule";
  expect(raw?.["status"], `seed ${seed}`).toBe(moved ? "booked" : "cancelled");
  if (moved) expect(raw?.["start"], `seed ${seed}`).toBe(command.slot.start);
}

const idOf = (outcome: Outcome): string | undefined =>
  outcome.is === "done" ? outcome.reference.split("/")[1] : undefined;

/** The same numbers for the same seed (mulberry32). */
function dice(seed: number) {
  let state = seed >>> 0;
  const roll = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const pick = <T>(from: readonly T[]): T => from[Math.floor(roll() * from.length)] as T;
  return { roll, pick };
}
