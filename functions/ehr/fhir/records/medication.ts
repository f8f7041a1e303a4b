import * as z from "zod/mini";
import { Concept, loose, looseList, Raw } from "#functions/ehr/fhir/elements.ts";
import { concept, reference, titleOf, words } from "./parts.ts";

/** Which medicine: as a concept, as words beside a reference, or as a resource contained in the record. */
export const medicineShape = {
  medicationCodeableConcept: concept,
  medicationReference: reference,
  contained: looseList(Raw),
};
const Medicine = z.object(medicineShape);
const Contained = z.object({ id: words, code: loose(Concept) });

/** The medicine as a concept. */
export function medicineOf(read: z.infer<typeof Medicine>): Concept | undefined {
  if (read.medicationCodeableConcept) return read.medicationCodeableConcept;
  const { reference: to, display } = read.medicationReference ?? {};
  const inside = read.contained
    .map((raw) => Contained.safeParse(raw).data)
    .find((one) => one?.id !== undefined && to === `#${one.id}`)?.code;
  if (titleOf(inside) !== undefined) return inside;
  return display === undefined ? undefined : { coding: [], text: display };
}

export const Dosage = z.object({ text: words, patientInstruction: words });
export const dosages = looseList(Dosage);

/** How to take it, in the prescriber's words. */
export const doseOf = (all: readonly z.infer<typeof Dosage>[]): (string | undefined)[] =>
  all.map(({ text, patientInstruction }) => patientInstruction ?? text);
