import type { EhrDirectory, EhrVisitType } from "#ports/ehr.ts";
import type { Abilities, AbilitySource } from "./capabilities.ts";
import { type Raw, wordsOf } from "./elements.ts";
import { ASSUMED_MINUTES, type ChartedService, chartedService } from "./healthcare-service.ts";
import { toLocation } from "./location.ts";
import { type Role, roleOf, toPractitioner } from "./practitioner.ts";
import type { Actors, Schedules } from "./schedule.ts";
import { mapped, search } from "./search.ts";
import { visitTypeIds } from "./slot.ts";
import type { Transport } from "./transport.ts";

interface Parts {
  readonly http: Transport;
  readonly abilities: AbilitySource;
  readonly schedules: Schedules;
}

/** Everything bookable there, and in plain words what is not. */
export async function directory({ http, abilities, schedules }: Parts): Promise<EhrDirectory> {
  const able = await abilities.known();
  const list = <T>(type: string, map: (raw: Raw) => T | undefined) =>
    listed(http, able, { type, map });
  const [calendars, services, practitioners, roles, locations] = await Promise.all([
    schedules.all(),
    list("HealthcareService", chartedService),
    list("Practitioner", toPractitioner),
    list("PractitionerRole", roleOf).catch((): Role[] => []),
    list("Location", toLocation),
  ]);
  const actors = [...calendars.values()];
  const found = {
    services: services.filter(firstOfItsKind),
    practitioners: bookable(practitioners, actors, "practitionerId").map((one) =>
      special(one, roles),
    ),
    locations: bookable(locations, actors, "locationId"),
  };
  return {
    visitTypes: visitTypesOf(found.services, actors),
    practitioners: found.practitioners,
    locations: found.locations,
    missing: missing(found, actors, able),
  };
}

async function listed<T>(
  http: Transport,
  able: Abilities,
  { type, map }: { type: string; map: (raw: Raw) => T | undefined },
): Promise<T[]> {
  if (!able.can(type, "search-type")) return [];
  return mapped(http, await search(http, { type, query: [] }), map);
}

/** No vendor's FHIR endpoint that we know lists any, and still people must be able to ask for a visit. */
const ANY_VISIT: EhrVisitType = {
  id: "visit",
  name: "Visit",
  nameEs: "Visita",
  durationMinutes: ASSUMED_MINUTES,
};

/** What the EHR lists; else what its calendars are open for; else any visit. */
function visitTypesOf(
  services: readonly ChartedService[],
  calendars: readonly Actors[],
): EhrVisitType[] {
  if (services.length > 0) return services.map(({ visitType }) => visitType);
  const concepts = calendars.flatMap(({ serviceTypes }) => serviceTypes);
  const named = new Map(
    concepts.flatMap((concept) =>
      visitTypeIds([concept]).map((id) => [id, wordsOf(concept) ?? id] as const),
    ),
  );
  if (named.size === 0) return [ANY_VISIT];
  return [...named].map(([id, name]) => ({ id, name, durationMinutes: ASSUMED_MINUTES }));
}

/** One visit type per id: several services may share a code, one per place. */
const firstOfItsKind = (one: ChartedService, index: number, all: readonly ChartedService[]) =>
  all.findIndex(({ visitType }) => visitType.id === one.visitType.id) === index;

/** A chart knows many people and places; those of a calendar with both matter. Without any calendar, all. */
function bookable<T extends { readonly id: string }>(
  all: readonly T[],
  calendars: readonly Actors[],
  whose: "practitionerId" | "locationId",
): T[] {
  const whole = calendars.filter(({ practitionerId, locationId }) => practitionerId && locationId);
  const named = new Set(whole.map((calendar) => calendar[whose]).filter(Boolean));
  return named.size === 0 ? [...all] : all.filter(({ id }) => named.has(id));
}

function special(
  practitioner: EhrDirectory["practitioners"][number],
  roles: readonly Role[],
): EhrDirectory["practitioners"][number] {
  const specialty = roles.find(
    ({ practitionerId }) => practitionerId === practitioner.id,
  )?.specialty;
  return specialty === undefined ? practitioner : { ...practitioner, specialty };
}

interface Found {
  readonly services: readonly ChartedService[];
  readonly practitioners: readonly unknown[];
  readonly locations: readonly unknown[];
}

function missing(found: Found, calendars: readonly Actors[], able: Abilities): string[] {
  const lengthless = found.services.filter(({ durationKnown }) => !durationKnown);
  const placeless = calendars.filter(
    ({ practitionerId, locationId }) => !(practitionerId && locationId),
  );
  const checks: readonly (readonly [boolean, string])[] = [
    [
      found.services.length === 0,
      "No visit types: this EHR lists no HealthcareService. What its calendars name is offered instead, or any visit.",
    ],
    [
      found.practitioners.length === 0,
      "No clinicians: this EHR lists no Practitioner with a name.",
    ],
    [found.locations.length === 0, "No places: this EHR lists no Location with a name."],
    [
      calendars.length === 0,
      "No calendars: this EHR lists no Schedule, so there are no open times.",
    ],
    [
      placeless.length > 0,
      `${placeless.length} of ${calendars.length} calendars (Schedule) name no clinician or no place; their times are not offered.`,
    ],
    [
      lengthless.length > 0,
      `No length is given for: ${lengthless.map(({ visitType }) => visitType.name).join(", ")}. 30 minutes is shown.`,
    ],
    [
      !able.searches("Slot", "start"),
      "Open times can't be searched by day (Slot, parameter start).",
    ],
    [
      !able.can("Appointment", "create"),
      "Visits can't be booked electronically (Appointment, create).",
    ],
  ];
  return checks.flatMap(([lacking, words]) => (lacking ? [words] : []));
}
