/** Which interactions a vendor's R4 endpoint offers, type by type. */
export interface VendorTable {
  label: string;
  /** The day its CapabilityStatement was read. */
  asOf: string;
  /** Types by what can be done with them. */
  types: Record<string, string>;
  /** Types that can be polled by `_lastUpdated`. */
  polled: string;
  operations: string[];
}

/**
 * Facts taken from eight CapabilityStatements (sandbox tenants, read in 2026; a customer's may differ, so the portal always
 * looks at the live one). Types that the simulator does not keep are left out.
 */
export const vendorTables: Record<string, VendorTable> = {
  epic: {
    label: "Epic",
    asOf: "2026-07-24",
    types: {
      "read search-type": `
        Account Appointment Binary CarePlan CareTeam Claim Consent Coverage Device Encounter
        Endpoint ExplanationOfBenefit FamilyMemberHistory Goal Group ImagingStudy Immunization
        ImmunizationRecommendation List Location Media Medication MedicationAdministration
        MedicationDispense MedicationRequest Organization Practitioner PractitionerRole
        Questionnaire RelatedPerson Specimen`,
      "create read search-type":
        "AllergyIntolerance Communication Condition Patient QuestionnaireResponse",
      "read search-type update": "DiagnosticReport Task",
      "create read search-type update": "DocumentReference Observation Procedure ServiceRequest",
      read: "Provenance",
    },
    polled: "DocumentReference",
    operations: ["Patient/$match"],
  },
  cerner: {
    label: "Oracle Health Millennium",
    asOf: "2026-08-14",
    types: {
      "read search-type": `
        Account CarePlan CareTeam ChargeItem Consent Device Goal Location
        MedicationAdministration MedicationDispense Person Questionnaire Schedule
        ServiceRequest Specimen`,
      "create read search-type update": `
        AllergyIntolerance Condition DocumentReference FamilyMemberHistory Immunization
        Observation`,
      "create patch read search-type":
        "Appointment Communication Encounter MedicationRequest Patient RelatedPerson",
      create: "Basic",
      read: "Binary Media",
      "create delete patch read search-type": "Coverage",
      "create read search-type": "DiagnosticReport Organization Practitioner Procedure Provenance",
      "read search-type update": "QuestionnaireResponse",
      "patch read search-type": "Slot",
    },
    polled: `
      AllergyIntolerance Condition DiagnosticReport DocumentReference Encounter Immunization
      MedicationDispense MedicationRequest Observation Procedure ServiceRequest`,
    operations: [],
  },
  athenahealth: {
    label: "athenahealth athenaOne",
    asOf: "2022-06-06",
    types: {
      "read search-type": `
        AllergyIntolerance Appointment CarePlan CareTeam Condition Coverage Device
        DiagnosticReport DocumentReference Encounter FamilyMemberHistory Goal Immunization
        Location Medication MedicationDispense MedicationRequest Observation Organization
        Patient Practitioner Procedure Provenance Questionnaire RelatedPerson ServiceRequest
        Specimen`,
      read: "Binary Media",
      "create read search-type": "QuestionnaireResponse",
    },
    polled: `
      AllergyIntolerance CarePlan CareTeam Condition Coverage Device DiagnosticReport
      DocumentReference Encounter FamilyMemberHistory Goal Immunization MedicationDispense
      MedicationRequest Observation Patient Procedure QuestionnaireResponse RelatedPerson
      ServiceRequest Specimen`,
    operations: [],
  },
  ecw: {
    label: "eClinicalWorks",
    asOf: "2026-08-14",
    types: {
      "read search-type": `
        AllergyIntolerance Basic CarePlan CareTeam ChargeItem Condition Coverage Device
        DiagnosticReport DocumentReference Encounter FamilyMemberHistory Goal Immunization
        Location Media Medication MedicationAdministration MedicationDispense
        MedicationRequest Observation Organization Patient Practitioner PractitionerRole
        Procedure Provenance Questionnaire RelatedPerson ServiceRequest Specimen`,
      read: "Binary Claim",
      "search-type": "Group",
      "create read search-type": "QuestionnaireResponse",
    },
    polled: "",
    operations: [],
  },
  veradigm: {
    label: "Veradigm",
    asOf: "2022-05-01",
    types: {
      "create read search-type update": `
        AllergyIntolerance Condition DocumentReference Immunization MedicationAdministration
        MedicationDispense MedicationRequest MedicationStatement Observation Questionnaire
        QuestionnaireResponse ServiceRequest`,
      "read search-type": `
        Binary CarePlan CareTeam Coverage Device DiagnosticReport Encounter Goal Group
        Location Medication Organization Patient Practitioner PractitionerRole Procedure
        Provenance RelatedPerson Specimen`,
    },
    polled: "",
    operations: [],
  },
  "nextgen-enterprise": {
    label: "NextGen Enterprise",
    asOf: "2026-07-24",
    types: {
      "read search-type": `
        AllergyIntolerance CarePlan CareTeam Condition Coverage Device DiagnosticReport
        DocumentReference Encounter Endpoint Goal Immunization Location MedicationDispense
        MedicationRequest MedicationStatement Observation Organization Patient Practitioner
        PractitionerRole Procedure Provenance Questionnaire QuestionnaireResponse
        RelatedPerson ServiceRequest Specimen`,
    },
    polled: `
      AllergyIntolerance CarePlan CareTeam Condition Coverage Device DiagnosticReport
      DocumentReference Encounter Goal Immunization Location MedicationDispense
      MedicationRequest MedicationStatement Observation Organization Patient Practitioner
      PractitionerRole Procedure QuestionnaireResponse RelatedPerson ServiceRequest Specimen`,
    operations: [],
  },
  "nextgen-office": {
    label: "NextGen Office",
    asOf: "2026-07-24",
    types: {
      "read search-type": `
        AllergyIntolerance CarePlan CareTeam Condition Coverage Device DiagnosticReport
        DocumentReference Encounter Goal Immunization MedicationAdministration
        MedicationDispense MedicationRequest Observation Organization Patient PractitionerRole
        Procedure RelatedPerson ServiceRequest Specimen`,
      read: "Location Practitioner Provenance",
    },
    polled: "",
    operations: [],
  },
  advancedmd: {
    label: "AdvancedMD",
    asOf: "2022-05-20",
    types: {
      "read search-type": `
        AllergyIntolerance CarePlan CareTeam Condition Coverage Device DiagnosticReport
        DocumentReference Encounter Endpoint Goal Immunization Location MedicationDispense
        MedicationRequest Observation Organization Patient Practitioner Procedure
        RelatedPerson ServiceRequest Specimen`,
      read: "Provenance",
    },
    polled: "",
    operations: [],
  },
};
