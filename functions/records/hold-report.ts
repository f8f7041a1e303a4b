import type { releaseDeskApi } from "#domain/release-desk.ts";
import { addDays, clockTime, localDay, startOfDay } from "#domain/time.ts";
import { Answer, type Handlers } from "#http/access.ts";
import type { EhrPatient } from "#ports/ehr.ts";
import type { HoldLog, HoldRecord } from "#ports/holds.ts";
import type { Practice } from "#ports/practices.ts";
import { csv } from "./csv.ts";

export interface HoldReportPorts {
  readonly holds: HoldLog;
  patientsNamed(
    practice: Practice,
    patientIds: readonly string[],
  ): Promise<ReadonlyMap<string, EhrPatient>>;
}

const HEAD = [
  "Decided at",
  "Decided by",
  "Patient",
  "Patient id",
  "Result",
  "Result id",
  "Reason",
  "From whom",
  "Note",
  "Until",
  "How it ended",
  "Ended at",
  "Ended by",
];
/** Whom a reason keeps it from (45 CFR 171.201). */
const FROM = { "life-or-physical-safety": "everyone", "substantial-harm": "carers" } as const;

/** The holds decided in a month of the practice's calendar, and what became of each. */
export const holdReport = (ports: HoldReportPorts): Handlers<typeof releaseDeskApi>["holds"] => ({
  async run({ practice, now }, { month }) {
    const first = startOfDay(`${month}-01`, practice.timeZone);
    const next = startOfDay(`${addDays(`${month}-01`, 31).slice(0, 7)}-01`, practice.timeZone);
    const holds = await ports.holds.between(practice.id, first, next);
    const patients = [...new Set(holds.map(({ patientId }) => patientId))];
    const named = await ports.patientsNamed(practice, patients);
    const rows = holds.map((hold) =>
      rowOf(hold, { practice, now, name: named.get(hold.patientId)?.name ?? "" }),
    );
    const headers = { "content-disposition": `attachment; filename="holds-${month}.csv"` };
    return new Answer({ text: csv([HEAD, ...rows]), patients }, { headers });
  },
});

function rowOf(
  hold: HoldRecord,
  { practice, now, name }: { practice: Practice; now: string; name: string },
): string[] {
  const { timeZone } = practice;
  const time = (at: string) =>
    `${localDay(at, timeZone)} ${clockTime(at, { timeZone, language: "en" })}`;
  const over = Date.parse(hold.until) <= Date.parse(now);
  const { ended } = hold;
  return [
    time(hold.at),
    hold.by,
    name,
    hold.patientId,
    hold.title,
    hold.ref,
    hold.reason,
    FROM[hold.reason],
    hold.note,
    time(hold.until),
    ended?.how ?? (over ? "ran out" : "stands"),
    ended ? time(ended.at) : over ? time(hold.until) : "",
    ended?.by ?? "",
  ];
}
