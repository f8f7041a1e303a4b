import * as z from "zod/mini";
import { LocalDay } from "#domain/identifiers.ts";
import type { EhrPatient } from "#ports/ehr.ts";
import {
  Concept,
  ContactPoint,
  chosenName,
  fullName,
  HumanName,
  loose,
  looseList,
  type Raw,
  resourceOf,
} from "./elements.ts";

const FhirPatient = z.object({
  ...resourceOf("Patient"),
  active: loose(z.boolean()),
  name: looseList(HumanName),
  telecom: looseList(ContactPoint),
  birthDate: loose(LocalDay),
  communication: looseList(z.object({ language: loose(Concept), preferred: loose(z.boolean()) })),
});

export function toPatient(raw: Raw): EhrPatient | undefined {
  const parsed = z.safeParse(FhirPatient, raw);
  if (!parsed.success) return undefined;
  const { id, name, telecom, birthDate, communication } = parsed.data;
  const shown = fullName(name) ?? "";
  const language = languageOf(communication);
  return {
    id,
    name: shown,
    firstName: chosenName(name)?.given[0] ?? shown.split(" ")[0] ?? "",
    emails: telecom.flatMap(({ system, value }) => (system === "email" && value ? [value] : [])),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(language === undefined ? {} : { language }),
  };
}

function languageOf(
  spoken: readonly { language?: Concept | undefined; preferred?: boolean | undefined }[],
): "en" | "es" | undefined {
  const chosen = spoken.find(({ preferred }) => preferred) ?? spoken[0];
  const code = chosen?.language?.coding.find((coding) => coding.code)?.code?.split("-")[0];
  return code === "en" || code === "es" ? code : undefined;
}

export const hasEmail = (patient: EhrPatient, email: string): boolean =>
  patient.emails.some((known) => known.toLowerCase() === email.toLowerCase());
