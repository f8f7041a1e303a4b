import type { Appointment, Slot } from "fhir/r4";
import { conceptOf, locationReference, type VisitCode, visitTypeOf } from "./clinic.ts";
import { addMinutes, type ClinicTime, weekday } from "./clinic-time.ts";
import { Dice } from "./dice.ts";
import { isAdult, type Person, patientReference } from "./people.ts";
import {
  type Block,
  type Clinician,
  clinicianReference,
  clinicians,
  placeOn,
  scheduleId,
} from "./staff.ts";

export const weeksOpen = 8;

/** How much of the calendar is not free, and how much of that is visits rather than blocked time. */
const takenShare = 0.35;
const visitShareByWeek = [1, 0.75, 0.45, 0.25, 0.12];

/** With fewer people than these the calendar holds fewer visits. */
const enoughAdults = 150;
const enoughChildren = 30;

interface Opening {
  clinician: Clinician;
  block: Block;
  day: string;
  minute: number;
}

/** How far down the lists of adults and children the day has come. */
interface Line {
  adults: number;
  children: number;
}

/** The visits the demo patients always have, whatever chance gives to the others. */
const promised = [
  {
    patient: "patient-ada",
    workday: 4,
    clinician: "practitioner-1",
    minute: 540,
    type: "follow-up",
  },
  {
    patient: "patient-ada",
    workday: 17,
    clinician: "practitioner-1",
    minute: 900,
    type: "annual-physical",
  },
  {
    patient: "patient-grace",
    workday: 6,
    clinician: "practitioner-3",
    minute: 800,
    type: "video-visit",
  },
  {
    patient: "patient-grace-child",
    workday: 8,
    clinician: "practitioner-4",
    minute: 540,
    type: "child-check-up",
  },
] as const;

/** The calendar from one day up to another: slots, and the appointments of those that are taken. */
export class Calendar {
  readonly #time: ClinicTime;
  readonly #seed: number;
  readonly #adults: Person[];
  readonly #children: Person[];
  readonly #people: Map<string, Person>;

  constructor(time: ClinicTime, seed: number, people: Person[]) {
    this.#time = time;
    this.#seed = seed;
    const others = people.slice(3);
    this.#adults = others.filter(isAdult);
    this.#children = others.filter((person) => !isAdult(person));
    this.#people = new Map(people.map((person) => [person.id, person]));
  }

  *days(from: number, to: number, fresh: boolean): Generator<Slot | Appointment> {
    let workday = 0;
    for (let offset = from; offset < to; offset += 1) {
      const day = this.#time.day(offset);
      if (weekday(day) === 0 || weekday(day) === 6) continue;
      yield* this.#day(day, offset, fresh ? workday : -1);
      workday += 1;
    }
  }

  *#day(day: string, offset: number, workday: number): Generator<Slot | Appointment> {
    // The first days fall as they did for this seed on any date; days opened later go by their own date.
    const dice = new Dice(this.#seed, `calendar ${workday < 0 ? day : offset}`);
    const line: Line = { adults: dice.between(0, 9999), children: dice.between(0, 9999) };
    const week = Math.floor(offset / 7);
    for (const opening of openingsOn(day)) {
      const type = dice.pick(nonEmpty(opening.block.types));
      const status = usedAs(dice, this.#visitShare(week, type));
      const kept = promised.find((one) => keeps(one, opening, workday));
      if (kept) yield* this.#filled(opening, kept.type, this.#people.get(kept.patient));
      else if (status === "busy") yield* this.#filled(opening, type, this.#next(type, line));
      else yield this.#slot(opening, status);
    }
  }

  /** A slot with somebody in it; nobody there to come leaves it free. */
  *#filled(
    opening: Opening,
    type: VisitCode,
    patient: Person | undefined,
  ): Generator<Slot | Appointment> {
    yield this.#slot(opening, patient ? "busy" : "free");
    if (patient) yield this.#appointment(opening, type, patient);
  }

  /** Each next visit goes to the next person in line, so that nobody has two at one time. */
  #next(type: VisitCode, line: Line): Person | undefined {
    const people = this.#comingFor(type);
    const turn = people === this.#children ? line.children++ : line.adults++;
    return people[turn % people.length];
  }

  /** A small practice has few visits: its other taken slots are blocked time. */
  #visitShare(week: number, type: VisitCode): number {
    const people = this.#comingFor(type);
    const enough = people === this.#children ? enoughChildren : enoughAdults;
    return (visitShareByWeek[week] ?? 0.1) * Math.min(1, people.length / enough);
  }

  #comingFor(type: VisitCode): Person[] {
    return type === "child-check-up" ? this.#children : this.#adults;
  }

  #slot(opening: Opening, status: Slot["status"]): Slot {
    const { clinician, block, day, minute } = opening;
    return {
      resourceType: "Slot",
      id: slotId(opening),
      meta: { lastUpdated: this.#past(3) },
      serviceType: block.types.map(conceptOf),
      schedule: { reference: `Schedule/${scheduleId(clinician, placeOn(clinician, day))}` },
      status,
      start: this.#time.instant(day, minute),
      end: this.#time.instant(day, minute + block.stepMinutes),
    };
  }

  #appointment(opening: Opening, type: VisitCode, patient: Person): Appointment {
    const { clinician, day, minute } = opening;
    const start = this.#time.instant(day, minute);
    const minutes = visitTypeOf(type).minutes;
    return {
      resourceType: "Appointment",
      id: slotId(opening).replace("slot", "visit"),
      meta: { lastUpdated: this.#past(2) },
      status: this.#statusAt(start),
      serviceType: [conceptOf(type)],
      description: visitTypeOf(type).name,
      start,
      end: addMinutes(start, minutes),
      minutesDuration: minutes,
      slot: [{ reference: `Slot/${slotId(opening)}` }],
      created: this.#past(14),
      participant: [
        { actor: patientReference(patient), required: "required", status: "accepted" },
        { actor: clinicianReference(clinician), required: "required", status: "accepted" },
        { actor: locationReference(placeOn(clinician, day)), status: "accepted" },
      ],
    };
  }

  #statusAt(start: string): Appointment["status"] {
    const minutesAgo = (this.#time.now.getTime() - Date.parse(start)) / 60_000;
    if (minutesAgo > 40) return "fulfilled";
    return minutesAgo > 0 ? "arrived" : "booked";
  }

  #past(days: number): string {
    return addMinutes(this.#time.now.toISOString(), -days * 24 * 60);
  }
}

/** Always two throws, so that one slot's fate does not move the next one's. */
function usedAs(dice: Dice, visitShare: number): "busy" | "busy-unavailable" | "free" {
  const [taken, visit] = [dice.chance(takenShare), dice.chance(visitShare)];
  if (!taken) return "free";
  return visit ? "busy" : "busy-unavailable";
}

function keeps(one: (typeof promised)[number], opening: Opening, workday: number): boolean {
  return (
    one.workday === workday &&
    one.clinician === opening.clinician.id &&
    one.minute === opening.minute
  );
}

function* openingsOn(day: string): Generator<Opening> {
  for (const clinician of clinicians)
    for (const block of clinician.blocks)
      for (let minute = block.fromMinute; minute < block.toMinute; minute += block.stepMinutes)
        yield { clinician, block, day, minute };
}

function slotId({ clinician, day, minute }: Opening): string {
  const clock = `${Math.floor(minute / 60)}${String(minute % 60).padStart(2, "0")}`.padStart(
    4,
    "0",
  );
  return `slot-${clinician.id.replace("practitioner-", "p")}-${day.replaceAll("-", "")}-${clock}`;
}

function nonEmpty(types: VisitCode[]): [VisitCode, ...VisitCode[]] {
  const [first = "office-visit", ...rest] = types;
  return [first, ...rest];
}
