import { refuse } from "#infra/local/ehr/fhir/refusal.ts";
import {
  type Charted,
  pathOf,
  referencesAt,
  splitReference,
  textOf,
} from "#infra/local/ehr/fhir/resource.ts";
import type { Change, Chart } from "./chart.ts";
import { matchesOf } from "./search.ts";

const slotPath = pathOf("slot");

/** An appointment in one of these takes its slots; a visit that was missed has used them up. */
const holding = new Set(["pending", "booked", "arrived", "checked-in", "fulfilled", "noshow"]);

/**
 * How a chart guards its own calendar when a transaction is about to commit: at most one appointment holds a slot,
 * a slot taken by an appointment is busy, and a slot whose only appointment went away is free again.
 * Looking at the end, not at each step, lets one transaction free a slot, take another and move the visit.
 */
export function guardCalendar(chart: Chart): (changes: Change[]) => void {
  return (changes) => {
    // A copy: taking and giving back slots adds changes of its own.
    const written = [...changes];
    const slots = new Set(written.filter(isSlot).map(({ id }) => `Slot/${id}`));
    for (const change of written) if (change.type === "Appointment") settle(chart, change, slots);
    for (const slot of slots) keepHeld(chart, slot);
  };
}

const isSlot = ({ type }: Change) => type === "Slot";

/** The slots of one visit, after what happened to it. Slots the client set itself are left as it wished. */
function settle(chart: Chart, { before, after }: Change, setByClient: Set<string>): void {
  const taken = slotsHeldBy(after);
  for (const slot of taken) takeSlot(chart, slot);
  for (const slot of slotsHeldBy(before))
    if (!taken.includes(slot) && !setByClient.has(slot)) giveBack(chart, slot);
}

function slotsHeldBy(visit: Charted | undefined): string[] {
  return visit && holding.has(textOf(visit, "status") ?? "") ? referencesAt(visit, slotPath) : [];
}

function holders(chart: Chart, slot: string): Charted[] {
  return matchesOf(chart, "Appointment", [
    ["slot", slot],
    ["status", [...holding].join(",")],
  ]);
}

function takeSlot(chart: Chart, slot: string): void {
  const record = chart.readReference(slot);
  if (!record) throw refuse.unprocessable("not-found", `${slot} does not exist`);
  const status = textOf(record, "status");
  if (holders(chart, slot).length > 1 || status === "busy-unavailable")
    throw refuse.taken(`${slot} is already taken`);
  if (status === "free" || status === "busy-tentative") setStatus(chart, record, "busy");
}

function giveBack(chart: Chart, slot: string): void {
  const record = chart.readReference(slot);
  if (record && textOf(record, "status") === "busy" && holders(chart, slot).length === 0)
    setStatus(chart, record, "free");
}

/** A slot with a visit in it can't be declared free. */
function keepHeld(chart: Chart, slot: string): void {
  const { type, id } = splitReference(slot);
  const record = chart.find(type, id);
  if (textOf(record, "status") === "free" && holders(chart, slot).length > 0)
    throw refuse.taken(`${slot} still has an appointment`);
}

function setStatus(chart: Chart, slot: Charted, status: string): void {
  const next = { ...slot, status };
  chart.put(next);
}
