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
  const phone = mobileOf(telecom);
  return {
    id,
    name: shown,
    firstName: chosenName(name)?.given[0] ?? shown.split(" ")[0] ?? "",
    emails: telecom.flatMap(({ system, value }) => (system === "email" && value ? [value] : [])),
    ...(phone === undefined ? {} : { phone }),
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

/** Only a number the chart calls mobile: a text to a line at home or at work is read by others. */
function mobileOf(
  telecom: readonly {
    system?: string | undefined;
    value?: string | undefined;
    use?: string | undefined;
  }[],
): string | undefined {
  const mobile = telecom.filter(
    ({ system, use }) =>
      (system === "sms" && use !== "old") || (system === "phone" && use === "mobile"),
  );
  return mobile.map(({ value = "" }) => e164(value)).find((number) => number !== undefined);
}

/** "(312) 555-0142" is "+13125550142"; a number without its area code is none. */
function e164(written: string): string | undefined {
  const digits = written.replace(/\(0\)|[^\d+]/g, "");
  if (/^\+[1-9]\d{7,14}$/.test(digits)) return digits;
  if (/^1?[2-9]\d{9}$/.test(digits)) return `+1${digits.slice(-10)}`;
  return undefined;
}

/** A number as charts write it: a server compares it letter by letter. */
export function spellingsOf(phone: string): string[] {
  const digits = phone.replace(/\D/g, "").replace(/^1(?=\d{10}$)/, "");
  const [, area, exchange, line] = /^(\d{3})(\d{3})(\d{4})$/.exec(digits) ?? [];
  if (area === undefined) return [phone.trim()];
  const dashed = `${area}-${exchange}-${line}`;
  const bracketed = `(${area}) ${exchange}-${line}`;
  const national = [bracketed, dashed, `${area}.${exchange}.${line}`, digits];
  const whole = [`+1${digits}`, `+1 ${bracketed}`, `+1 ${dashed}`, `+1-${dashed}`, `1-${dashed}`];
  return [...new Set([phone.trim(), ...national, ...whole])];
}

export const hasEmail = (patient: EhrPatient, email: string): boolean =>
  patient.emails.some((known) => known.toLowerCase() === email.toLowerCase());
