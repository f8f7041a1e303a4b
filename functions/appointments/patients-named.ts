import { type EhrPatient, EhrUnavailable } from "#ports/ehr.ts";
import type { Practice } from "#ports/practices.ts";
import type { AppointmentPorts } from "./ports.ts";

/** Who these patients are, from the mirror and for the rest from the chart; those the chart can't tell now are left out. */
export async function patientsNamed(
  ports: Pick<AppointmentPorts, "mirror" | "ehr">,
  practice: Practice,
  patientIds: readonly string[],
): Promise<ReadonlyMap<string, EhrPatient>> {
  const ids = [...new Set(patientIds)];
  const known = await ports.mirror.patients(practice.id, ids);
  const missing = ids.filter((id) => !known.has(id));
  if (missing.length === 0) return known;
  try {
    const ehr = await ports.ehr(practice.connectionId);
    const read = await ehr.patients({ ids: missing });
    await Promise.all(read.map((patient) => ports.mirror.savePatient(practice.id, patient)));
    return new Map([...known, ...read.map((patient) => [patient.id, patient] as const)]);
  } catch (error) {
    if (!(error instanceof EhrUnavailable)) throw error;
    return known;
  }
}
