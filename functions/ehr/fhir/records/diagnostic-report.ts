import type { ResultKind } from "#domain/results.ts";
import { type Concept, idIn, looseList } from "#functions/ehr/fhir/elements.ts";
import { Attachment, attachmentsOf } from "./attachments.ts";
import { hasCode } from "./codes.ts";
import {
  concept,
  concepts,
  firstDate,
  mapper,
  named,
  period,
  references,
  titleOf,
  words,
} from "./parts.ts";

/** HL7 table 0074, and the LOINC parts US Core names the same things by. */
const PATHOLOGY = new Set(["PAT", "SP", "CP", "LP7839-6"]);
const IMAGING = new Set([
  ...["RAD", "CT", "NMR", "NMS", "CUS", "RUS", "VUS", "OUS", "XRC", "RX"],
  ...["LP29684-5", "imaging"],
]);
const LABORATORY = new Set([
  ...["LAB", "HM", "CH", "MB", "MCB", "IMM", "SR", "VR", "BLB", "CG", "GE", "TX"],
  ...["LP29693-6", "laboratory"],
]);

/** Pathology is a laboratory's too: the name that says more counts. */
function kindOf(category: readonly Concept[]): ResultKind {
  if (hasCode(category, PATHOLOGY)) return "pathology";
  if (hasCode(category, IMAGING)) return "imaging";
  return hasCode(category, LABORATORY) ? "lab" : "other";
}

/** A report: its values stand in Observations, its words here. */
export const diagnosticReport = mapper(
  {
    status: words,
    category: concepts,
    code: concept,
    effectiveDateTime: words,
    effectivePeriod: period,
    issued: words,
    performer: references,
    resultsInterpreter: references,
    result: references,
    conclusion: words,
    conclusionCode: concepts,
    presentedForm: looseList(Attachment),
  },
  (read) => {
    const attachments = attachmentsOf(read.presentedForm);
    const [performer] = read.performer.map(named);
    const [interpreter] = read.resultsInterpreter.map(named);
    return {
      section: "results",
      title: titleOf(read.code),
      status: read.status,
      date: firstDate(read.effectiveDateTime, read.effectivePeriod?.start, read.issued),
      codes: [read.code, ...read.conclusionCode],
      categories: read.category,
      found: read.conclusionCode,
      kind: kindOf(read.category),
      issued: read.issued,
      more: attachments.length > 0 ? { attachments } : {},
      result: {
        members: read.result.flatMap(({ reference }) => idIn(reference, "Observation") ?? []),
        issued: firstDate(read.issued),
        ...(read.conclusion ? { conclusion: read.conclusion } : {}),
        ...(performer ? { performer } : {}),
        ...(interpreter ? { interpreter } : {}),
      },
    };
  },
);
