import { type Dialect, interactions, type Persona, plainDialect } from "./persona.ts";
import { type VendorTable, vendorTables } from "./vendor-tables.ts";

/** Where a vendor's answers are known to differ from plain FHIR. */
const dialects: Record<string, Partial<Dialect>> = {
  // Oracle: a missing If-Match is 412, a stale one 409; modifier extensions are refused.
  cerner: { ifMatch: "required", staleStatus: 409, refusesModifiers: true },
  // eClinicalWorks counts calls per practice and minute of the wall clock, token requests included.
  ecw: { requestsPerMinute: 250 },
  // Veradigm declares no-version.
  veradigm: { ifMatch: "ignored" },
};

const batching = new Set(["cerner"]);

/** One persona per vendor: its interaction table and its dialect. None of them has transactions or conditional creates. */
export const vendorPersonas: Persona[] = Object.entries(vendorTables).map(([key, table]) => {
  const allowed = allowedPairs(table);
  const polled = new Set(wordsIn(table.polled));
  return {
    key,
    label: `${table.label} (as of ${table.asOf})`,
    allows: (type, interaction) => allowed.has(`${type} ${interaction}`),
    operations: new Set(table.operations),
    transaction: false,
    batch: batching.has(key),
    conditional: false,
    lastUpdatedOn: (type) => polled.has(type),
    dialect: { ...plainDialect, ...dialects[key] },
  };
});

function allowedPairs({ types }: VendorTable): Set<string> {
  return new Set(
    Object.entries(types).flatMap(([offered, names]) => {
      const able = interactions.filter((one) => wordsIn(offered).includes(one));
      return wordsIn(names).flatMap((type) => able.map((interaction) => `${type} ${interaction}`));
    }),
  );
}

function wordsIn(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}
