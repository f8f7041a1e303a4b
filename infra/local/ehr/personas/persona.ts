export type Interaction =
  | "read"
  | "vread"
  | "history-instance"
  | "search-type"
  | "create"
  | "update"
  | "patch"
  | "delete";

export const interactions: Interaction[] = [
  "read",
  "vread",
  "history-instance",
  "search-type",
  "create",
  "update",
  "patch",
  "delete",
];

/** How a vendor answers where vendors differ although FHIR is one standard. */
export interface Dialect {
  /** `required`: a write without If-Match is refused. `ignored`: there are no versions to match. */
  ifMatch: "optional" | "required" | "ignored";
  /** What a stale If-Match answers. */
  staleStatus: 412 | 409;
  /** Writes carrying a modifierExtension or implicitRules are refused with 422. */
  refusesModifiers: boolean;
  /** Requests counted per minute of the wall clock, token requests included. */
  requestsPerMinute: number | undefined;
}

/** What one kind of record system can do, as its CapabilityStatement would say. */
export interface Persona {
  key: string;
  label: string;
  allows(type: string, interaction: Interaction): boolean;
  operations: ReadonlySet<string>;
  transaction: boolean;
  batch: boolean;
  conditional: boolean;
  lastUpdatedOn(type: string): boolean;
  dialect: Dialect;
  /** Keeps none of our own habits where FHIR leaves a server free. */
  stranger?: boolean;
}

export const plainDialect: Dialect = {
  ifMatch: "optional",
  staleStatus: 412,
  refusesModifiers: false,
  requestsPerMinute: undefined,
};
