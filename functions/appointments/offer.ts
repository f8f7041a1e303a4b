import type { VisitType } from "#domain/appointments.ts";
import type { Instant } from "#domain/identifiers.ts";
import { Problem } from "#domain/problem.ts";
import type { DirectoryRecord, Offer } from "#ports/appointments.ts";
import { EhrUnavailable } from "#ports/ehr.ts";
import type { Practice } from "#ports/practices.ts";
import type { AppointmentPorts } from "./ports.ts";

/** The directory is read again after this long, seconds; clinicians and visit types change rarely. */
const DIRECTORY_SECONDS = 300;

type Ports = Pick<AppointmentPorts, "mirror" | "ehr" | "clock" | "log">;

/** What the practice offers now: the EHR's directory, what the connection can do, the practice's settings. */
export async function offerOf(ports: Ports, practice: Practice): Promise<Offer> {
  const record = await directory(ports, practice);
  const { capabilities } = record;
  // Where visits can't be written, patients ask for them: nothing is ever shown as bookable that is not.
  const able = capabilities.bookAppointment && capabilities.readSlots ? "book" : "request";
  return {
    visitTypes: record.directory.visitTypes.map(
      (type): VisitType => ({
        ...definedOnly(type),
        mode: practice.visitModes?.[type.id] ?? able,
        noticeHours: practice.noticeHours,
      }),
    ),
    practitioners: record.directory.practitioners.map(definedOnly),
    locations: record.directory.locations.map(definedOnly),
    capabilities,
    asOf: record.asOf,
  };
}

async function directory(ports: Ports, practice: Practice): Promise<DirectoryRecord> {
  const known = await ports.mirror.directory(practice.id);
  const now = ports.clock();
  if (known && !olderThan(known.asOf, now, DIRECTORY_SECONDS)) return known;
  try {
    const ehr = await ports.ehr(practice.connectionId);
    const [read, capabilities] = await Promise.all([ehr.directory(), ehr.capabilities()]);
    const record = { directory: read, capabilities, asOf: now };
    await ports.mirror.saveDirectory(practice.id, record);
    return record;
  } catch (error) {
    if (!(error instanceof EhrUnavailable)) throw error;
    if (!known) throw new Problem("ehr.unavailable");
    return known;
  }
}

export const olderThan = (asOf: Instant, now: Instant, seconds: number): boolean =>
  Date.parse(now) - Date.parse(asOf) > seconds * 1000;

/** The port's types say "or undefined", the wire's say "absent". */
export function definedOnly<T extends object>(given: T): DefinedOnly<T> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  // biome-ignore lint/nursery/noUnsafeTypeAssertion: Object.entries forgets what it was given
  return Object.fromEntries(entries) as DefinedOnly<T>;
}
type DefinedOnly<T> = { [K in keyof T]: Exclude<T[K], undefined> };
