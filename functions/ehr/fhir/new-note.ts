import { type Raw, WRITE_BACK } from "./elements.ts";
import { type NoteCommand, type NoteType, SAID } from "./note-forms.ts";

/** LOINC's types of document: what a patient wrote, and a note of any kind. */
const PATIENT_NOTE = "51855-5";
const NOTE = "34109-9";

const NOT_FOR_PATIENT = {
  system: "http://terminology.hl7.org/CodeSystem/v3-ActCode",
  code: "NOPAT",
};
const DISCLOSED = {
  system: "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle",
  code: "disclose",
};
const AUTHOR = {
  system: "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
  code: "author",
};

/** A note before it is anything of FHIR's. */
interface Note {
  readonly key: string;
  readonly said: string;
  readonly patient: { readonly reference: string };
  readonly author: { readonly reference: string } | { readonly display: string };
  readonly byPatient: boolean;
  readonly words: string;
  readonly at: string;
  readonly about: string | undefined;
  /** What a decision about a result comes to. */
  readonly disclosed?: boolean;
}

/** The note as it is written into a chart. */
export function newNote(type: NoteType, key: string, command: NoteCommand): Raw {
  const note = noteOf(key, command);
  switch (type) {
    case "Task":
      return task(note);
    case "Communication":
      return communication(note);
    case "DocumentReference":
      return document(note);
    case "Provenance":
      return provenance(note);
  }
}

/** When it was said. */
export function momentOf(command: NoteCommand): string {
  if (command.kind === "correction.ask") return command.askedAt;
  return command.kind === "message.send" ? command.sentAt : command.decidedAt;
}

function noteOf(key: string, command: NoteCommand): Note {
  const { patientId, about, words } = command;
  const patient = { reference: `Patient/${patientId}` };
  const note = { key, patient, about, words, at: momentOf(command) };
  if (command.kind === "correction.ask")
    return { ...note, said: SAID.correction, author: patient, byPatient: true };
  if (command.kind === "result.decide") {
    const { name, disclosed } = command;
    return { ...note, said: words, author: { display: name }, byPatient: false, disclosed };
  }
  return command.by === "patient"
    ? { ...note, said: SAID.byPatient, author: patient, byPatient: true }
    : { ...note, said: SAID.byPractice, author: { display: command.name }, byPatient: false };
}

const identifier = (key: string) => [{ system: WRITE_BACK, value: key }];

/** Its code is that of HL7's guide for requests for corrections. */
const task = ({ key, said, patient, words, at, about }: Note): Raw => ({
  resourceType: "Task",
  identifier: identifier(key),
  status: "requested",
  intent: "proposal",
  code: {
    coding: [
      {
        system: "http://hl7.org/fhir/uv/patient-corrections/CodeSystem/PatientCorrectionTaskTypes",
        code: "medRecCxReq",
      },
    ],
    text: said,
  },
  description: words,
  ...(about === undefined ? {} : { focus: { reference: about } }),
  for: patient,
  authoredOn: at,
  requester: patient,
});

/** To whom a patient writes is the practice's to say: it names no recipient. */
const communication = ({ key, patient, author, byPatient, words, at, about }: Note): Raw => ({
  resourceType: "Communication",
  identifier: identifier(key),
  status: "completed",
  category: [
    {
      coding: [
        {
          system: "http://terminology.hl7.org/CodeSystem/communication-category",
          code: "notification",
        },
      ],
      text: SAID.message,
    },
  ],
  subject: patient,
  ...(about === undefined ? {} : { about: [{ reference: about }] }),
  sent: at,
  ...(byPatient ? {} : { recipient: [patient] }),
  sender: author,
  payload: [{ contentString: words }],
});

/** In plain text. */
const document = ({ key, said, patient, author, byPatient, words, at, about }: Note): Raw => ({
  resourceType: "DocumentReference",
  identifier: identifier(key),
  status: "current",
  type: {
    coding: [{ system: "http://loinc.org", code: byPatient ? PATIENT_NOTE : NOTE }],
    text: said,
  },
  subject: patient,
  date: at,
  author: [author],
  description: said,
  content: [
    {
      attachment: {
        contentType: "text/plain; charset=utf-8",
        data: Buffer.from(words, "utf8").toString("base64"),
        title: said,
      },
    },
  ],
  ...(about === undefined ? {} : { context: { related: [{ reference: about }] } }),
});

/**
 * What was done with the report: disclosed, or not yet. It has no identifier of its own, so our key is that of the entity it
 * rests on: the decision as the portal keeps it. What tells of a withheld result is not for its patient's other apps.
 */
const provenance = ({ key, patient, author, words, at, about, disclosed }: Note): Raw => ({
  resourceType: "Provenance",
  ...(disclosed ? {} : { meta: { security: [NOT_FOR_PATIENT] } }),
  target: [...(about === undefined ? [] : [{ reference: about }]), patient],
  occurredDateTime: at,
  recorded: at,
  activity: { ...(disclosed ? { coding: [DISCLOSED] } : {}), text: words },
  agent: [{ type: { coding: [AUTHOR] }, who: author }],
  entity: [{ role: "source", what: { identifier: identifier(key)[0] } }],
});
