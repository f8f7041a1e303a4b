import * as z from "zod/mini";
import {
  correlationIds,
  Identifier,
  idIn,
  loose,
  looseList,
  type Raw,
  Reference,
  resourceOf,
} from "./elements.ts";

/** A note as a chart keeps it: whose, under which of our keys, what it says and when that was said. */
export interface InChart {
  readonly id: string;
  readonly patientId: string | undefined;
  readonly keys: readonly string[];
  readonly words: string | undefined;
  readonly at: string | undefined;
}

const text = loose(z.string());
const reference = loose(Reference);
const identifier = looseList(Identifier);
const FhirTask = z.object({
  ...resourceOf("Task"),
  identifier,
  for: reference,
  description: text,
  authoredOn: text,
});
const FhirCommunication = z.object({
  ...resourceOf("Communication"),
  identifier,
  subject: reference,
  sent: text,
  payload: looseList(z.object({ contentString: text })),
});
const FhirDocument = z.object({
  ...resourceOf("DocumentReference"),
  identifier,
  subject: reference,
  date: text,
  content: looseList(z.object({ attachment: z.object({ data: text }) })),
});
const FhirProvenance = z.object({
  ...resourceOf("Provenance"),
  target: looseList(Reference),
  activity: loose(z.object({ text })),
  occurredDateTime: text,
  recorded: text,
  entity: looseList(z.object({ what: loose(z.object({ identifier: loose(Identifier) })) })),
});
const FhirNote = z.discriminatedUnion("resourceType", [
  FhirTask,
  FhirCommunication,
  FhirDocument,
  FhirProvenance,
]);

/** Undefined for what is no note, or bears no id. */
export function charted(raw: Raw): InChart | undefined {
  const note = FhirNote.safeParse(raw).data;
  if (!note) return undefined;
  const known = { id: note.id, keys: correlationIds(identifiersOf(note)) };
  switch (note.resourceType) {
    case "Task":
      return { ...known, ...ownedBy(note.for), words: note.description, at: note.authoredOn };
    case "Communication": {
      const words = note.payload[0]?.contentString;
      return { ...known, ...ownedBy(note.subject), words, at: note.sent };
    }
    case "DocumentReference": {
      const data = note.content[0]?.attachment.data;
      const words = data === undefined ? undefined : Buffer.from(data, "base64").toString("utf8");
      return { ...known, ...ownedBy(note.subject), words, at: note.date };
    }
    case "Provenance": {
      const { target, activity, recorded, occurredDateTime: at = recorded } = note;
      const patient = target.find(({ reference: to }) => idIn(to, "Patient") !== undefined);
      return { ...known, ...ownedBy(patient), words: activity?.text, at };
    }
  }
}

/** A provenance has none of its own: ours stands with what it rests on. */
const identifiersOf = (note: z.infer<typeof FhirNote>) =>
  note.resourceType === "Provenance"
    ? note.entity.flatMap(({ what }) => what?.identifier ?? [])
    : note.identifier;

const ownedBy = (whose: z.infer<typeof reference>) => ({
  patientId: idIn(whose?.reference, "Patient"),
});
