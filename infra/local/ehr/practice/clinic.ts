import type { HealthcareService, Location, Organization } from "fhir/r4";

export const clinicName = "Lakeside Family Health";

export const systems = {
  visitType: "urn:lakeside:visit-type",
  mrn: "urn:lakeside:mrn",
  staff: "urn:lakeside:staff",
  formulary: "urn:lakeside:formulary",
  durationMinutes: "urn:porchlight:duration-minutes",
  minimumAge: "urn:porchlight:minimum-age-years",
  maximumAge: "urn:porchlight:maximum-age-years",
  balance: "urn:porchlight:balance",
  translation: "http://hl7.org/fhir/StructureDefinition/translation",
} as const;

export const clinicReference = { reference: "Organization/lakeside", display: clinicName };

export interface VisitType {
  code: string;
  name: string;
  spanish: string;
  comment: string;
  spanishComment: string;
  minutes: number;
  ages?: { from?: number; to?: number };
}

/** In the order patients see them; the first is open to every adult. */
const visitTypes = [
  {
    code: "office-visit",
    name: "Office visit",
    spanish: "Visita en el consultorio",
    comment: "See someone about a new or ongoing problem.",
    spanishComment: "Para hablar de un problema nuevo o que ya tiene.",
    minutes: 20,
  },
  {
    code: "annual-physical",
    name: "Annual physical",
    spanish: "Examen físico anual",
    comment: "A yearly check of your health, with time for questions.",
    spanishComment: "Una revisión anual de su salud, con tiempo para preguntas.",
    minutes: 40,
    ages: { from: 18 },
  },
  {
    code: "follow-up",
    name: "Follow-up",
    spanish: "Visita de seguimiento",
    comment: "Come back after a visit, a test or a change of medicine.",
    spanishComment: "Para volver después de una visita, una prueba o un cambio de medicina.",
    minutes: 20,
  },
  {
    code: "new-patient",
    name: "New patient visit",
    spanish: "Primera visita",
    comment: "Your first visit with us.",
    spanishComment: "Su primera visita con nosotros.",
    minutes: 40,
  },
  {
    code: "video-visit",
    name: "Video visit",
    spanish: "Visita por video",
    comment: "Talk by video from home.",
    spanishComment: "Hable por video desde su casa.",
    minutes: 20,
  },
  {
    code: "child-check-up",
    name: "Child check-up",
    spanish: "Revisión infantil",
    comment: "A regular check of how a child is growing.",
    spanishComment: "Una revisión regular de cómo crece su hijo.",
    minutes: 30,
    ages: { to: 17 },
  },
  {
    code: "vaccination",
    name: "Vaccination",
    spanish: "Vacunación",
    comment: "A flu shot or another vaccine that is due.",
    spanishComment: "La vacuna contra la gripe u otra que le toca.",
    minutes: 20,
  },
  {
    code: "lab-draw",
    name: "Lab draw",
    spanish: "Toma de sangre",
    comment: "Have blood taken for a test that was ordered.",
    spanishComment: "Toma de sangre para una prueba que le pidieron.",
    minutes: 10,
  },
] as const satisfies VisitType[];

export type VisitCode = (typeof visitTypes)[number]["code"];

const typesByCode = new Map<string, VisitType>(visitTypes.map((one) => [one.code, one]));

export function visitTypeOf(code: VisitCode): VisitType {
  return typesByCode.get(code) ?? visitTypes[0];
}

/** The CodeableConcept of a visit type, as Slots, Schedules and Appointments carry it. */
export function conceptOf(code: VisitCode) {
  const { name } = visitTypeOf(code);
  return { coding: [{ system: systems.visitType, code, display: name }], text: name };
}

const locations = [
  { id: "lakeside-main", name: "Lakeside Main Street", line: "120 Main Street", phone: "555-0110" },
  { id: "lakeside-harbor", name: "Lakeside Harbor", line: "48 Harbor Road", phone: "555-0120" },
] as const;

export type LocationId = (typeof locations)[number]["id"];

export function locationReference(id: LocationId) {
  const place = locations.find((one) => one.id === id) ?? locations[0];
  return { reference: `Location/${id}`, display: place.name };
}

const town = { city: "Lakeside", state: "IL", postalCode: "60001", country: "US" };

export function* clinicRecords(): Generator<Organization | Location | HealthcareService> {
  yield {
    resourceType: "Organization",
    id: "lakeside",
    active: true,
    name: clinicName,
    telecom: [{ system: "phone", value: "555-0100" }],
    address: [{ line: ["120 Main Street"], ...town }],
  };
  for (const { id, name, line, phone } of locations)
    yield {
      resourceType: "Location",
      id,
      status: "active",
      name,
      telecom: [{ system: "phone", value: phone }],
      address: { line: [line], ...town },
      managingOrganization: clinicReference,
    };
  for (const [index, type] of visitTypes.entries()) yield serviceOf(type, index);
}

function serviceOf(type: VisitType, index: number): HealthcareService {
  return {
    resourceType: "HealthcareService",
    id: `visit-type-${index + 1}-${type.code}`,
    active: true,
    providedBy: clinicReference,
    type: [{ coding: [{ system: systems.visitType, code: type.code, display: type.name }] }],
    location: locations.map(({ id }) => locationReference(id)),
    name: type.name,
    _name: inSpanish(type.spanish),
    comment: type.comment,
    _comment: inSpanish(type.spanishComment),
    appointmentRequired: true,
    extension: [
      { url: systems.durationMinutes, valueInteger: type.minutes },
      ...ageLimit(systems.minimumAge, type.ages?.from),
      ...ageLimit(systems.maximumAge, type.ages?.to),
    ],
  };
}

function inSpanish(content: string) {
  const extension = [
    { url: "lang", valueCode: "es" },
    { url: "content", valueString: content },
  ];
  return { extension: [{ url: systems.translation, extension }] };
}

function ageLimit(url: string, years: number | undefined) {
  return years === undefined ? [] : [{ url, valueInteger: years }];
}
