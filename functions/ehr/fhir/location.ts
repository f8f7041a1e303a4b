import * as z from "zod/mini";
import type { EhrDirectory } from "#ports/ehr.ts";
import { ContactPoint, loose, looseList, type Raw, resourceOf } from "./elements.ts";

type EhrLocation = EhrDirectory["locations"][number];

const Address = z.object({
  text: loose(z.string()),
  line: looseList(z.string()),
  city: loose(z.string()),
  state: loose(z.string()),
  postalCode: loose(z.string()),
});

const FhirLocation = z.object({
  ...resourceOf("Location"),
  status: loose(z.string()),
  name: loose(z.string()),
  address: loose(Address),
  telecom: looseList(ContactPoint),
});

export function toLocation(raw: Raw): EhrLocation | undefined {
  const parsed = z.safeParse(FhirLocation, raw);
  if (!parsed.success || parsed.data.status === "inactive") return undefined;
  const { id, name, address, telecom } = parsed.data;
  if (name === undefined) return undefined;
  const where = address && addressOf(address);
  const phone = telecom.find(({ system }) => system === "phone")?.value;
  return {
    id,
    name,
    ...(where ? { address: where } : {}),
    ...(phone === undefined ? {} : { phone }),
  };
}

function addressOf({ text, line, city, state, postalCode }: z.infer<typeof Address>): string {
  if (text) return text;
  const region = [state, postalCode].filter(Boolean).join(" ");
  return [...line, city, region].filter(Boolean).join(", ");
}
