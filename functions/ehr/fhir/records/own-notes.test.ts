import { expect, it } from "vitest";
import { isShown } from "#domain/record-sections.ts";
import { classify } from "#domain/release-classify.ts";
import { newNote } from "#functions/ehr/fhir/new-note.ts";
import { FORMS, type NoteCommand, TYPE } from "#functions/ehr/fhir/note-forms.ts";
import { toRecord } from "./map-record.ts";

const at = "2026-11-23T10:00:00.000Z";
const said = { patientId: "p1", words: "It hurts again." };
const message = { kind: "message.send", ...said, sentAt: at } as const;
const commands: readonly NoteCommand[] = [
  { kind: "correction.ask", ...said, askedAt: at },
  { ...message, by: "patient", name: "Ana P." },
  { ...message, by: "practice", name: "Dr. Vega" },
];
const forms = commands.flatMap((command) =>
  FORMS[command.kind].map((form) => [TYPE[form], command] as const),
);

const sensitiveAs = (raw: Record<string, unknown>) => {
  const record = toRecord({ ...raw, id: "1" }, "p1");
  return record && classify(record.facts.described).sensitive;
};

it.each(forms)(
  "a %s of ours is kept from those who may see the rest, whoever wrote it (%#)",
  (type, command) => {
    const { identifier, ...unsigned } = newNote(type, "note_1.001", command);
    expect(sensitiveAs({ ...unsigned, identifier })).toEqual(["restricted"]);
    expect(sensitiveAs(unsigned)).toEqual(["restricted"]);
  },
);

it("what others file is not, whatever identifiers and headings it bears", () => {
  const note = { system: "http://loinc.org", code: "34109-9", display: "Note" };
  const document = {
    resourceType: "DocumentReference",
    identifier: [{ system: "urn:other", value: "note_1.001" }],
    type: { coding: [note], text: "Note" },
    description: "A message from the school",
  };
  expect(sensitiveAs(document)).toEqual([]);
});

it("neither communications nor tasks are shown as records at all", () => {
  expect(["Communication", "Task"].filter(isShown)).toEqual([]);
});
