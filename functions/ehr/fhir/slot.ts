import * as z from "zod/mini";
import { Id } from "#domain/identifiers.ts";
import type { EhrSlot } from "#ports/ehr.ts";
import {
  Concept,
  correlationIds,
  etagOf,
  Identifier,
  idIn,
  looseList,
  Raw,
  Reference,
  resourceOf,
  utc,
  WRITE_BACK,
} from "./elements.ts";
import type { Actors } from "./schedule.ts";

const FhirSlot = z.object({
  ...resourceOf("Slot"),
  identifier: looseList(Identifier),
  serviceType: looseList(Concept),
  schedule: Reference,
  status: z.string(),
  start: z.string(),
  end: z.string(),
});

/** A Slot as charted, with the resource beside it for updates. */
export interface ChartedSlot {
  readonly id: string;
  readonly free: boolean;
  readonly blocked: boolean;
  readonly start: string;
  readonly end: string;
  readonly scheduleId: string | undefined;
  readonly serviceTypes: readonly Concept[];
  readonly etag: string | undefined;
  /** Our write-backs that hold it. */
  readonly heldBy: readonly string[];
  readonly raw: Raw;
}

export function chartedSlot(raw: Raw, etag?: string): ChartedSlot | undefined {
  const parsed = z.safeParse(FhirSlot, raw);
  if (!parsed.success || parsed.data.status === "entered-in-error") return undefined;
  const { id, meta, status, schedule, serviceType, identifier } = parsed.data;
  const [start, end] = [utc(parsed.data.start), utc(parsed.data.end)];
  if (start === undefined || end === undefined) return undefined;
  return {
    id,
    free: status === "free",
    // R4 SlotStatus: not to be scheduled, as for a break; "busy" says that somebody has it.
    blocked: status === "busy-unavailable",
    start,
    end,
    scheduleId: idIn(schedule.reference, "Schedule"),
    serviceTypes: serviceType,
    etag: etag ?? etagOf(meta),
    heldBy: correlationIds(identifier),
    raw,
  };
}

/** The portal's slot; undefined without a known clinician and place, for nobody could be told where to go. */
export function toSlot(slot: ChartedSlot, actors: Actors | undefined): EhrSlot | undefined {
  if (!actors?.practitionerId || !actors.locationId) return undefined;
  const types = slot.serviceTypes.length > 0 ? slot.serviceTypes : actors.serviceTypes;
  return {
    id: slot.id,
    status: slot.free ? "free" : "busy",
    ...(slot.blocked ? { blocked: true } : {}),
    start: slot.start,
    end: slot.end,
    practitionerId: actors.practitionerId,
    locationId: actors.locationId,
    visitTypeIds: visitTypeIds(types),
    ...(slot.etag === undefined ? {} : { etag: slot.etag }),
    ...(slot.free || slot.heldBy.length === 0 ? {} : { heldBy: slot.heldBy }),
  };
}

/** A visit type's id is its code, where the code can be an id. */
export const visitTypeIds = (concepts: readonly Concept[]): string[] => [
  ...new Set(
    concepts.flatMap(({ coding }) =>
      coding.flatMap(({ code }) => (z.safeParse(Id, code).success && code ? [code] : [])),
    ),
  ),
];

const Identifiers = z.object({ identifier: looseList(Raw) });
const others = (raw: Raw): Raw[] =>
  z.parse(Identifiers, raw).identifier.filter((one) => one["system"] !== WRITE_BACK);

/** The Slot as taken for one write-back. The mark says whose it is if the visit itself is not there yet. */
export const taken = (slot: ChartedSlot, key: string): Raw => ({
  ...slot.raw,
  status: "busy",
  identifier: [...others(slot.raw), { system: WRITE_BACK, value: key }],
});

/** The Slot open again, without our mark. */
export function opened(slot: ChartedSlot): Raw {
  const { identifier: _marks, ...rest } = slot.raw;
  const kept = others(slot.raw);
  return { ...rest, status: "free", ...(kept.length > 0 ? { identifier: kept } : {}) };
}
