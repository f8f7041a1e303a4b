import * as z from "zod/mini";
import { localDay } from "#domain/time.ts";
import { isFinal, type Row } from "#domain/writeback-row.ts";
import type { Visit } from "#ports/appointments.ts";
import type { EhrSlot } from "#ports/ehr.ts";
import type { Practice } from "#ports/practices.ts";
import type { AppointmentPorts } from "./ports.ts";

/**
 * Opens a busy slot that a visit of ours left behind. True when it did. Everything must speak for it: the slot bears
 * our mark, the mark names a visit we know, we ourselves cancelled that visit or moved it away and the EHR said yes,
 * and nothing of it is still under way. A slot without a mark may be a lunch break: staff decide (decision 009).
 */
export async function openLeftSlot(
  ports: AppointmentPorts,
  practice: Practice,
  { slot, visits }: { slot: EhrSlot; visits: ReadonlyMap<string, Visit> },
): Promise<boolean> {
  const marks = slot.heldBy ?? [];
  const left = await Promise.all(
    marks.map((mark) => wasLeft(ports, slot, visits.get(visitIn(mark)))),
  );
  if (left.length === 0 || left.includes(false)) return false;
  const ehr = await ports.ehr(practice.connectionId);
  if (!(await ehr.freeSlot({ id: slot.id, marks }))) return false;
  const day = localDay(slot.start, practice.timeZone);
  await ports.calendar.saveSlot(practice.id, day, { ...slot, status: "free" });
  return true;
}

/** "apt_12.001", the first write of visit apt_12. */
const visitIn = (mark: string): string => mark.slice(0, Math.max(0, mark.lastIndexOf(".")));

async function wasLeft(
  ports: AppointmentPorts,
  slot: EhrSlot,
  visit: Visit | undefined,
): Promise<boolean> {
  if (!visit) return false;
  const { practiceId, patientId, id } = visit;
  const rows = await ports.rows.ofAggregate({ practiceId, patientId }, id);
  return rows.every(({ state }) => isFinal(state)) && rows.some((row) => leaves(row, slot, visit));
}

const MovedFrom = z.object({ from: z.object({ slotId: z.string() }) });

/** A write of ours, carried out, after which the visit is not in this slot. */
function leaves({ state, kind, payload }: Row, slot: EhrSlot, visit: Visit): boolean {
  if (state !== "done") return false;
  if (kind === "appointment.cancel") return visit.slotEhrId === slot.id;
  const moved = MovedFrom.safeParse(payload);
  return moved.success && moved.data.from.slotId === slot.id && visit.slotEhrId !== slot.id;
}
