import { addSeconds } from "#domain/time.ts";
import { NOWHERE } from "#test/product/every-route.ts";
import { ADA, BEN, CHILD, YARA } from "./authorization-people.ts";
import { isForCharts, type Named, type Relation, RULES } from "./authorization-rules.ts";
import type { Belongings, World } from "./authorization-world.ts";

/** One way of asking a route for something of somebody's. */
export interface Cell {
  readonly key: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly relation: Relation;
  /** As it stands in a failure. */
  readonly name: string;
}

/** No id: it can't even be looked for. */
const NO_ID = "PATIENT#demo#x";
const CHARTS = [undefined, ADA, CHILD, BEN, YARA, NOWHERE, NO_ID];
const PATIENTS = [ADA, BEN, YARA, NOWHERE, NO_ID];

/** Every request there is for a route: each chart it may be about times each thing it may name. */
export function cellsOf(world: World, key: string): Cell[] {
  const rule = RULES[key];
  if (!rule) throw new Error(`Nothing says who may call ${key}.`);
  const { who, names } = rule;
  const plain = { key, input: plainInput(world, key), relation: {}, name: key };
  if (names === "colleague")
    return [...things(plain, world, "request"), ...assignees(plain, world)];
  const charted = isForCharts(who)
    ? CHARTS.map((chart) => withChart(plain, chart, "patientId"))
    : ofPatients(plain, names);
  if (!names || names === "patient") return charted;
  const named = charted.flatMap((cell) => things(cell, world, names));
  return names === "held" ? [...charted, ...named] : named;
}

/** Staff name a patient in the path, where the route is about one. */
function ofPatients(plain: Cell, names: Named | undefined): Cell[] {
  if (names !== "patient" && !names?.endsWith(" of patient")) return [plain];
  const field = plain.key.includes("{patientId}") ? "patientId" : "id";
  return PATIENTS.map((chart) => withChart(plain, chart, field));
}

function withChart(cell: Cell, chart: string | undefined, field: string): Cell {
  if (chart === undefined) return { ...cell, name: `${cell.name}, no chart said` };
  return {
    ...cell,
    name: `${cell.name}, chart ${chart}`,
    input: { ...cell.input, [field]: chart },
    relation: chart === NO_ID ? { malformed: true } : { chart },
  };
}

function things(cell: Cell, world: World, names: Named): Cell[] {
  const { key, relation } = cell;
  const field = names === "held" ? "holdId" : "id";
  const { slotId: _slot, ...withoutSlot } = cell.input;
  const input = names === "held" ? withoutSlot : cell.input;
  const one = (id: string, of: Relation["of"], more: object = {}): Cell => ({
    key,
    name: `${cell.name}, ${names} ${id}`,
    input: { ...input, ...more, [field]: id },
    relation: { ...relation, ...(id === NO_ID ? { malformed: true } : { of }) },
  });
  const nobodys = [one(NOWHERE, "nobody"), one(NO_ID, "nobody")];
  if (names === "connection")
    return [...["demo", "other"].map((practice) => one(practice, { practice })), ...nobodys];
  const somebodys = world.owners.map((owner) =>
    one(idOf(owner, names), owner, names === "offered" ? { slotId: owner.offeredSlot } : {}),
  );
  const missing = names === "record" || names.startsWith("result");
  return [...somebodys, ...nobodys, ...(missing ? [one(`Condition~${NOWHERE}`, "nobody")] : [])];
}

function idOf(owner: Belongings, names: Named): string {
  if (names === "visit of patient") return owner.visit;
  if (names === "result of patient") return owner.result;
  if (names === "correction of patient") return owner.correction;
  if (names === "thread of patient") return owner.thread;
  if (names === "held") return owner.hold;
  if (names === "colleague" || names === "connection" || names === "patient")
    throw new Error(`No patient has a ${names}.`);
  return owner[names];
}

/** Work may be given to a colleague of this practice, and to nobody else. */
function assignees(cell: Cell, { owners, colleagues }: World): Cell[] {
  const given = [
    [colleagues.demo, { practice: "demo" }],
    [colleagues.other, { practice: "other" }],
    [colleagues.patient, "nobody"],
    [NOWHERE, "nobody"],
  ] as const;
  const here = owners.find(({ practice }) => practice === "demo");
  return given.map(([assigneeId, of]) => ({
    ...cell,
    name: `${cell.name}, to ${assigneeId}`,
    input: { id: here?.request, assigneeId },
    // At the other practice it is the work that is not there, whoever is to do it.
    relation: { of: of !== "nobody" && of.practice === "demo" ? of : "nobody" },
  }));
}

/** What a route needs beside the ids that are varied. */
function plainInput({ free, typeId, house }: World, key: string): Record<string, unknown> {
  const now = house.simulation.clock();
  const slotId = free.at(-1);
  const between = { visitTypeId: typeId, from: now, to: addSeconds(now, 10 * 86_400) };
  const inputs: Readonly<Record<string, Record<string, unknown>>> = {
    "POST /api/session": { email: "nobody@example.test", password: "wrong-and-long-enough" },
    "POST /api/session/challenge": {
      email: "nobody@example.test",
      name: "SOFTWARE_TOKEN_MFA",
      session: "unknown",
      code: "000000",
    },
    "POST /api/webhooks/ehr/{connectionId}": { connectionId: "demo" },
    "GET /api/slots": between,
    "GET /api/records/{section}": { section: "problems" },
    "GET /api/records/{section}/{id}": { section: "problems" },
    "GET /api/records/{section}/{id}/files/{n}": { section: "results", n: "0" },
    "GET /api/results/trends/{loinc}": { loinc: "4548-4" },
    "GET /api/practice/slots": between,
    "POST /api/practice/patients/search": { q: "Ada" },
    "PUT /api/account/result-timing": { usual: "waking-hours", byClass: {}, version: 0 },
    "GET /api/practice/results/holds": { month: "2026-11" },
    "POST /api/practice/results/release": {
      results: [{ patientId: ADA, id: `DiagnosticReport~${NOWHERE}`, version: 1 }],
    },
    "POST /api/practice/patients/{patientId}/results/{id}/decisions": {
      ...{ decision: "comment", comment: "All is well.", version: 1 },
    },
    "POST /api/records/corrections": { words: "This is not so." },
    "POST /api/threads": { words: "May I walk?" },
    "POST /api/threads/{id}/messages": { words: "And run?" },
    "POST /api/threads/{id}/read": { seen: 1 },
    "POST /api/practice/patients/{patientId}/threads/{id}/messages": { words: "Yes.", seen: 1 },
    "POST /api/practice/patients/{patientId}/threads/{id}/close": { seen: 1 },
    "POST /api/practice/patients/{patientId}/corrections/{id}/answer": {
      ...{ decision: "refused", reason: "It is so." },
    },
    "POST /api/practice/requests/{id}/offer": { slotIds: [slotId] },
    "POST /api/practice/requests/{id}/decline": { reason: "Not this time." },
  };
  return inputs[key] ?? (TAKES_SLOT.test(key) ? { slotId } : {});
}

const TAKES_SLOT = /^POST .*(holds|appointments|reschedule|schedule|answer)$/;
