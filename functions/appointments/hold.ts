import type { appointmentsApi, Hold } from "#domain/appointments.ts";
import { HOLD_SECONDS, HOLDS_AT_ONCE, parseSlotId } from "#domain/appointments-rules.ts";
import { Problem } from "#domain/problem.ts";
import { addSeconds } from "#domain/time.ts";
import type { ChartAccess, Handlers } from "#http/access.ts";
import type { HoldRecord } from "#ports/appointments.ts";
import { type Change, ConditionFailed } from "#ports/store.ts";
import type { AppointmentPorts } from "./ports.ts";
import { orOtherTimes, refuseBusy, type TimeAsked, timeAsked } from "./time-asked.ts";

type Api = Handlers<typeof appointmentsApi>;

/** Keeps a time for this patient while they make up their mind. */
export const hold = (ports: AppointmentPorts): Api["hold"] => ({
  async run(access, { slotId }) {
    const asked = await timeAsked(ports, access, { slotId });
    const step = () => keep(ports, access, { asked, slotId });
    const { offer, visitType, slot } = asked;
    return orOtherTimes(ports, access, {
      offer,
      visitTypeId: visitType.id,
      start: slot.start,
      step,
    });
  },
  async reread({ practice, patientId, now }, id) {
    const holds = await ports.calendar.holds(practice.id, patientId);
    const found = holds.find((kept) => kept.id === id && kept.expiresAt > now);
    if (!found) throw new Problem("appointments.hold-expired");
    return found;
  },
});

async function keep(
  ports: AppointmentPorts,
  access: ChartAccess,
  { asked, slotId }: { asked: TimeAsked; slotId: string },
): Promise<Hold> {
  const { practice, patientId, now, requestId } = access;
  refuseBusy(asked, access);
  const holds = await ports.calendar.holds(practice.id, patientId);
  const live = holds.filter((kept) => kept.expiresAt > now && kept.slotId !== slotId);
  if (live.length >= HOLDS_AT_ONCE) throw new Problem("request.too-many");
  const id = holds.find((kept) => kept.slotId === slotId)?.id ?? ports.newId("hold");
  const made: HoldRecord = { id, slotId, expiresAt: addSeconds(now, HOLD_SECONDS) };
  const { day, ref } = asked;
  const claim = { practiceId: practice.id, day, slotEhrId: ref.ehrId, patientId, requestId, now };
  await ports.store.transact(
    [
      ...access.commitment(id),
      ports.calendar.holding({ ...claim, until: made.expiresAt }),
      ports.calendar.holdSaved(practice.id, patientId, made),
    ],
    requestId.replaceAll("-", ""),
  );
  await refuseHoarding(ports, access, made);
  return made;
}

/** Holds asked for side by side see each other only once they stand: whoever then finds too many gives its own back. */
async function refuseHoarding(
  ports: AppointmentPorts,
  access: ChartAccess,
  made: Hold,
): Promise<void> {
  const { practice, patientId, now } = access;
  const holds = await ports.calendar.holds(practice.id, patientId);
  if (holds.filter((kept) => kept.expiresAt > now).length <= HOLDS_AT_ONCE) return;
  // A key that asked for the hold may ask again.
  await giveBack(ports, access, { held: made, owed: access.retraction() });
  throw new Problem("request.too-many");
}

/** The time is free for others, the hold gone and what the request owes paid: all of it or nothing. */
async function giveBack(
  ports: AppointmentPorts,
  { practice, patientId }: ChartAccess,
  { held, owed }: { held: HoldRecord; owed: readonly Change[] },
): Promise<void> {
  const slot = parseSlotId(held.slotId);
  if (!slot) throw new Problem("not-found");
  const claim = { day: slot.day, slotEhrId: slot.ehrId, owner: `hold:${patientId}` };
  const gone = [ports.calendar.holdRemoved(practice.id, patientId, held.id), ...owed];
  try {
    const freed = ports.calendar.releasing(practice.id, claim);
    await ports.store.transact([...gone, freed], ports.newId("release"));
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    // It had run out, and the time is somebody else's by now.
    await ports.store.transact(gone, ports.newId("release"));
  }
}

/** Gives a held time back at once. */
export const release = (ports: AppointmentPorts): Api["release"] => ({
  async run(access, { id }) {
    const holds = await ports.calendar.holds(access.practice.id, access.patientId);
    const held = holds.find((kept) => kept.id === id);
    if (!held) throw new Problem("not-found");
    await giveBack(ports, access, { held, owed: access.commitment(held.id) });
    return undefined;
  },
});
