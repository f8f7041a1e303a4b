import type { BookedBy } from "#domain/appointments.ts";
import type { ChartAccess } from "#http/access.ts";

/** Who acts where it is not the patient: the carer with their relation, or a member of staff. */
export function bookedBy({ signedIn, relation, patientId }: ChartAccess): BookedBy | undefined {
  if (!signedIn) return undefined;
  const { account } = signedIn;
  if (relation === "staff") return { kind: "staff", name: account.name };
  if (relation !== "proxy") return undefined;
  const grant = account.proxies.find((proxy) => proxy.patientId === patientId);
  return {
    kind: "carer",
    name: account.name,
    ...(grant ? { relationship: grant.relationship } : {}),
  };
}
