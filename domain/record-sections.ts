import * as z from "zod/mini";

/** How the chart is laid out for the patient. */
export const RecordSection = z.enum([
  "results",
  "visits",
  "notes",
  "documents",
  "problems",
  "procedures",
  "medications",
  "allergies",
  "immunizations",
  "vitals",
  "observations",
  "social-history",
  "family-history",
  "care-plans",
  "goals",
  "care-team",
  "referrals",
  "coverage",
  "claims",
  "demographics",
  "contacts",
  "other",
]);
export type RecordSection = z.infer<typeof RecordSection>;

/** FHIR resource types each section is made of. A type of none of these, and not named below, is "other". */
export const SECTION_TYPES: Readonly<Record<RecordSection, readonly string[]>> = {
  results: ["DiagnosticReport", "Observation"],
  visits: ["Encounter"],
  notes: ["DocumentReference"],
  documents: ["DocumentReference"],
  problems: ["Condition"],
  procedures: ["Procedure"],
  medications: ["MedicationRequest", "MedicationStatement", "MedicationDispense"],
  allergies: ["AllergyIntolerance"],
  immunizations: ["Immunization"],
  vitals: ["Observation"],
  observations: ["Observation"],
  "social-history": ["Observation"],
  "family-history": ["FamilyMemberHistory"],
  "care-plans": ["CarePlan"],
  goals: ["Goal"],
  "care-team": ["CareTeam"],
  referrals: ["ServiceRequest"],
  coverage: ["Coverage"],
  claims: ["Claim", "ExplanationOfBenefit"],
  demographics: ["Patient"],
  contacts: ["RelatedPerson"],
  other: [],
};

const SHOWN = new Set(Object.values(SECTION_TYPES).flat());

/**
 * Why something of a chart is not shown here. "visits-page": the portal's own page has it. "beside-items": people,
 * places and codes stand beside the records that name them. "messages": what patient and practice write has a page of its
 * own; what else is written there is between those who work there. "practice-work": how the practice organises its work.
 * "technical": about records, not about a patient. "psychotherapy": notes the law keeps apart from the record (45 CFR
 * 164.501, 164.524(a)(1)(i)); they are never read into the portal.
 */
export const NotShownReason = z.enum([
  "visits-page",
  "beside-items",
  "messages",
  "practice-work",
  "technical",
  "psychotherapy",
]);
export type NotShownReason = z.infer<typeof NotShownReason>;

const because = (reason: NotShownReason, ...types: readonly string[]) =>
  types.map((type) => [type, reason] as const);

const NOT_SHOWN: ReadonlyMap<string, NotShownReason> = new Map([
  ...because("visits-page", "Appointment", "AppointmentResponse"),
  ...because("beside-items", "Practitioner", "PractitionerRole", "Organization", "Location"),
  ...because("beside-items", "HealthcareService", "Medication", "Substance", "Person", "Group"),
  ...because("messages", "Communication", "CommunicationRequest"),
  ...because("practice-work", "Slot", "Schedule", "Task", "Flag", "List"),
  ...because("technical", "AuditEvent", "Provenance", "Subscription", "Binary", "Bundle"),
  ...because("technical", "Basic", "Endpoint", "Linkage", "MessageHeader", "OperationOutcome"),
  ...because("technical", "Questionnaire", "ValueSet", "CodeSystem", "Library"),
]);

/** Types that are never shown as records, each with its reason; psychotherapy notes are no type of their own. */
export const notShown: readonly { readonly type: string; readonly reason: NotShownReason }[] = [
  ...[...NOT_SHOWN].map(([type, reason]) => ({ type, reason })),
  { type: "PsychotherapyNote", reason: "psychotherapy" },
];

/** Whether records of this type are read at all. One nobody thought of is. */
export const isShown = (type: string): boolean => !NOT_SHOWN.has(type);

/** True for a type that has no section of its own. */
export const isOther = (type: string): boolean => isShown(type) && !SHOWN.has(type);

/** The types to read for a section, of those that can be read. */
export const typesOf = (section: RecordSection, readable: readonly string[]): string[] =>
  readable.filter((type) =>
    section === "other" ? isOther(type) : SECTION_TYPES[section].includes(type),
  );

/** Where a record goes whose own content could not be read. */
export function sectionOfType(type: string): RecordSection {
  const found = RecordSection.options.find((section) => SECTION_TYPES[section].includes(type));
  // Which kind of document or observation it is can't be told: it is kept with what is shown most carefully.
  if (type === "DocumentReference") return "documents";
  return found ?? "other";
}
