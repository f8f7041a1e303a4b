import type { Location, Practitioner } from "#domain/appointments.ts";
import { t } from "#web/i18n/language.ts";

/** What stands where a patient left the person or the place to the practice. */
const ANYONE = "anyone";
const ANY_PLACE = "any-place";
export const isAnyone = (person: Practitioner): boolean => person.id === ANYONE;

/** "Maya Okafor, MD" as the practice writes it. */
export function withCredential(person: Practitioner): string {
  if (isAnyone(person)) return t("visits.anyone");
  return person.credential ? `${person.name}, ${person.credential}` : person.name;
}

export const placeName = (place: Location): string =>
  place.id === ANY_PLACE ? t("visits.anywhere") : place.name;
