import { type Persona, plainDialect } from "./persona.ts";

/**
 * A server somebody else wrote, within what FHIR allows: searches say no total, come in any order and in small pages
 * at opaque addresses under a name of the server's own; writes are answered without the record, ETag or version in
 * the Location; ids are the server's to choose; a stale write is 409; the calendar guards nothing by itself.
 */
export const stranger: Persona = {
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
