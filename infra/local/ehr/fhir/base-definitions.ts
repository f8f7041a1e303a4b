/** R4's required elements (cardinality 1..) that a careless client is likely to miss. */
export const requiredFields: Record<string, string[]> = {
  Account: ["status"],
  AllergyIntolerance: ["patient"],
  Appointment: ["status", "participant"],
  AppointmentResponse: ["appointment", "participantStatus"],
  Basic: ["code"],
  Binary: ["contentType"],
  Communication: ["status"],
  Condition: ["subject"],
  Consent: ["status", "scope", "category"],
  Coverage: ["status", "beneficiary", "payor"],
  DiagnosticReport: ["status", "code"],
  DocumentReference: ["status", "content"],
  Encounter: ["status", "class"],
  Immunization: ["status", "vaccineCode", "patient"],
  Invoice: ["status"],
  MedicationDispense: ["status"],
  MedicationRequest: ["status", "intent", "subject"],
  Observation: ["status", "code"],
  PaymentNotice: ["status", "payment", "recipient", "amount"],
  Procedure: ["status", "subject"],
  Questionnaire: ["status"],
  QuestionnaireResponse: ["status"],
  RelatedPerson: ["patient"],
  Schedule: ["actor"],
  ServiceRequest: ["status", "intent", "subject"],
  Slot: ["schedule", "status", "start", "end"],
  Subscription: ["status", "reason", "criteria", "channel"],
  Task: ["status", "intent"],
};

const words = (text: string) => new Set(text.split(" "));
const requestStatus = words("draft active on-hold revoked completed entered-in-error unknown");
const eventStatus = words(
  "preparation in-progress not-done on-hold stopped completed entered-in-error unknown",
);
const financialStatus = words("active cancelled draft entered-in-error");

/** R4's required bindings of `status` and its kin. */
export const codeSets: Record<string, Record<string, Set<string>>> = {
  Account: { status: words("active inactive entered-in-error on-hold unknown") },
  Appointment: {
    status: words(
      "proposed pending booked arrived fulfilled cancelled noshow entered-in-error checked-in waitlist",
    ),
  },
  AppointmentResponse: { participantStatus: words("accepted declined tentative needs-action") },
  Communication: { status: eventStatus, priority: words("routine urgent asap stat") },
  Consent: { status: words("draft proposed active rejected inactive entered-in-error") },
  Coverage: { status: financialStatus },
  DiagnosticReport: {
    status: words(
      "registered partial preliminary final amended corrected appended cancelled entered-in-error unknown",
    ),
  },
  DocumentReference: {
    status: words("current superseded entered-in-error"),
    docStatus: words("preliminary final amended entered-in-error"),
  },
  Encounter: {
    status: words(
      "planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown",
    ),
  },
  Immunization: { status: words("completed entered-in-error not-done") },
  Invoice: { status: words("draft issued balanced cancelled entered-in-error") },
  MedicationRequest: {
    status: words("active on-hold cancelled completed entered-in-error stopped draft unknown"),
    intent: words(
      "proposal plan order original-order reflex-order filler-order instance-order option",
    ),
  },
  Observation: {
    status: words(
      "registered preliminary final amended corrected cancelled entered-in-error unknown",
    ),
  },
  Patient: { gender: words("male female other unknown") },
  PaymentNotice: { status: financialStatus },
  Procedure: { status: eventStatus },
  Questionnaire: { status: words("draft active retired unknown") },
  QuestionnaireResponse: {
    status: words("in-progress completed amended entered-in-error stopped"),
  },
  ServiceRequest: { status: requestStatus },
  Slot: { status: words("busy free busy-unavailable busy-tentative entered-in-error") },
  Task: {
    status: words(
      "draft requested received accepted rejected ready cancelled in-progress on-hold failed completed entered-in-error",
    ),
    intent: words(
      "unknown proposal plan order original-order reflex-order filler-order instance-order option",
    ),
  },
};
