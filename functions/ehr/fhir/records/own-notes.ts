import * as z from "zod/mini";
import {
  Concept,
  correlationIds,
  Identifier,
  loose,
  looseList,
  type Raw,
} from "#functions/ehr/fhir/elements.ts";
import { SAID } from "#functions/ehr/fhir/note-forms.ts";

const Signed = z.object({
  identifier: looseList(Identifier),
  type: loose(Concept),
  code: loose(Concept),
  category: looseList(Concept),
  description: loose(z.string()),
});
const HEADINGS: ReadonlySet<string> = new Set(Object.values(SAID));

/**
 * What passed between a patient and the practice through the portal is theirs, whoever else may see the chart: a note of
 * ours bears the label of what is restricted. The chart does not hold that label, for there it would keep the note from those
 * it was written to. Known by our identifier or, where a server drops it, by what stands above it.
 */
export function labelsOfOwn(raw: Raw): readonly string[] {
  const signed = Signed.safeParse(raw).data;
  if (!signed) return [];
  const { identifier, type, code, category, description } = signed;
  const headings = [description, ...[type, code, ...category].map((one) => one?.text)];
  const own =
    correlationIds(identifier).length > 0 ||
    headings.some((heading) => heading !== undefined && HEADINGS.has(heading));
  return own ? ["R"] : [];
}
