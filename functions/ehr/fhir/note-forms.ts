import type { EhrCommand } from "#ports/ehr.ts";

/** What somebody said, kept in the chart in their words: it changes nothing else there. */
export type NoteCommand = Extract<
  EhrCommand,
  { kind: "correction.ask" | "message.send" | "result.decide" }
>;

/** What a note may be written as. */
export const TYPE = {
  document: "DocumentReference",
  task: "Task",
  communication: "Communication",
  provenance: "Provenance",
} as const;
export type NoteForm = keyof typeof TYPE;
export type NoteType = (typeof TYPE)[NoteForm];

/**
 * The forms of each kind, best first. A task is work for somebody, and a communication stands where a chart keeps what was
 * said; a document is at least seen.
 */
export const FORMS = {
  "correction.ask": ["task", "document"],
  "message.send": ["communication", "document"],
  // A document would stand among those the patient reads, and tell of a result that is held.
  "result.decide": ["provenance"],
} as const satisfies Record<NoteCommand["kind"], readonly NoteForm[]>;

/** What stands above a note in the chart, and tells it from what others file there. */
export const SAID = {
  correction: "A patient asks for a correction of this chart",
  byPatient: "A message by the patient in the portal",
  byPractice: "A message by the practice in the portal",
  /** Of either, where the chart says itself who sent it. */
  message: "Message in the patient portal",
} as const;
