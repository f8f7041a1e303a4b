import type { Resource } from "#infra/local/ehr/fhir/resource.ts";
import type { ClinicTime } from "./clinic-time.ts";
import type { Person } from "./people.ts";

export function* chartOf(_person: Person, _seed: number, _time: ClinicTime): Generator<Resource> {}
