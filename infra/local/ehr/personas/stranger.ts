import { type Persona, plainDialect } from "./persona.ts";

/**
 * A server somebody else wrote, within what FHIR allows: searches say no total, come in any order and in small pages
 * at opaque addresses under a name of the server's own; writes are answered without the record, ETag or version in
 * the Location; ids are the server's to choose; a stale write is 409; the calendar guards nothing by itself.
 */
const stranger: Persona = {
  key: "stranger",
  label: "A server somebody else wrote",
  allows: () => true,
  operations: new Set(),
  transaction: true,
  batch: true,
  conditional: true,
  lastUpdatedOn: () => true,
  dialect: { ...plainDialect, staleStatus: 409 },
  stranger: true,
};

/** The same, with nothing that does two things at once. */
const inSteps: Persona = {
  ...stranger,
  key: "stranger-in-steps",
  label: "A server somebody else wrote, without transactions or conditional creates",
  transaction: false,
  conditional: false,
};

export const strangers: readonly Persona[] = [stranger, inSteps];
