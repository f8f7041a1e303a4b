import * as z from "zod/mini";
import { Id } from "#domain/identifiers.ts";
import { sectionOfType } from "#domain/record-sections.ts";
import { itemId } from "#domain/records.ts";
import { idIn, loose, looseList, Meta, type Raw } from "#functions/ehr/fhir/elements.ts";
import type { EhrRecord, RecordFacts } from "#ports/ehr-records.ts";
import { allergyIntolerance } from "./allergy-intolerance.ts";
import { anything } from "./anything.ts";
import { carePlan } from "./care-plan.ts";
import { careTeam } from "./care-team.ts";
import { claim } from "./claim.ts";
import { bareCodes, codesIn, findingsIn } from "./codes.ts";
import { condition } from "./condition.ts";
import { coverage } from "./coverage.ts";
import { diagnosticReport } from "./diagnostic-report.ts";
import { documentReference } from "./document-reference.ts";
import { encounter } from "./encounter.ts";
import { explanationOfBenefit } from "./explanation-of-benefit.ts";
import { familyMemberHistory } from "./family-member-history.ts";
import { goal } from "./goal.ts";
import { immunization } from "./immunization.ts";
import { medicationDispense } from "./medication-dispense.ts";
import { medicationRequest } from "./medication-request.ts";
import { medicationStatement } from "./medication-statement.ts";
import { observation } from "./observation.ts";
import { labelsOfOwn } from "./own-notes.ts";
import { type Mapped, type Mapper, when } from "./parts.ts";
import { patient, relatedPerson } from "./people.ts";
import { procedure } from "./procedure.ts";
import { serviceRequest } from "./service-request.ts";

const MAPPERS: Readonly<Record<string, Mapper>> = {
  AllergyIntolerance: allergyIntolerance,
  CarePlan: carePlan,
  CareTeam: careTeam,
  Claim: claim,
  Condition: condition,
  Coverage: coverage,
  DiagnosticReport: diagnosticReport,
  DocumentReference: documentReference,
  Encounter: encounter,
  ExplanationOfBenefit: explanationOfBenefit,
  FamilyMemberHistory: familyMemberHistory,
  Goal: goal,
  Immunization: immunization,
  MedicationDispense: medicationDispense,
  MedicationRequest: medicationRequest,
  MedicationStatement: medicationStatement,
  Observation: observation,
  Patient: patient,
  Procedure: procedure,
  RelatedPerson: relatedPerson,
  ServiceRequest: serviceRequest,
};

const Labelled = z.object({
  resourceType: z.string(),
  id: Id,
  meta: loose(z.extend(Meta, { security: looseList(z.object({ code: loose(z.string()) })) })),
});

/** Fields that name whose record it is, over all types. */
const OWNERS = ["subject", "patient", "beneficiary", "for", "individual"] as const;
const Owner = z.object({ reference: loose(z.string()) });

/** Ids of the patients a resource says it is about. */
export function patientsIn(raw: Raw): string[] {
  if (raw["resourceType"] === "Patient") return [String(raw["id"])];
  return OWNERS.flatMap((name) => {
    const owners = [raw[name]].flat().map((one) => Owner.safeParse(one).data?.reference);
    return owners.flatMap((reference) => idIn(reference, "Patient") ?? []);
  });
}

/** A resource as the portal keeps it; undefined for what has no type or id. */
export function toRecord(raw: Raw, patientId: string): EhrRecord | undefined {
  const known = Labelled.safeParse(raw).data;
  if (!known) return undefined;
  const { resourceType: type, id, meta } = known;
  const mapped = MAPPERS[type]?.(raw);
  const read = mapped ?? anything(raw) ?? { title: undefined };
  const labels = [...(meta?.security ?? []).flatMap(({ code }) => code ?? []), ...labelsOfOwn(raw)];
  const updated = when(meta?.lastUpdated);
  const kind = read.kind ?? kindUnread(type, mapped);
  return {
    type,
    id,
    patientId,
    ...(updated ? { updated } : {}),
    section: read.section ?? sectionOfType(type),
    item: itemOf(read, { type, id, updated, unread: mapped === undefined }),
    facts: factsOf(read, { kind, labels }),
    ...(read.result ? { result: withComments(read) } : {}),
    raw,
  };
}

/** A report or value that could not be read narrowly is still one for the rules of release. */
const kindUnread = (type: string, mapped: Mapped | undefined): RecordFacts["kind"] =>
  mapped || sectionOfType(type) !== "results" ? "record" : "other";

const withComments = ({ result, more }: Mapped): EhrRecord["result"] =>
  result && { ...result, ...(more?.comments ? { comments: more.comments } : {}) };

interface Known {
  readonly type: string;
  readonly id: string;
  readonly updated: string | undefined;
  readonly unread: boolean;
}

function itemOf(read: Mapped, { type, id, updated, unread }: Known): EhrRecord["item"] {
  const { comments, ...more } = read.more ?? {};
  return {
    id: itemId(type, id),
    type,
    title: read.title ?? "",
    ...(read.status ? { status: read.status } : {}),
    ...(read.date ? { date: read.date } : {}),
    ...(read.end ? { end: read.end } : {}),
    facts: [...(read.facts ?? [])],
    ...more,
    ...(comments && comments.length > 0 ? { comments } : {}),
    ...(unread ? { unread } : {}),
    source: { reference: `${type}/${id}`, ...(updated ? { updated } : {}) },
  };
}

function factsOf(
  read: Mapped,
  { kind, labels }: { kind: RecordFacts["kind"]; labels: string[] },
): RecordFacts {
  const { comments = [] } = read.more ?? {};
  const issued = when(read.issued);
  return {
    kind,
    ...(read.status ? { status: read.status } : {}),
    // A day alone is no moment from which hours could be counted.
    ...(issued?.includes("T") ? { issued } : {}),
    described: {
      codes: codesIn(read.codes ?? []),
      categories: bareCodes(read.categories ?? []),
      labels,
      findings: findingsIn(read.found ?? []),
    },
    commented: comments.length > 0,
  };
}
