import * as z from "zod/mini";
import type { EhrVisitType } from "#ports/ehr.ts";
import {
  Companion,
  Concept,
  Extension,
  loose,
  looseList,
  numberIn,
  type Raw,
  resourceOf,
  translation,
  wordsOf,
} from "./elements.ts";
import { visitTypeIds } from "./slot.ts";

const FhirService = z.object({
  ...resourceOf("HealthcareService"),
  active: loose(z.boolean()),
  type: looseList(Concept),
  name: loose(z.string()),
  _name: loose(Companion),
  comment: loose(z.string()),
  _comment: loose(Companion),
  extraDetails: loose(z.string()),
  characteristic: looseList(Concept),
  extension: looseList(Extension),
});

/** FHIR has no place for these on a HealthcareService. */
const DURATION = "urn:porchlight:duration-minutes";
const MIN_AGE = "urn:porchlight:minimum-age-years";
const MAX_AGE = "urn:porchlight:maximum-age-years";
/** Where a server names no length. The slot's own start and end decide what is booked. */
export const ASSUMED_MINUTES = 30;

export interface ChartedService {
  readonly visitType: EhrVisitType;
  readonly durationKnown: boolean;
  /** How a visit of this type is coded on an Appointment. */
  readonly concept: Concept | undefined;
}

export function chartedService(raw: Raw): ChartedService | undefined {
  const parsed = z.safeParse(FhirService, raw);
  if (!parsed.success || parsed.data.active === false) return undefined;
  const service = parsed.data;
  const name = service.name ?? wordsOf(service.type[0]);
  if (name === undefined) return undefined;
  const minutes = numberIn(service.extension, DURATION);
  const known = minutes !== undefined && minutes > 0;
  return {
    visitType: {
      id: visitTypeIds(service.type.slice(0, 1))[0] ?? service.id,
      name,
      durationMinutes: known ? minutes : ASSUMED_MINUTES,
      ...texts(service),
      ...ages(service),
      ...(isVideo(service) ? { video: true } : {}),
    },
    durationKnown: known,
    concept: service.type[0],
  };
}

type FhirService = z.infer<typeof FhirService>;

function texts(service: FhirService): Partial<EhrVisitType> {
  return {
    nameEs: translation(service._name, "es"),
    description: service.comment,
    descriptionEs: translation(service._comment, "es"),
  };
}

const ages = ({ extension }: FhirService): Partial<EhrVisitType> => ({
  minAge: numberIn(extension, MIN_AGE),
  maxAge: numberIn(extension, MAX_AGE),
});

const isVideo = (service: FhirService): boolean =>
  [...service.characteristic, ...service.type].some((concept) =>
    [wordsOf(concept), ...concept.coding.map(({ code }) => code)].some((word) =>
      /\b(video|telehealth|telemedicine|virtual)\b/i.test(word ?? ""),
    ),
  );
