import * as z from "zod/mini";
import { type Concept, looseList } from "#functions/ehr/fhir/elements.ts";
import type { RecordFacts } from "#ports/ehr-records.ts";
import { Attachment, attachmentsOf } from "./attachments.ts";
import { codesIn, hasCode } from "./codes.ts";
import {
  concept,
  concepts,
  facts,
  firstDate,
  mapper,
  named,
  references,
  titleOf,
  words,
} from "./parts.ts";

const NOTES = new Set(["clinical-note"]);
/** LOINC types of documents that are a result by another name: what holds for results holds for them. */
const RESULTS: Readonly<Record<string, RecordFacts["kind"]>> = {
  "http://loinc.org|11502-2": "lab",
  "http://loinc.org|26436-6": "lab",
  "http://loinc.org|11526-1": "pathology",
  "http://loinc.org|60567-5": "pathology",
  "http://loinc.org|18748-4": "imaging",
  "http://loinc.org|18726-0": "imaging",
  "http://loinc.org|51969-4": "lab",
};

function kindOf(type: Concept | undefined, category: readonly Concept[]): RecordFacts["kind"] {
  const known = codesIn([type, ...category]).map((code) => RESULTS[code]);
  const said = category.map(({ text = "" }) => text.toLowerCase());
  if (said.some((text) => /\b(lab|laboratory)\b/.test(text))) known.push("lab");
  if (said.some((text) => /\b(imaging|radiology)\b/.test(text))) known.push("imaging");
  if (said.some((text) => /\bpathology\b/.test(text))) known.push("pathology");
  return known.find((kind) => kind !== undefined) ?? "record";
}

/** Notes of clinicians, and whatever else is filed as a document. */
export const documentReference = mapper(
  {
    status: words,
    type: concept,
    category: concepts,
    description: words,
    date: words,
    author: references,
    content: looseList(z.object({ attachment: z.catch(z.optional(Attachment), undefined) })),
  },
  (read) => {
    const attachments = attachmentsOf(read.content.flatMap(({ attachment }) => attachment ?? []));
    return {
      section: hasCode(read.category, NOTES) ? "notes" : "documents",
      title: titleOf(read.type) ?? read.description ?? attachments[0]?.title,
      status: read.status,
      date: firstDate(read.date),
      facts: facts({
        author: read.author.map(named),
        note: titleOf(read.type) ? read.description : undefined,
      }),
      codes: [read.type],
      categories: read.category,
      kind: kindOf(read.type, read.category),
      more: attachments.length > 0 ? { attachments } : {},
    };
  },
);
