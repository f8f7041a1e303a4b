import { inItemId } from "#domain/records.ts";
import type { StoredRecord } from "#ports/records.ts";
import type { FilledSection } from "./gather.ts";
import { withoutLoose } from "./references.ts";

export interface BundleOf {
  readonly sections: readonly FilledSection[];
  /** The EHR's own address, of which every resource's is made. */
  readonly baseUrl: string;
  /** The types that were read. */
  readonly types: readonly string[];
  readonly at: string;
  /** A resource as the EHR sent it, of what is kept. */
  unpacked(raw: string): unknown;
}

/** A FHIR R4 Bundle of what the sections hold, each resource once, as the EHR sent it. */
export function bundleOf({ sections, baseUrl, types, at, unpacked }: BundleOf): object {
  const records = new Map<string, StoredRecord>();
  for (const { record, members } of sections.flatMap((section) => section.records))
    for (const one of [record, ...members]) records.set(one.ref, one);
  const included = new Set([...records.keys()].map(referenceOf));
  const kept = { included, types: new Set(types) };
  const entry = [...records.values()].map((record) => ({
    fullUrl: `${baseUrl.replace(/\/$/, "")}/${referenceOf(record.ref)}`,
    resource: withoutLoose(named(fieldsOf(unpacked(record.raw)), record), kept),
  }));
  return {
    resourceType: "Bundle",
    type: "collection",
    timestamp: at,
    ...(entry.length > 0 ? { entry } : {}),
  };
}

const referenceOf = (ref: string): string => {
  const { type = "", id = "" } = inItemId(ref) ?? {};
  return `${type}/${id}`;
};

const fieldsOf = (resource: unknown): Readonly<Record<string, unknown>> =>
  typeof resource === "object" && resource !== null ? { ...resource } : {};

/** Drugs are no records of the chart and not in the Bundle: where one is only pointed at, its name is put beside. */
function named(
  resource: Readonly<Record<string, unknown>>,
  { item }: StoredRecord,
): Readonly<Record<string, unknown>> {
  const drug = resource["medicationReference"];
  if (item.title === "" || typeof drug !== "object" || drug === null || "display" in drug)
    return resource;
  return { ...resource, medicationReference: { ...drug, display: item.title } };
}
