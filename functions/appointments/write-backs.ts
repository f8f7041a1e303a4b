import * as z from "zod/mini";
import { Location, Practitioner } from "#domain/appointments.ts";
import { Problem } from "#domain/problem.ts";
import { localDay } from "#domain/time.ts";
import { isFinal, type Row, shown } from "#domain/writeback-row.ts";
import type { Visit } from "#ports/appointments.ts";
import type { Settlement, WriteBackKind } from "#ports/ledger.ts";
import type { Change } from "#ports/store.ts";
import { giveBack, ownSlot } from "./claims.ts";
import { noticeOfWaiting, noticesAfter } from "./notices-after.ts";
import type { BookingPorts } from "./ports.ts";
import { callWork, isOverdue, workAfter } from "./work-after.ts";

const SlotRefData = z.object({
  ehrId: z.string(),
  start: z.string(),
  end: z.string(),
  practitionerId: z.string(),
  locationId: z.string(),
});
const BookPayload = z.object({
  slot: SlotRefData,
  visitTypeId: z.string(),
  reason: z.optional(z.string()),
});
export type BookPayload = z.infer<typeof BookPayload>;
const ReschedulePayload = z.object({
  slot: SlotRefData,
  practitioner: Practitioner,
  location: Location,
  visitTypeId: z.string(),
  from: z.object({ slotId: z.optional(z.string()), start: z.string() }),
});
export type ReschedulePayload = z.infer<typeof ReschedulePayload>;
const CancelPayload = z.object({ reason: z.optional(z.string()) });
export type CancelPayload = z.infer<typeof CancelPayload>;

type Ports = Pick<
  BookingPorts,
  "visits" | "calendar" | "practices" | "ehr" | "clock" | "work" | "notices"
>;

/** What the outcome of each kind of write means for the visit it is about, and for the people at the practice. */
export const appointmentWriteBacks = (ports: Ports) => ({
  "appointment.book": withWork(ports, bookKind(ports)),
  "appointment.reschedule": withWork(ports, rescheduleKind(ports)),
  "appointment.cancel": withWork(ports, cancelKind(ports)),
});

/** Opens and closes the practice's work with each settlement, and announces it to the patient. */
const withWork = (ports: Ports, kind: WriteBackKind): WriteBackKind => ({
  ...kind,
  async settle(row, how) {
    const before = isFinal(row.state) ? await visitOf(ports, row) : undefined;
    const settlement = await kind.settle(row, how);
    // Who is refused at once is told so on the screen.
    if (settlement.refuse) return settlement;
    const told = noticesAfter(ports, row, before);
    return { changes: [...settlement.changes, ...workAfter(ports, row), ...told] };
  },
});

const visitOf = (ports: Ports, row: Row) =>
  ports.visits.read(row.practiceId, row.patientId, row.aggregate);

const save = (ports: Ports, row: Row, visit: Visit): Change =>
  ports.visits.saving({ ...visit, version: visit.version + 1 }, row.id);

function bookKind(ports: Ports): WriteBackKind {
  return {
    async prepare(row) {
      const { slot, visitTypeId, reason } = BookPayload.parse(row.payload);
      return { kind: "appointment.book", patientId: row.patientId, slot, visitTypeId, reason };
    },
    async settle(row, { inline }) {
      const visit = await visitOf(ports, row);
      if (!visit) return { changes: [] };
      // A visit that was asked for first is not taken away because one time of it was lost.
      if (row.state === "conflict" && inline && visit.sequence === 0)
        return {
          changes: [ports.visits.removing(visit), ...giveBack(ports, visit, ownSlot(visit))],
          refuse: new Problem("appointments.slot-taken"),
        };
      return { changes: bookSettled(ports, row, visit) };
    },
    afterwards: (row) => rereadSlots(ports, row, [BookPayload.parse(row.payload).slot]),
  };
}

function bookSettled(ports: Ports, row: Row, visit: Visit): Change[] {
  const writeBack = shown(row);
  switch (row.state) {
    case "done":
      return [
        save(ports, row, {
          ...visit,
          status: "booked",
          reference: row.reference,
          // A cancellation asked for meanwhile has its own words on top.
          writeBack: visit.change?.kind === "cancel" ? visit.writeBack : writeBack,
          asOf: row.since,
        }),
      ];
    case "conflict":
    case "rejected":
      return [
        save(ports, row, { ...visit, status: "cancelled", writeBack }),
        ...giveBack(ports, visit, ownSlot(visit)),
      ];
    case "manual":
      return [save(ports, row, { ...visit, status: "proposed", writeBack })];
    default:
      return visit.change ? [] : stillSaved(ports, row, { ...visit, writeBack });
  }
}

/** A booking still on its way: the patient will hear of it, and when the visit comes near the practice calls; once each. */
function stillSaved(ports: Ports, row: Row, visit: Visit): Change[] {
  const now = ports.clock();
  const call = !visit.called && isOverdue(row, visit, now);
  const called = visit.called || call;
  return [
    save(ports, row, { ...visit, warned: true, ...(called ? { called } : {}) }),
    ...(call ? [ports.work.opening(callWork(row, "still-unconfirmed", now))] : []),
    ...(visit.warned ? [] : [noticeOfWaiting(ports, row, visit)]),
  ];
}

function rescheduleKind(ports: Ports): WriteBackKind {
  return {
    async prepare(row) {
      const { slot, visitTypeId, from } = ReschedulePayload.parse(row.payload);
      const visit = await visitOf(ports, row);
      if (!visit?.reference) return { is: "conflict", why: "changed-in-chart" };
      return {
        kind: "appointment.reschedule",
        patientId: row.patientId,
        reference: visit.reference,
        slot,
        from,
        visitTypeId,
      };
    },
    async settle(row, { inline }) {
      const visit = await visitOf(ports, row);
      if (!visit) return { changes: [] };
      return rescheduleSettled(ports, row, { visit, inline });
    },
    async afterwards(row) {
      const { slot, from } = ReschedulePayload.parse(row.payload);
      const old = from.slotId ? [{ ehrId: from.slotId, start: from.start }] : [];
      await rereadSlots(ports, row, [slot, ...old]);
    },
  };
}

function rescheduleSettled(
  ports: Ports,
  row: Row,
  { visit, inline }: { visit: Visit; inline: boolean },
): Settlement {
  const { slot, practitioner, location } = ReschedulePayload.parse(row.payload);
  const { change: _asked, ...unchanged } = visit;
  const writeBack = shown(row);
  if (row.state === "done")
    return {
      changes: [
        save(ports, row, {
          ...unchanged,
          status: "booked",
          start: slot.start,
          end: slot.end,
          practitioner,
          location,
          slotEhrId: slot.ehrId,
          reference: row.reference,
          sequence: visit.sequence + 1,
          writeBack,
          asOf: row.since,
        }),
        ...giveBack(ports, visit, ownSlot(visit)),
      ],
    };
  if (row.state === "conflict" && inline) {
    const code =
      row.reason === "slot-taken" ? "appointments.slot-taken" : "appointments.not-changeable";
    return {
      changes: [save(ports, row, unchanged), ...giveBack(ports, visit, slot)],
      refuse: new Problem(code),
    };
  }
  const refused = row.state === "conflict" || row.state === "rejected";
  return {
    changes: [...noted(ports, row, visit), ...(refused ? giveBack(ports, visit, slot) : [])],
  };
}

/** The pending change with its newest words; the visit itself stays as the chart has it. */
function noted(ports: Ports, row: Row, visit: Visit): Change[] {
  if (visit.change?.rowId !== row.id) return [];
  const writeBack = shown(row);
  return [
    save(ports, row, {
      ...visit,
      change: { ...visit.change, writeBack },
      ...(visit.change.kind === "cancel" ? { writeBack } : {}),
    }),
  ];
}

function cancelKind(ports: Ports): WriteBackKind {
  return {
    async prepare(row) {
      const visit = await visitOf(ports, row);
      // The booking itself never reached the chart: there is nothing to cancel there.
      if (!visit || (visit.status === "cancelled" && !visit.reference))
        return { is: "done", reference: "" };
      if (!visit.reference) return { is: "unsupported" };
      return {
        kind: "appointment.cancel",
        patientId: row.patientId,
        reference: visit.reference,
        slotId: visit.slotEhrId,
        reason: CancelPayload.parse(row.payload).reason,
      };
    },
    async settle(row, { inline }) {
      const visit = await visitOf(ports, row);
      if (!visit) return { changes: [] };
      return cancelSettled(ports, row, { visit, inline });
    },
    async afterwards(row) {
      const visit = await visitOf(ports, row);
      if (visit?.slotEhrId)
        await rereadSlots(ports, row, [{ ehrId: visit.slotEhrId, start: visit.start }]);
    },
  };
}

function cancelSettled(
  ports: Ports,
  row: Row,
  { visit, inline }: { visit: Visit; inline: boolean },
): Settlement {
  const { change: _asked, ...unchanged } = visit;
  if (row.state === "done")
    return {
      changes: [
        save(ports, row, {
          ...unchanged,
          status: "cancelled",
          sequence: visit.sequence + 1,
          writeBack: shown({ ...row, reference: row.reference || visit.reference }),
          asOf: row.since,
        }),
        ...giveBack(ports, visit, ownSlot(visit)),
      ],
    };
  if (row.state === "conflict" && inline) {
    const inChart = {
      state: "in-chart" as const,
      since: visit.asOf,
      ...(visit.reference ? { reference: visit.reference } : {}),
    };
    return {
      changes: [save(ports, row, { ...unchanged, writeBack: inChart })],
      refuse: new Problem("appointments.not-changeable"),
    };
  }
  return { changes: noted(ports, row, visit) };
}

/** Looks at the slots again once the chart has changed, so that the portal's list agrees at once. */
async function rereadSlots(
  ports: Ports,
  row: Row,
  slots: readonly { ehrId: string; start: string }[],
): Promise<void> {
  if (!isFinal(row.state)) return;
  const zone = ports.practices.byId(row.practiceId)?.timeZone ?? "UTC";
  const ehr = await ports.ehr(row.connectionId);
  for (const { ehrId } of slots) {
    const slot = await ehr.slot(ehrId);
    if (slot) await ports.calendar.saveSlot(row.practiceId, localDay(slot.start, zone), slot);
  }
}
