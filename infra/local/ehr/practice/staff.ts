import type { Practitioner, PractitionerRole, Schedule } from "fhir/r4";
import {
  clinicReference,
  conceptOf,
  type LocationId,
  locationReference,
  systems,
  type VisitCode,
} from "./clinic.ts";
import type { ClinicTime } from "./clinic-time.ts";
import { weekday } from "./clinic-time.ts";

/** A stretch of the day given to visits of one length. */
export interface Block {
  fromMinute: number;
  toMinute: number;
  stepMinutes: number;
  types: VisitCode[];
}

export interface Clinician {
  id: string;
  given: string;
  family: string;
  credential: string;
  gender: "female" | "male";
  specialty: string;
  /** Where they are on a weekday; most stay in one place. */
  locations: [LocationId, ...LocationId[]];
  blocks: Block[];
}

const hour = (hours: number) => Math.round(hours * 60);

const block = (
  [from, to]: [fromHour: number, toHour: number],
  stepMinutes: number,
  types: VisitCode[],
): Block => ({ fromMinute: hour(from), toMinute: hour(to), stepMinutes, types });

const shortVisits: VisitCode[] = ["office-visit", "follow-up", "video-visit"];
const longVisits: VisitCode[] = ["annual-physical", "new-patient"];

/** Long visits stand in blocks of their own, so that every visit type has slots of its length. */
const generalDay = [
  block([8, 32 / 3], 20, shortVisits),
  block([32 / 3, 12], 40, longVisits),
  block([13, 15], 20, shortVisits),
  block([15, 17], 40, longVisits),
];

export const clinicians: Clinician[] = [
  {
    id: "practitioner-1",
    given: "Elena",
    family: "Reyes",
    credential: "MD",
    gender: "female",
    specialty: "Family medicine",
    locations: ["lakeside-main"],
    blocks: generalDay,
  },
  {
    id: "practitioner-2",
    given: "Tobias",
    family: "Lindqvist",
    credential: "DO",
    gender: "male",
    specialty: "Family medicine",
    locations: ["lakeside-main", "lakeside-harbor"],
    blocks: generalDay,
  },
  {
    id: "practitioner-3",
    given: "Imani",
    family: "Brooks",
    credential: "NP",
    gender: "female",
    specialty: "Adult health",
    locations: ["lakeside-main"],
    blocks: generalDay,
  },
  {
    id: "practitioner-4",
    given: "Wei",
    family: "Zhang",
    credential: "MD",
    gender: "male",
    specialty: "Pediatrics",
    locations: ["lakeside-harbor"],
    blocks: [block([8, 12], 30, ["child-check-up"]), block([13, 17], 20, shortVisits)],
  },
  {
    id: "practitioner-5",
    given: "Nora",
    family: "Haddad",
    credential: "PA-C",
    gender: "female",
    specialty: "Family medicine",
    locations: ["lakeside-harbor"],
    blocks: generalDay,
  },
  {
    id: "practitioner-6",
    given: "Samuel",
    family: "Ortiz",
    credential: "RN",
    gender: "male",
    specialty: "Nursing",
    locations: ["lakeside-main"],
    blocks: [
      block([8, 10], 10, ["lab-draw"]),
      block([10, 12], 20, ["vaccination"]),
      block([13, 15], 10, ["lab-draw"]),
      block([15, 17], 20, ["vaccination"]),
    ],
  },
];

export function clinicianReference({ id, given, family, credential }: Clinician) {
  return { reference: `Practitioner/${id}`, display: `${given} ${family}, ${credential}` };
}

/** Tuesdays and Thursdays are spent at the second place, by whoever has one. */
export function placeOn(clinician: Clinician, day: string): LocationId {
  const [first, second = first] = clinician.locations;
  return weekday(day) === 2 || weekday(day) === 4 ? second : first;
}

export function scheduleId({ id }: Clinician, location: LocationId): string {
  return `schedule-${id}-${location}`;
}

export function* staffRecords(
  time: ClinicTime,
): Generator<Practitioner | PractitionerRole | Schedule> {
  for (const [index, clinician] of clinicians.entries()) {
    const practitioner = clinicianReference(clinician);
    const specialty = [{ text: clinician.specialty }];
    yield practitionerOf(clinician, index);
    yield {
      resourceType: "PractitionerRole",
      id: `role-${clinician.id}`,
      active: true,
      practitioner,
      organization: clinicReference,
      location: clinician.locations.map(locationReference),
      specialty,
    };
    for (const location of clinician.locations)
      yield {
        resourceType: "Schedule",
        id: scheduleId(clinician, location),
        active: true,
        serviceType: [...new Set(clinician.blocks.flatMap(({ types }) => types))].map(conceptOf),
        specialty,
        actor: [practitioner, locationReference(location)],
        planningHorizon: { start: time.today },
      };
  }
}

function practitionerOf(clinician: Clinician, index: number): Practitioner {
  const { id, given, family, credential, gender } = clinician;
  return {
    resourceType: "Practitioner",
    id,
    active: true,
    identifier: [{ system: systems.staff, value: `S${100 + index}` }],
    name: [
      {
        use: "official",
        text: `${given} ${family}, ${credential}`,
        family,
        given: [given],
        suffix: [credential],
      },
    ],
    telecom: [
      { system: "phone", value: `555-013${index}` },
      { system: "email", value: `${given}.${family}@lakeside.example`.toLowerCase() },
    ],
    gender,
    qualification: [{ code: { text: credential } }],
  };
}
