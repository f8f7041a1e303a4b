import type { Permission, ProxyScope } from "#domain/actor.ts";
import { addSeconds } from "#domain/time.ts";
import type { Kernel } from "#http/kernel.ts";
import { hashSecret, IDLE_SECONDS, newSecret, SESSION_SECONDS } from "#http/session.ts";
import type { Account } from "#ports/accounts.ts";

export const ADA = "patient-ada";
export const GRACE = "patient-grace";
export const CHILD = "patient-grace-child";
export const BEN = "patient-0004";
/** Stands in the other practice's chart alone; all the others stand in both. */
export const YARA = "patient-0006";

type Practice = "demo" | "other";
/** What a carer may do: see visits, act on them, see records. */
export type Right = "read" | "act" | "records";

/** What somebody is to the portal, in the words of the rules: what is expected follows from this, never from the account. */
export interface Facts {
  /** Nobody: whatever they show, it is no session. */
  readonly kind: "nobody" | "patient" | "staff";
  readonly practice: Practice;
  readonly own?: string;
  readonly cares?: Readonly<Record<string, readonly Right[]>>;
  readonly permits?: readonly Permission[];
}

/** Somebody who calls, and what their browser sends. */
export interface Somebody extends Facts {
  readonly name: string;
  readonly accountId: string;
  readonly cookies: readonly string[];
}

/** Somebody, as an account and as what befell it after its session was opened. */
interface Plan {
  readonly name: string;
  readonly is: Facts;
  readonly account?: Partial<Account>;
  readonly after?: (kernel: Kernel, account: Account, secretHash: string) => Promise<unknown>;
  readonly session?: { idleUntil?: string; expiresAt?: string };
  /** What is sent in place of the session's secret. */
  readonly shows?: (secret: string) => string;
}

export const EVERY_PERMISSION: readonly Permission[] = [
  "schedule",
  "write-backs",
  "connections",
  "patients",
  "results:release",
  "messages",
];
const READ = "appointments:read";
const ACT = "appointments:act";
const RECORDS = "records:read";
/** What a sign-in answers that still wants a second factor. */
export const FACTOR_MISSING = "m".repeat(43);
const LONG_AGO = "2026-01-01T00:00:00.000Z";

export const grant = (patientId: string, scopes: ProxyScope[], expiresAt?: string) => ({
  patientId,
  scopes,
  relationship: "child",
  name: "Somebody",
  firstName: "Somebody",
  ...(expiresAt ? { expiresAt } : {}),
});
const nobody = { kind: "nobody", practice: "demo" } as const;
const patient = (
  own: string | undefined,
  cares: Facts["cares"] = {},
  practice: Practice = "demo",
) => ({
  kind: "patient" as const,
  practice,
  cares,
  ...(own ? { own } : {}),
});
const staff = (permits: readonly Permission[], practice: Practice = "demo") =>
  ({ kind: "staff", practice, permits }) as const;
export const works = (role: string, permissions: readonly Permission[], practiceId = "demo") => ({
  kind: "staff" as const,
  role,
  permissions,
  practiceId,
  patientId: undefined,
});
const grace = (...proxies: ReturnType<typeof grant>[]) => ({ patientId: GRACE, proxies });

/** Everybody there is so far. The biller and the teenager's proxy have no rights of their own before their features do. */
const PLANS: readonly Plan[] = [
  { name: "nobody", is: nobody },
  { name: "Ada", is: patient(ADA), account: { patientId: ADA } },
  { name: "another patient", is: patient(BEN), account: { patientId: BEN } },
  {
    name: "a carer with all scopes",
    is: patient(GRACE, { [CHILD]: ["read", "act", "records"] }),
    account: grace(grant(CHILD, [READ, ACT, RECORDS])),
  },
  {
    name: "a carer who may read",
    is: patient(GRACE, { [CHILD]: ["read"] }),
    account: grace(grant(CHILD, [READ])),
  },
  {
    name: "a carer who may act",
    is: patient(GRACE, { [CHILD]: ["act"] }),
    account: grace(grant(CHILD, [ACT])),
  },
  {
    name: "a carer with a time ahead",
    is: patient(GRACE, { [CHILD]: ["read", "act", "records"] }),
    account: grace(grant(CHILD, [READ, ACT, RECORDS], "2999-01-01T00:00:00.000Z")),
  },
  {
    name: "a carer who may see records",
    is: patient(GRACE, { [CHILD]: ["records"] }),
    account: grace(grant(CHILD, [RECORDS])),
  },
  { name: "a carer without a scope", is: patient(GRACE), account: grace(grant(CHILD, [])) },
  {
    name: "a carer whose time is over",
    is: patient(GRACE),
    account: grace(grant(CHILD, [READ, ACT, RECORDS], LONG_AGO)),
  },
  {
    name: "a carer whose right was taken back",
    is: patient(GRACE),
    account: grace(grant(CHILD, [READ, ACT, RECORDS])),
    after: ({ accounts }, account) => accounts.save({ ...account, proxies: [] }),
  },
  {
    name: "somebody else's carer",
    is: patient(GRACE, { [BEN]: ["read", "act", "records"] }),
    account: grace(grant(BEN, [READ, ACT, RECORDS])),
  },
  {
    name: "a carer without a chart of their own",
    is: patient(undefined, { [CHILD]: ["read", "act", "records"] }),
    account: { patientId: undefined, proxies: [grant(CHILD, [READ, ACT, RECORDS])] },
  },
  {
    name: "another practice's patient",
    is: patient(YARA, {}, "other"),
    account: { patientId: YARA, practiceId: "other" },
  },
  {
    name: "another practice's patient of Ada's number",
    is: patient(ADA, {}, "other"),
    account: { patientId: ADA, practiceId: "other" },
  },
  {
    name: "another practice's carer of a child of the same number",
    is: patient(GRACE, { [CHILD]: ["read", "act", "records"] }, "other"),
    account: { ...grace(grant(CHILD, [READ, ACT, RECORDS])), practiceId: "other" },
  },
  {
    name: "front desk",
    is: staff(["schedule", "write-backs", "patients", "messages"]),
    account: works("front desk", ["schedule", "write-backs", "patients", "messages"]),
  },
  {
    name: "clinician",
    is: staff(["schedule", "patients", "results:release"]),
    account: works("clinician", ["schedule", "patients", "results:release"]),
  },
  { name: "biller", is: staff(["patients"]), account: works("billing", ["patients"]) },
  {
    name: "practice admin",
    is: staff(EVERY_PERMISSION),
    account: works("practice admin", EVERY_PERMISSION),
  },
  { name: "staff without a permission", is: staff([]), account: works("practice admin", []) },
  {
    name: "another practice's admin",
    is: staff(EVERY_PERMISSION, "other"),
    account: works("practice admin", EVERY_PERMISSION, "other"),
  },
  {
    name: "deactivated staff",
    is: nobody,
    account: works("practice admin", EVERY_PERMISSION),
    after: ({ accounts }, account) => accounts.save({ ...account, active: false }),
  },
  {
    name: "a deactivated patient",
    is: nobody,
    account: { patientId: ADA },
    after: ({ accounts }, account) => accounts.save({ ...account, active: false }),
  },
  {
    name: "staff without a second factor",
    is: nobody,
    account: works("practice admin", EVERY_PERMISSION),
    shows: () => FACTOR_MISSING,
  },
  {
    name: "staff of a practice that is gone",
    is: nobody,
    account: works("practice admin", EVERY_PERMISSION, "gone"),
  },
  {
    name: "signed out here",
    is: nobody,
    account: { patientId: ADA },
    after: ({ accounts }, { id }, secretHash) => accounts.closeSession(id, secretHash),
  },
  {
    name: "signed out everywhere",
    is: nobody,
    account: works("practice admin", EVERY_PERMISSION),
    after: ({ accounts }, { id }) => accounts.raiseEpoch(id),
  },
  {
    name: "away for too long",
    is: nobody,
    account: { patientId: ADA },
    session: { idleUntil: LONG_AGO },
  },
  {
    name: "signed in for too long",
    is: nobody,
    account: works("practice admin", EVERY_PERMISSION),
    session: { expiresAt: LONG_AGO },
  },
  {
    name: "a forged secret",
    is: nobody,
    account: { patientId: ADA },
    shows: (secret) => `${secret.slice(0, -4)}AAAA`,
  },
];

export const cookieFor = (accountId: string, secret: string) =>
  `__Host-session=${accountId}.${secret}`;

/** An account of this practice's, saved and signed in. */
export async function letIn(kernel: Kernel, id: string, plan: Omit<Plan, "name" | "is"> = {}) {
  const { accounts, clock } = kernel;
  const account: Account = {
    id,
    kind: "patient",
    email: `${id}@example.test`,
    name: "Somebody",
    firstName: "Somebody",
    practiceId: "demo",
    proxies: [],
    permissions: [],
    active: true,
    epoch: 0,
    ...plan.account,
  };
  const secret = newSecret();
  const secretHash = hashSecret(secret);
  await accounts.save(account);
  await accounts.openSession({
    accountId: id,
    secretHash,
    epoch: 0,
    createdAt: clock(),
    idleUntil: addSeconds(clock(), IDLE_SECONDS),
    expiresAt: addSeconds(clock(), SESSION_SECONDS),
    ...plan.session,
  });
  await plan.after?.(kernel, account, secretHash);
  const cookie = cookieFor(id, plan.shows?.(secret) ?? secret);
  return { account, secret, secretHash, cookie };
}

/** Everybody, each with an account of their own. */
export function everybody(kernel: Kernel): Promise<Somebody[]> {
  const made = PLANS.map(async ({ name, is, ...plan }) => {
    const accountId = `acc_${name.replace(/\W/g, "-")}`;
    const { cookie } = plan.account ? await letIn(kernel, accountId, plan) : {};
    return { ...is, name, accountId, cookies: cookie ? [cookie] : [] };
  });
  return Promise.all(made);
}
