import * as z from "zod/mini";
import type { ChartedVisit } from "./appointment.ts";
import { idIn, looseList, Raw, WRITE_BACK } from "./elements.ts";
import { minutesOf } from "./new-visit.ts";

interface Place {
  readonly ehrId: string | undefined;
  readonly start: string;
  readonly end: string;
  /** Empty: as it is. */
  readonly practitionerId: string;
  readonly locationId: string;
}

const Lists = z.object({ participant: looseList(Raw), identifier: looseList(Raw) });

/** The resource as read, at another time and place. What we do not know of it stays as it is. */
export function movedTo(visit: ChartedVisit, place: Place): Raw {
  const { slot: _slot, ...rest } = visit.raw;
  const { start, end, ehrId } = place;
  return {
    ...rest,
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    ...("minutesDuration" in rest ? { minutesDuration: minutesOf(place) } : {}),
    ...(ehrId === undefined ? {} : { slot: [{ reference: `Slot/${ehrId}` }] }),
    participant: z
      .parse(Lists, visit.raw)
      .participant.map((one) =>
        replaced(replaced(one, "Practitioner", place.practitionerId), "Location", place.locationId),
      ),
  };
}

const Actor = z.object({ actor: z.object({ reference: z.string() }) });

function replaced(participant: Raw, type: string, id: string): Raw {
  const parsed = z.safeParse(Actor, participant);
  const known = parsed.success ? idIn(parsed.data.actor.reference, type) : undefined;
  return id === "" || known === undefined || known === id
    ? participant
    : { ...participant, actor: { reference: `${type}/${id}` } };
}

/** With our key beside the identifiers it has. */
export function marked(raw: Raw, key: string): Raw {
  const { identifier } = z.parse(Lists, raw);
  const known = identifier.some((one) => one["system"] === WRITE_BACK && one["value"] === key);
  return known ? raw : { ...raw, identifier: [...identifier, { system: WRITE_BACK, value: key }] };
}
