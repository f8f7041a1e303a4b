import { deep } from "#test/fixtures/deep.ts";
import { type Act, acts } from "./crash-acts.ts";
import { callsOf, type Machine, type Point } from "./crash-run.ts";
import type { Side } from "./crash-wire.ts";
import type { EhrName } from "./crash-world.ts";

/** A point and what may come after it: the first seed is the crash alone. */
export interface Planned {
  readonly point: Point;
  readonly seed: number;
}

const SEEDS = 25;
/** What only counts or remembers: to die there is like dying before it. */
const ASIDE = /^(count|store mirror|store patient patient)/;

const act = (name: string): Act => {
  const found = acts.find((one) => one.name === name);
  if (!found) throw new Error(`No act ${name}`);
  return found;
};
const at = (name: string, ehr: EhrName, [call, side]: [call: string, side: Side]): Point => ({
  act: act(name),
  ehr,
  call,
  side,
});

export const beforeClaim = at("book", "one bundle", ["store key…", "before"]);

/** One of each kind; a name that does not come any more fails its test. */
const PICKED: Readonly<Record<string, Point>> = {
  "before the claim commits": beforeClaim,
  "claim committed, EHR not asked": { ...beforeClaim, side: "after" },
  "EHR wrote, reply not read": at("book", "one bundle", ["EHR POST bundle", "after"]),
  "reply read, not settled": at("book", "one bundle", ["store row done…", "before"]),
  "the new slot taken, the visit not moved": at("reschedule", "in steps", [
    "EHR PUT Slot/id",
    "after",
  ]),
  "cancelled there, not here": at("cancel", "visits only", ["EHR PUT Appointment/id", "after"]),
  "worker: leased, not asked": at("worker, a booking of unknown fate", "one bundle", [
    "store row reconciling",
    "after",
  ]),
  "given back, nobody told": at("release", "one bundle", ["store no hold…", "after"]),
};
export const picked: readonly { name: string; point: Point }[] = Object.entries(PICKED).map(
  ([name, point]) => ({ name, point }),
);

/** Every call that changes something, before it and after it: between two reads everything is as it was. */
export async function pointsOf(machine: Machine, act: Act, ehr: EhrName): Promise<Point[]> {
  const calls = await callsOf(machine, act, ehr);
  return calls
    .filter(({ writes }) => writes)
    .flatMap(({ name: call }) =>
      (["before", "after"] as const).map((side) => ({ act, ehr, call, side })),
    );
}

/** All points once, each with another seed; those that matter most with all of them. */
export function plannedFor(points: readonly Point[]): Planned[] {
  const heavy = points.filter(({ call }) => !ASIDE.test(call));
  const most = heavy.length > MANY ? 3 : 1;
  const often = new Set(
    Array.from(
      { length: most },
      (_, nth) => heavy[Math.floor(((nth + 0.5) * heavy.length) / most)],
    ),
  );
  return points.flatMap((point, index) =>
    often.has(point)
      ? Array.from({ length: SEEDS }, (_, seed) => ({ point, seed }))
      : [{ point, seed: index % SEEDS }],
  );
}
/** An act of so many heavy points has three that are tried with every seed. */
const MANY = 7;

/** Each act with each EHR it is tried with; the long run only. */
export const pairs = (wanted: (act: Act) => boolean): { act: Act; ehr: EhrName; name: string }[] =>
  (deep ? acts.filter(wanted) : []).flatMap((one) =>
    one.ehrs.map((ehr) => ({ act: one, ehr, name: `${one.name}, ${ehr}` })),
  );
