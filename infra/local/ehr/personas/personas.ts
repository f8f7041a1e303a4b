import { type Interaction, type Persona, plainDialect } from "./persona.ts";
import { strangers } from "./stranger.ts";
import { vendorPersonas } from "./vendors.ts";

/** Everything the chart can do. */
const full: Persona = {
  key: "full",
  label: "Lakeside chart",
  allows: () => true,
  operations: new Set(["Patient/$match", "Patient/$everything"]),
  transaction: true,
  batch: true,
  conditional: true,
  lastUpdatedOn: () => true,
  dialect: plainDialect,
};

const reading = new Set<Interaction>(["read", "vread", "history-instance", "search-type"]);

const readOnly =
  (...types: string[]) =>
  (type: string, interaction: Interaction): boolean =>
    !types.includes(type) || reading.has(interaction);

const own: Persona[] = [
  full,
  {
    ...full,
    key: "no-create-appointment",
    label: "A chart whose calendar is read-only",
    allows: readOnly("Appointment", "Slot"),
  },
  {
    ...full,
    key: "no-transaction",
    label: "A chart without transactions",
    transaction: false,
  },
  {
    ...full,
    key: "slot-read-only",
    label: "A chart that keeps its slots to itself",
    allows: readOnly("Slot"),
  },
  {
    ...full,
    key: "metered",
    label: "A chart that takes 120 calls a minute",
    dialect: { ...plainDialect, requestsPerMinute: 120 },
  },
];

export const personas: ReadonlyMap<string, Persona> = new Map(
  [...own, ...strangers, ...vendorPersonas].map((one) => [one.key, one]),
);
