import * as z from "zod/mini";
import type { Resource } from "#infra/local/ehr/fhir/resource.ts";
import { nameOf } from "./rounds.ts";

/** Under this system every record of the practice has an identifier of ours, whatever id a server gives it. */
const practiceSystem = "urn:porchlight:practice";

const Identified = z.looseObject({
  resourceType: z.string(),
  identifier: z._default(z.array(z.unknown()), []),
  meta: z.optional(z.looseObject({})),
});

/** A record as a stranger is given it: without our id and our dates, with our identifier. */
export function forStranger(record: Resource): Resource {
  const { id: _id, meta, identifier, ...rest } = z.parse(Identified, record);
  const { lastUpdated: _when, versionId: _version, ...kept } = meta ?? {};
  return {
    ...rest,
    ...(Object.keys(kept).length > 0 && { meta: kept }),
    ...{ identifier: [...identifier, { system: practiceSystem, value: nameOf(record) }] },
  };
}

const Ours = z.object({
  identifier: z.array(z.object({ system: z.optional(z.string()), value: z.optional(z.string()) })),
});

/** The search that finds such a record again: `identifier=urn:porchlight:practice|Patient/patient-ada`, escaped. */
export function identity(record: Resource): string {
  const { identifier } = z.parse(Ours, record);
  const ours = identifier.find(({ system }) => system === practiceSystem);
  return `identifier=${encodeURIComponent(`${practiceSystem}|${ours?.value}`)}`;
}
