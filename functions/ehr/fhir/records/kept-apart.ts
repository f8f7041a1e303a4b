import * as z from "zod/mini";
import { PSYCHOTHERAPY } from "#domain/release-law/sensitive.ts";
import { Concept, loose, looseList, type Raw } from "#functions/ehr/fhir/elements.ts";

const Marked = z.object({
  meta: loose(z.object({ security: looseList(z.object({ code: loose(z.string()) })) })),
  type: z.catch(z.optional(z.union([Concept, z.array(Concept)])), undefined),
  code: loose(Concept),
  category: z.catch(z.optional(z.union([Concept, z.array(Concept)])), undefined),
  description: loose(z.string()),
  title: loose(z.string()),
});

/**
 * Notes of a session that a therapist keeps apart from the chart (45 CFR 164.501): marked as such by a label, or called
 * so. A progress note of a psychiatrist is none of these and belongs to the patient like any other.
 */
export function isPsychotherapyNote(raw: Raw): boolean {
  const marked = Marked.safeParse(raw).data;
  if (marked?.meta?.security.some(({ code }) => code === PSYCHOTHERAPY)) return true;
  if (
    !["DocumentReference", "Composition", "DiagnosticReport"].includes(String(raw["resourceType"]))
  )
    return false;
  const concepts = [marked?.type, marked?.code, marked?.category].flat();
  const words = [
    marked?.description,
    marked?.title,
    ...concepts.flatMap((one) => [one?.text, ...(one?.coding ?? []).map(({ display }) => display)]),
  ];
  return words.some(
    (text) => text !== undefined && /\bpsychotherap\w* (session )?note/i.test(text),
  );
}
