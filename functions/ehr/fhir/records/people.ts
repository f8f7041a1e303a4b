import * as z from "zod/mini";
import { ContactPoint, fullName, HumanName, looseList } from "#functions/ehr/fhir/elements.ts";
import {
  concept,
  concepts,
  dated,
  facts,
  firstDate,
  inWords,
  mapper,
  named,
  period,
  references,
  titleOf,
  words,
} from "./parts.ts";

const Address = z.object({
  text: words,
  line: looseList(z.string()),
  city: words,
  state: words,
  postalCode: words,
});

const addressOf = ({ text, line, city, state, postalCode }: z.infer<typeof Address>): string =>
  text ?? [...line, city, state, postalCode].filter((part) => part).join(", ");

const reached = (telecom: readonly z.infer<typeof ContactPoint>[], ...systems: string[]) =>
  telecom.filter(({ system }) => systems.includes(system ?? "")).map(({ value }) => value);

const person = {
  name: looseList(HumanName),
  telecom: looseList(ContactPoint),
  address: looseList(Address),
  gender: words,
  birthDate: words,
};

/** The patient as the chart knows them. */
export const patient = mapper(
  {
    ...person,
    communication: looseList(z.object({ language: concept })),
    generalPractitioner: references,
    maritalStatus: concept,
    contact: looseList(
      z.object({
        name: z.catch(z.optional(HumanName), undefined),
        relationship: concepts,
        telecom: looseList(ContactPoint),
      }),
    ),
  },
  (read) => ({
    title: fullName(read.name),
    facts: [
      ...dated("birth-date", read.birthDate),
      ...facts({
        gender: read.gender,
        phone: reached(read.telecom, "phone", "sms"),
        email: reached(read.telecom, "email"),
        address: read.address.map(addressOf),
        language: read.communication.map(({ language }) => titleOf(language)),
        by: read.generalPractitioner.map(named),
        member: read.contact.map(({ name, relationship, telecom }) =>
          [name && fullName([name]), inWords(relationship)[0], telecom[0]?.value]
            .filter((part) => part)
            .join(", "),
        ),
      }),
    ],
  }),
);

/** Somebody close to the patient. */
export const relatedPerson = mapper({ ...person, relationship: concepts, period }, (read) => ({
  title: fullName(read.name) ?? inWords(read.relationship)[0],
  date: firstDate(read.period?.start),
  end: firstDate(read.period?.end),
  facts: facts({
    relationship: read.relationship.map(titleOf),
    phone: reached(read.telecom, "phone", "sms"),
    email: reached(read.telecom, "email"),
    address: read.address.map(addressOf),
  }),
}));
