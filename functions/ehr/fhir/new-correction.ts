import type { EhrCommand } from "#ports/ehr.ts";
import type { Desk } from "./desk.ts";
import { type Raw, WRITE_BACK } from "./elements.ts";

export type Correct = EhrCommand & { kind: "correction.ask" };
export const CORRECTION_TYPES = ["Task", "DocumentReference"] as const;
export type CorrectionType = (typeof CORRECTION_TYPES)[number];

const SAID = "A patient asks for a correction of this chart";

/** The request as it is written into a chart: work for somebody where there are tasks, else a document. */
export const newCorrection = (type: CorrectionType, desk: Desk, command: Correct): Raw =>
  type === "Task" ? task(desk, command) : document(desk, command);

/** Its code is that of HL7's guide for such requests. */
function task(desk: Desk, { patientId, about, words, askedAt }: Correct): Raw {
  const patient = { reference: `Patient/${patientId}` };
  return {
    resourceType: "Task",
    identifier: [{ system: WRITE_BACK, value: desk.key }],
    status: "requested",
    intent: "proposal",
    code: {
      coding: [
        {
          system:
            "http://hl7.org/fhir/uv/patient-corrections/CodeSystem/PatientCorrectionTaskTypes",
          code: "medRecCxReq",
        },
      ],
      text: SAID,
    },
    description: words,
    ...(about === undefined ? {} : { focus: { reference: about } }),
    for: patient,
    authoredOn: askedAt,
    requester: patient,
  };
}

/** A note by the patient (LOINC 51855-5), in plain text. */
function document(desk: Desk, { patientId, about, words, askedAt }: Correct): Raw {
  const patient = { reference: `Patient/${patientId}` };
  return {
    resourceType: "DocumentReference",
    identifier: [{ system: WRITE_BACK, value: desk.key }],
    status: "current",
    type: { coding: [{ system: "http://loinc.org", code: "51855-5" }], text: SAID },
    subject: patient,
    date: askedAt,
    author: [patient],
    description: SAID,
    content: [
      {
        attachment: {
          contentType: "text/plain; charset=utf-8",
          data: Buffer.from(words, "utf8").toString("base64"),
          title: SAID,
        },
      },
    ],
    ...(about === undefined ? {} : { context: { related: [{ reference: about }] } }),
  };
}
