import * as z from "zod/mini";
import type { EhrDirectory } from "#ports/ehr.ts";
import {
  Concept,
  chosenName,
  fullName,
  HumanName,
  idIn,
  loose,
  looseList,
  type Raw,
  Reference,
  resourceOf,
  wordsOf,
} from "./elements.ts";

type EhrPractitioner = EhrDirectory["practitioners"][number];

const FhirPractitioner = z.object({
  ...resourceOf("Practitioner"),
  active: loose(z.boolean()),
  name: looseList(HumanName),
  qualification: looseList(z.object({ code: loose(Concept) })),
});

const FhirRole = z.object({
  ...resourceOf("PractitionerRole"),
  practitioner: loose(Reference),
  location: looseList(Reference),
  specialty: looseList(Concept),
});

export function toPractitioner(raw: Raw): EhrPractitioner | undefined {
  const parsed = z.safeParse(FhirPractitioner, raw);
  if (!parsed.success || parsed.data.active === false) return undefined;
  const { id, name, qualification } = parsed.data;
  const shown = fullName(name);
  if (shown === undefined) return undefined;
  const credential = credentialOf(qualification) ?? chosenName(name)?.suffix[0];
  return { id, name: shown, ...(credential === undefined ? {} : { credential }) };
}

/** "MD" rather than "Doctor of Medicine": the shortest of what the first qualification says. */
function credentialOf(
  qualifications: readonly { code?: Concept | undefined }[],
): string | undefined {
  const code = qualifications[0]?.code;
  const words = [code?.text, ...(code?.coding ?? []).map((coding) => coding.code)];
  return words
    .filter((word) => word !== undefined && word !== "")
    .sort((a, b) => (a?.length ?? 0) - (b?.length ?? 0))[0];
}

export interface Role {
  readonly practitionerId: string | undefined;
  readonly locationId: string | undefined;
  readonly specialty: string | undefined;
}

export function roleOf(raw: Raw): Role | undefined {
  const parsed = z.safeParse(FhirRole, raw);
  if (!parsed.success) return undefined;
  const { practitioner, location, specialty } = parsed.data;
  return {
    practitionerId: idIn(practitioner?.reference, "Practitioner"),
    locationId: idIn(location[0]?.reference, "Location"),
    specialty: wordsOf(specialty[0]),
  };
}
