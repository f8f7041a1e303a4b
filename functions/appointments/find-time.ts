import type { appointmentsApi, Slot } from "#domain/appointments.ts";
import { Problem } from "#domain/problem.ts";
import type { Handlers } from "#http/access.ts";
import { onTheWire } from "./freshness.ts";
import { offerOf } from "./offer.ts";
import { openSlots } from "./open-slots.ts";
import type { AppointmentPorts } from "./ports.ts";

type Api = Handlers<typeof appointmentsApi>;

/** A page holds at least this many slots before it ends at a slot's boundary. */
const PAGE = 400;

/** The visit types, clinicians and places a patient can choose from. */
export const visitTypes = (ports: AppointmentPorts): Api["visitTypes"] => ({
  async run({ practice }) {
    const offer = await offerOf(ports, practice);
    return {
      items: [...offer.visitTypes],
      practitioners: [...offer.practitioners],
      locations: [...offer.locations],
      timeZone: practice.timeZone,
    };
  },
});

/** Open times, earliest first; the cursor is where the page before stopped. */
export const slots = (ports: AppointmentPorts): Api["slots"] => ({
  async run({ practice, patientId }, { cursor, ...query }) {
    const offer = await offerOf(ports, practice);
    if (!offer.visitTypes.some((type) => type.id === query.visitTypeId))
      throw new Problem("not-found");
    const found = await openSlots(ports, { practice, offer }, { ...query, patientId });
    return {
      ...pageOf(found.slots, cursor),
      timeZone: practice.timeZone,
      ...onTheWire(found),
    };
  },
});

const positionOf = (slot: Slot) => `${slot.start}${slot.id}`;

function pageOf(all: readonly Slot[], cursor: string | undefined) {
  const after = cursor ? Buffer.from(cursor, "base64url").toString("utf8") : "";
  const rest = all.filter((slot) => positionOf(slot) > after);
  const items = rest.slice(0, PAGE);
  const last = rest.length > PAGE ? items.at(-1) : undefined;
  return {
    items,
    ...(last ? { cursor: Buffer.from(positionOf(last)).toString("base64url") } : {}),
  };
}
