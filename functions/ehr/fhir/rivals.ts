import type { Instant } from "#domain/identifiers.ts";
import { type ChartedVisit, chartedVisit, takesTime } from "./appointment.ts";
import type { Desk } from "./desk.ts";
import { mapped, search } from "./search.ts";
import type { Query } from "./transport.ts";

export interface Place {
  readonly ehrId: string;
  readonly start: Instant;
  readonly end: Instant;
  readonly practitionerId: string | undefined;
}

/** A visit that began this long before may still be going on. */
const LONGEST_VISIT_MS = 4 * 3_600_000;

/** Other visits that take up the same slot. */
export async function rivals(desk: Desk, place: Place, ownId: string): Promise<ChartedVisit[]> {
  const query = questionFor(desk, place);
  const raws = await search(desk.http, { type: "Appointment", query, signal: desk.signal });
  return mapped(desk.http, raws, chartedVisit).filter(
    (visit) => visit.id !== ownId && takesTime(visit) && collides(visit, place),
  );
}

function questionFor(desk: Desk, place: Place): Query {
  if (desk.abilities.searches("Appointment", "slot")) return [["slot", `Slot/${place.ehrId}`]];
  const from = new Date(Date.parse(place.start) - LONGEST_VISIT_MS).toISOString();
  return [
    ["practitioner", `Practitioner/${place.practitionerId}`],
    ["date", `ge${from}`],
    ["date", `lt${place.end}`],
  ];
}

function collides(visit: ChartedVisit, { ehrId, start, end, practitionerId }: Place): boolean {
  if (visit.slotId !== undefined) return visit.slotId === ehrId;
  const overlaps =
    Date.parse(visit.start) < Date.parse(end) && Date.parse(visit.end) > Date.parse(start);
  return overlaps && visit.practitionerId === practitionerId;
}

/**
 * Whether another visit was there before ours. Where no version guards the slot, all who wrote look afterwards, and
 * all must come to the same order: by the server's own stamp, then by id. A visit that has been changed since it
 * was created has stood longer than its stamp says, so it goes first.
 *
 * We wait out the grain of the server's stamps first: whatever is written after we have looked is then
 * certainly stamped later than ours, and will find us.
 */
export async function outranked(desk: Desk, ours: ChartedVisit, place: Place): Promise<boolean> {
  await pause(grainMs(ours), desk.signal);
  const others = await rivals(desk, place, ours.id);
  return others.some((other) => goesFirst(other, ours));
}

function goesFirst(other: ChartedVisit, ours: ChartedVisit): boolean {
  if (edited(other) && !edited(ours)) return true;
  const [theirStamp, ourStamp] = [stampMs(other), stampMs(ours)];
  return theirStamp === ourStamp ? other.id < ours.id : theirStamp < ourStamp;
}

/** Only counted versions tell; other servers name theirs at random. */
const edited = ({ versionId }: ChartedVisit): boolean =>
  /^\d+$/.test(versionId ?? "") && Number(versionId) > 1;
const stampMs = ({ writtenAt }: ChartedVisit): number => Date.parse(writtenAt ?? "") || 0;

const grainMs = ({ writtenAt }: ChartedVisit): number =>
  /\.\d{3}/.test(writtenAt ?? "") ? 15 : 1_050;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end, { once: true });
  });
}
