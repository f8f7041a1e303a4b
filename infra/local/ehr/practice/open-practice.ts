import * as z from "zod/mini";
import type { Resource } from "#infra/local/ehr/fhir/resource.ts";
import type { Chart } from "#infra/local/ehr/store/chart.ts";
import { loadBundles } from "./bundles.ts";
import { chartOf } from "./chart-of.ts";
import { clinicRecords } from "./clinic.ts";
import { addDays, ClinicTime } from "./clinic-time.ts";
import { Calendar, weeksOpen } from "./openings.ts";
import { type Person, patientRecord, peopleOf, relatedRecords } from "./people.ts";
import { staffRecords } from "./staff.ts";

export interface PracticeOptions {
  patients: number;
  seed: number;
  zone: string;
  bundles?: string | undefined;
}

const KeptPractice = z.object({ patients: z.number(), seed: z.number(), zone: z.string() });

const openedUntil = "calendar-open-until";

/** Seeds an empty chart with the practice, or opens a kept one and its calendar further. */
export function openPractice(chart: Chart, options: PracticeOptions) {
  if (chart.database.setting("seeded") === undefined) seed(chart, options);
  else if (chart.database.indexedOtherwise()) chart.database.transaction(() => chart.reindex());
  const extendSlots = () => extend(chart);
  extendSlots();
  if (options.bundles) loadBundles(chart, options.bundles);
  return { extendSlots };
}

function seed(chart: Chart, { patients, seed: number, zone }: PracticeOptions): void {
  const time = new ClinicTime(zone, chart.now());
  const people = peopleOf(patients, number, time);
  chart.database.transaction(() => {
    chart.load(practice(people, number, time));
    chart.database.keepSetting(openedUntil, time.day(weeksOpen * 7));
    chart.database.keepSetting("practice", JSON.stringify({ patients, seed: number, zone }));
    chart.database.keepSetting("seeded", time.today);
    chart.database.createIndexes();
  });
}

/** Every record of the practice as of a moment, for a server that is not the simulator. */
export function practiceRecords({
  patients,
  seed: number,
  zone,
  now,
  weeks = weeksOpen,
}: PracticeOptions & { now: Date; weeks?: number | undefined }): Generator<Resource> {
  const time = new ClinicTime(zone, now);
  const people = peopleOf(patients, number, time);
  return records(people, new Calendar(time, number, people).days(0, weeks * 7, true), {
    seed: number,
    time,
  });
}

function practice(people: Person[], seed: number, time: ClinicTime): Generator<Resource> {
  const calendar = new Calendar(time, seed, people).days(0, weeksOpen * 7, true);
  return records(people, calendar, { seed, time });
}

function* records(
  people: Person[],
  calendar: Iterable<Resource>,
  { seed, time }: { seed: number; time: ClinicTime },
): Generator<Resource> {
  yield* clinicRecords();
  yield* staffRecords(time);
  for (const person of people) yield patientRecord(person);
  yield* relatedRecords(people);
  for (const person of people) yield* chartOf(person, seed, time);
  yield* calendar;
}

/** Days already opened stay as they are, so nothing is ever opened twice. */
function extend(chart: Chart): number {
  const { patients, seed, zone } = KeptPractice.parse(keptPractice(chart));
  const time = new ClinicTime(zone, chart.now());
  const until = time.day(weeksOpen * 7);
  const opened = chart.database.setting(openedUntil) ?? time.today;
  if (opened >= until) return 0;
  const from = opened > time.today ? daysBetween(time.today, opened) : 0;
  const calendar = new Calendar(time, seed, peopleOf(patients, seed, time));
  const records = [...calendar.days(from, weeksOpen * 7, false)];
  chart.database.transaction(() => {
    chart.load(records);
    chart.database.keepSetting(openedUntil, until);
  });
  return records.filter(({ resourceType }) => resourceType === "Slot").length;
}

/** A kept data folder goes on with the practice it was seeded with. */
function keptPractice(chart: Chart): unknown {
  return JSON.parse(chart.database.setting("practice") ?? "{}");
}

function daysBetween(earlier: string, later: string): number {
  let days = 0;
  while (addDays(earlier, days) < later) days += 1;
  return days;
}
