import type { DeskHold, DeskResult, DeskRule } from "#domain/release-desk.ts";
import { LAW_RULES } from "#domain/release-law/jurisdictions.ts";
import type { Standing } from "#domain/release-standing.ts";
import type { EhrPatient } from "#ports/ehr.ts";
import type { HoldLog, HoldRecord } from "#ports/holds.ts";
import type { Practice } from "#ports/practices.ts";
import type { WaitingResult } from "#ports/records.ts";

/** What showing results at the desk takes. */
export interface ViewPorts {
  readonly holds: HoldLog;
  /** Who these patients are, as far as mirror and chart can tell. */
  patientsNamed(
    practice: Practice,
    patientIds: readonly string[],
  ): Promise<ReadonlyMap<string, EhrPatient>>;
}

/** A result, and how it stands now. */
export interface DeskRow {
  readonly patientId: string;
  readonly ref: string;
  readonly version: number;
  readonly face: WaitingResult["face"];
  readonly standing: Standing;
}

/** Results as the console shows them: with their patients' names and the holds' authors. */
export async function viewsOf(
  ports: ViewPorts,
  practice: Practice,
  rows: readonly DeskRow[],
): Promise<DeskResult[]> {
  const keys = rows.flatMap(({ patientId, ref, standing }) =>
    standing.holds.map(({ at }) => ({ patientId, ref, at })),
  );
  const [patients, holds] = await Promise.all([
    ports.patientsNamed(
      practice,
      rows.map(({ patientId }) => patientId),
    ),
    ports.holds.read(practice.id, keys),
  ]);
  return rows.map((row) =>
    viewOf(row, { practice, patient: patients.get(row.patientId), holds: holdsOf(row, holds) }),
  );
}

const holdsOf = ({ patientId, ref, standing }: DeskRow, logged: readonly HoldRecord[]) =>
  standing.holds.map(({ at, reason, until }): DeskHold => {
    const log = logged.find(
      (one) => one.patientId === patientId && one.ref === ref && one.at === at,
    );
    return { at, reason, until, by: log?.by ?? "Staff", note: log?.note };
  });

function viewOf(
  { patientId, ref, version, face, standing }: DeskRow,
  more: { practice: Practice; patient: EhrPatient | undefined; holds: DeskHold[] },
): DeskResult {
  const { state, because, until, since, classes, releasable, fromCarersOnly } = standing;
  const { name = "Name not read yet", birthDate } = more.patient ?? {};
  return {
    id: ref,
    patient: { id: patientId, name, ...(birthDate ? { birthDate } : {}) },
    ...face,
    classes: [...classes],
    since,
    state,
    because,
    rule: ruleOf(standing, more.practice),
    until,
    holds: more.holds,
    ...(fromCarersOnly ? { fromCarersOnly } : {}),
    releasable,
    version,
  };
}

function ruleOf({ author, of }: Standing, { release }: Practice): DeskRule | undefined {
  const law = author === "law" && LAW_RULES.find(({ id }) => id === of);
  if (law) return { citation: law.citation, author: "law", verified: law.verified };
  const own = author === "practice" && release?.rules?.find(({ id }) => id === of);
  // What a practice wrote itself, it has read itself.
  return own ? { citation: own.citation, author: "practice", verified: true } : undefined;
}
