import type { Resource } from "#infra/local/ehr/fhir/resource.ts";
import { billingRecords } from "./billing.ts";
import type { ClinicTime } from "./clinic-time.ts";
import { labRecords } from "./labs.ts";
import { patientChart } from "./patient-chart.ts";
import type { Person } from "./people.ts";
import { problemRecords } from "./problems.ts";
import { studyRecords } from "./studies.ts";
import { vaccineRecords } from "./vaccines.ts";
import { pastVisits, visitRecords } from "./visits.ts";
import { vitalRecords } from "./vitals.ts";

/** Everything the practice has written down about one patient in three years. */
export function* chartOf(person: Person, seed: number, time: ClinicTime): Generator<Resource> {
  const chart = patientChart(person, seed, time);
  const visits = pastVisits(chart);
  yield* visitRecords(chart, visits);
  yield* vitalRecords(chart, visits);
  yield* problemRecords(chart);
  yield* labRecords(chart);
  yield* studyRecords(chart);
  yield* vaccineRecords(chart);
  yield* billingRecords(chart, visits);
}
