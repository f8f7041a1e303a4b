import { expect } from "vitest";
import type { JurisdictionCode } from "#domain/release-law/law.ts";
import { addSeconds } from "#domain/time.ts";
import type { WorkRecord } from "#ports/work.ts";
import { recordsOf } from "./authorization-charts.ts";
import { type House, openHouse } from "./authorization-house.ts";
import {
  ADA,
  BEN,
  CHILD,
  EVERY_PERMISSION,
  everybody,
  letIn,
  type Somebody,
  works,
  YARA,
} from "./authorization-people.ts";
import { PATIENTS } from "./authorization-rules.ts";

/** Everything of one patient that a route can name. */
export interface Belongings {
  readonly practice: "demo" | "other";
  readonly patient: string;
  readonly visit: string;
  readonly hold: string;
  /** A visit asked for, with a time offered for it. */
  readonly offered: string;
  readonly offeredSlot: string;
  readonly row: string;
  readonly record: string;
  readonly export: string;
  readonly correction: string;
  readonly thread: string;
  readonly result: string;
  /** A visit asked for that nobody has looked at: work for staff. */
  readonly request: string;
  /** What staff must type into the chart. */
  readonly entry: string;
  readonly call: string;
}

export interface World {
  readonly house: House;
  readonly people: readonly Somebody[];
  readonly owners: readonly Belongings[];
  readonly typeId: string;
  /** Open in both practices. */
  readonly free: readonly string[];
  /** Accounts that work might be given to. */
  readonly colleagues: Readonly<Record<"demo" | "other" | "patient", string>>;
}

interface Named {
  readonly id: string;
  readonly items: readonly { readonly id: string }[];
}
type Call = (cookie: string, key: string, input?: Record<string, unknown>) => Promise<Named>;

let world: Promise<World> | undefined;
/** One for all tests of a worker: what they write is undone. */
export const openWorld = (): Promise<World> => {
  world ??= furnish();
  return world;
};

/** One of one's own. */
export async function furnish(law?: JurisdictionCode): Promise<World> {
  const house = await openHouse(law);
  const ask = house.asking({}, true);
  const call: Call = async (cookie, key, input = {}) => {
    const { status, text } = await ask({ key, input, cookies: [cookie] });
    expect(status, `${key}: ${text}`).toBeLessThan(300);
    return JSON.parse(text);
  };
  const [demo, other] = [await deskOf(house, "demo"), await deskOf(house, "other")];
  const types = await call(demo.cookie, "GET /api/practice/visit-types");
  const typeId = types.items[0]?.id ?? "";
  const free = async (cookie: string) => {
    const from = house.simulation.clock();
    const query = { visitTypeId: typeId, from, to: addSeconds(from, 14 * 86_400) };
    return (await call(cookie, "GET /api/practice/slots", query)).items.map(({ id }) => id);
  };
  const owners: Belongings[] = [];
  for (const [practice, patient] of OWNERS) {
    const desk = (practice === "demo" ? demo : other).cookie;
    // An offered time is nobody's yet: the next one's visit must not stand in it.
    const slots = (await free(desk)).filter((id) => owners.every((o) => o.offeredSlot !== id));
    const given = { house, call, desk, typeId, slots };
    owners.push(await belongings(given, practice, patient));
  }
  const people = await everybody(house.kernel);
  await mirrored(house, call);
  const there = await free(other.cookie);
  const isOffered = (id: string) => owners.some(({ offeredSlot }) => offeredSlot === id);
  const both = (await free(demo.cookie)).filter((id) => there.includes(id) && !isOffered(id));
  house.mark();
  const colleagues = { demo: demo.account.id, other: other.account.id, patient: "acc_Ada" };
  return { house, people, owners, typeId, free: both, colleagues };
}

/** What is mirrored of a chart stands before anybody looks: a refusal then writes nothing at all. */
async function mirrored(house: House, call: Call): Promise<void> {
  for (const [practiceId, patients] of Object.entries(PATIENTS))
    for (const patientId of patients) {
      const id = `acc_looks-${practiceId}-${patientId}`;
      const { cookie } = await letIn(house.kernel, id, { account: { practiceId, patientId } });
      await call(cookie, "GET /api/records");
    }
}

const OWNERS = [
  ["demo", ADA],
  ["demo", CHILD],
  ["demo", BEN],
  ["other", YARA],
] as const;

const deskOf = ({ kernel }: House, practice: "demo" | "other") =>
  letIn(kernel, `acc_desk-${practice}`, {
    account: works("front desk", EVERY_PERMISSION, practice),
  });

/** A booked visit, a hold, two visits asked for, and the work that staff have with them. */
async function belongings(
  given: { house: House; call: Call; desk: string; typeId: string; slots: readonly string[] },
  practice: "demo" | "other",
  patient: string,
): Promise<Belongings> {
  const { house, call, desk, typeId, slots } = given;
  const { cookie } = await letIn(house.kernel, `acc_own-${practice}-${patient}`, {
    account: { practiceId: practice, patientId: patient },
  });
  const now = house.simulation.clock();
  const preferred = [{ from: addSeconds(now, 86_400), to: addSeconds(now, 172_800) }];
  const made = async (key: string, input: Record<string, unknown>) =>
    (await call(cookie, key, input)).id;
  const visit = await made("POST /api/appointments", { slotId: slots[0] });
  const hold = await made("POST /api/holds", { slotId: slots[1] });
  const request = await made("POST /api/appointments", { visitTypeId: typeId, preferred });
  const offered = await made("POST /api/appointments", { visitTypeId: typeId, preferred });
  const offeredSlot = slots[2] ?? "";
  await call(desk, "POST /api/practice/requests/{id}/offer", {
    id: offered,
    slotIds: [offeredSlot],
  });
  const entry = `${request}.001`;
  const common = { practiceId: practice, patientId: patient, since: now, version: 1 };
  const work: WorkRecord[] = [
    {
      ...common,
      id: entry,
      kind: "write-back",
      reason: "ehr-cannot-take-it",
      visitId: request,
      rowId: entry,
    },
    { ...common, id: visit, kind: "phone", reason: "still-unconfirmed", visitId: visit },
  ];
  for (const one of work) await house.ports.store.apply(house.ports.work.opening(one));
  const correction = await made("POST /api/records/corrections", { words: "Not so." });
  const thread = await made("POST /api/threads", { words: "May I walk?" });
  const exported = await made("POST /api/records/export", {});
  const row = `${visit}.001`;
  const chart = recordsOf(practice, patient);
  const asked = {
    offered,
    offeredSlot,
    request,
    entry,
    call: visit,
    export: exported,
    correction,
    thread,
  };
  return { practice, patient, visit, hold, row, ...asked, ...chart };
}
