import type { PracticeCard, Session } from "#domain/account.ts";
import type { Instant } from "#domain/identifiers.ts";
import type { Account, SessionRecord } from "#ports/accounts.ts";
import type { Practice } from "#ports/practices.ts";

/** Who is signed in, as the portal's own pages may know it. */
export function describeSession(
  { account, session }: { account: Account; session: SessionRecord },
  practice: Practice,
  now: Instant,
): Session {
  const { id, kind, email, name, firstName, patientId } = account;
  return {
    account: { id, kind, email },
    practice: practiceCard(practice),
    ...(patientId === undefined ? {} : { patient: { id: patientId, name, firstName } }),
    proxies: account.proxies
      .filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now)
      .map((grant) => ({
        id: grant.patientId,
        name: grant.name,
        firstName: grant.firstName,
        relationship: grant.relationship,
        scopes: [...grant.scopes],
      })),
    ...(kind === "staff"
      ? { staff: { name, role: account.role ?? "staff", permissions: [...account.permissions] } }
      : {}),
    idleExpiresAt: session.idleUntil < session.expiresAt ? session.idleUntil : session.expiresAt,
    expiresAt: session.expiresAt,
  };
}

export const practiceCard = ({ id, name, phone, timeZone }: Practice): PracticeCard => ({
  id,
  name,
  phone,
  timeZone,
});
