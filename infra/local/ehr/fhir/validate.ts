import { codeSets, requiredFields } from "./base-definitions.ts";
import { refuse } from "./refusal.ts";
import { isRecord, isResource, type Resource, textOf } from "./resource.ts";
import { searches } from "./searches.ts";

/** What a chart refuses to store: an unknown type, a missing required field, a code outside its set. */
export function validated(value: unknown): Resource {
  if (!isResource(value)) throw refuse.malformed("The body is not a FHIR resource");
  const { resourceType: type } = value;
  if (!searches[type]) throw refuse.unknownType(type);
  for (const field of requiredFields[type] ?? []) requireField(value, field);
  for (const [field, codes] of Object.entries(codeSets[type] ?? {})) {
    const code = textOf(value, field);
    if (code !== undefined && !codes.has(code))
      throw refuse.unprocessable("code-invalid", `${type}.${field} '${code}' is not an R4 code`);
  }
  if (type === "Appointment") requireTimes(value);
  return value;
}

function requireField(value: Resource, field: string): void {
  const found = isRecord(value) ? value[field] : undefined;
  if (found === undefined || found === null || (Array.isArray(found) && found.length === 0))
    throw refuse.unprocessable("required", `${value.resourceType}.${field} is required`);
}

/** R4 invariants app-2 and app-3. */
function requireTimes(visit: Resource): void {
  const [start, end] = [textOf(visit, "start"), textOf(visit, "end")];
  if (Boolean(start) !== Boolean(end))
    throw refuse.unprocessable("invariant", "app-2: start and end come together");
  const mayBeOpen = ["proposed", "cancelled", "waitlist"].includes(textOf(visit, "status") ?? "");
  if (!start && !mayBeOpen)
    throw refuse.unprocessable(
      "invariant",
      "app-3: only a proposed, cancelled or waitlist appointment may lack start and end",
    );
}
