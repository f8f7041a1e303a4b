import * as z from "zod/mini";

const SYSTEM = "urn:porchlight:write-back";

const Appointment = z.object({
  id: z.string(),
  status: z.string(),
  start: z.optional(z.string()),
  identifier: z._default(
    z.array(z.object({ system: z.optional(z.string()), value: z.string() })),
    [],
  ),
  slot: z._default(z.array(z.object({ reference: z.string() })), []),
});
const Bundle = z.object({
  link: z._default(z.array(z.object({ relation: z.string(), url: z.string() })), []),
  entry: z._default(z.array(z.object({ resource: z.unknown() })), []),
});

export interface Charted {
  readonly id: string;
  readonly status: string;
  readonly start: string | undefined;
  /** Our correlation ids. */
  readonly keys: readonly string[];
  readonly slots: readonly string[];
}

/** Appointments as the EHR itself tells them, asked around the portal. */
export async function chartOf(fhirUrl: string, query: string): Promise<Charted[]> {
  const found: Charted[] = [];
  let next: string | undefined = `${fhirUrl}/Appointment?${query}&_count=500`;
  while (next) {
    const bundle: z.infer<typeof Bundle> = Bundle.parse(await (await fetch(next)).json());
    found.push(...bundle.entry.map(({ resource }) => charted(Appointment.parse(resource))));
    next = bundle.link.find(({ relation }) => relation === "next")?.url;
  }
  return found;
}

const charted = ({
  id,
  status,
  start,
  identifier,
  slot,
}: z.infer<typeof Appointment>): Charted => ({
  id,
  status,
  start,
  keys: identifier.flatMap(({ system, value }) => (system === SYSTEM ? [value] : [])),
  slots: slot.map(({ reference }) => reference.split("/").at(-1) ?? ""),
});

/** What the chart has of one of the portal's visits. */
export const chartedVisit = async (fhirUrl: string, visitId: string): Promise<Charted[]> =>
  chartOf(fhirUrl, `identifier=${encodeURIComponent(`${SYSTEM}|${visitId}.001`)}`);

/** The EHR's id of a slot, from the id patients see. */
export const ehrSlotId = (slotId: string): string => slotId.split("~")[2] ?? "";

const ACTIVE = ["proposed", "pending", "booked", "arrived", "checked-in"];

/** Slots with more than one active appointment: there must never be any. */
export async function doubled(fhirUrl: string): Promise<string[]> {
  const slots = (await chartOf(fhirUrl, `date=ge${new Date().toISOString().slice(0, 10)}`))
    .filter(({ status }) => ACTIVE.includes(status))
    .flatMap((appointment) => appointment.slots);
  return slots.filter((slot, index) => slots.indexOf(slot) !== index);
}
