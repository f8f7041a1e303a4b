import type { Actor, PatientActor, Permission, ProxyScope } from "./actor.ts";

/** Who may call a route, said as a relation to the chart or the practice. Deny is the default. */
export type Policy =
  | { readonly relation: "public" }
  | { readonly relation: "account" }
  | { readonly relation: "self" }
  | { readonly relation: "proxy"; readonly scope: ProxyScope }
  | { readonly relation: "staff"; readonly permission: Permission }
  | { readonly relation: "signed"; readonly vendor: "ehr" | "stripe" | "twilio" };

export type Relation = Policy["relation"];

/** Anyone, signed in or not. */
export const open = { relation: "public" } as const;
/** Whoever is signed in, about their own account. */
export const account = { relation: "account" } as const;
/** The patient whose chart it is. */
export const self = { relation: "self" } as const;
/** A carer with this scope for that chart. */
export const proxy = <const Scope extends ProxyScope>(scope: Scope) =>
  ({ relation: "proxy", scope }) as const;
/** Staff of the practice with this permission. */
export const staff = <const P extends Permission>(permission: P) =>
  ({ relation: "staff", permission }) as const;
/** A vendor's webhook: its signature over the raw body takes the place of session, Origin and JSON. */
export const signed = <const V extends "ehr" | "stripe" | "twilio">(vendor: V) =>
  ({ relation: "signed", vendor }) as const;

/**
 * The verdict on a request. "session": nobody is signed in (401). "role": this kind of account never may (403).
 * "relation": this account may not for that chart, which must look as if the chart did not exist (404).
 */
export type Verdict =
  | { readonly allow: true; readonly relation: Relation; readonly patientId: string | undefined }
  | { readonly allow: false; readonly because: "session" | "role" | "relation" };

/** @param patientId the chart asked for; the patient's own when the request names none. */
export function decide(
  policies: readonly Policy[],
  actor: Actor,
  { patientId, now }: { patientId: string | undefined; now: string },
): Verdict {
  if (policies.some((policy) => policy.relation === "public")) return allow("public");
  switch (actor.kind) {
    case "anonymous":
      return { allow: false, because: "session" };
    case "system":
      return policies.some((policy) => policy.relation === "signed")
        ? allow("signed")
        : { allow: false, because: "role" };
    case "staff": {
      const may = policies.some(
        (policy) =>
          policy.relation === "account" ||
          (policy.relation === "staff" && actor.permissions.includes(policy.permission)),
      );
      return may ? allow("staff") : { allow: false, because: "role" };
    }
    case "patient":
      return decideForPatient(policies, actor, { patientId: patientId ?? actor.patientId, now });
  }
}

function decideForPatient(
  policies: readonly Policy[],
  actor: PatientActor,
  { patientId, now }: { patientId: string; now: string },
): Verdict {
  if (policies.some((policy) => policy.relation === "account")) return allow("account");
  const forCharts = policies.filter((p) => p.relation === "self" || p.relation === "proxy");
  if (forCharts.length === 0) return { allow: false, because: "role" };
  // A carer who is no patient here has no chart, and none is theirs by default.
  const own = actor.patientId === "" ? undefined : actor.patientId;
  for (const policy of forCharts) {
    if (policy.relation === "self" && patientId === own) return allow("self", patientId);
    if (policy.relation === "proxy" && mayActFor(actor, { patientId, scope: policy.scope, now }))
      return allow("proxy", patientId);
  }
  return { allow: false, because: "relation" };
}

const mayActFor = (
  actor: PatientActor,
  asked: { patientId: string; scope: ProxyScope; now: string },
) =>
  actor.proxies.some(
    (grant) =>
      grant.patientId === asked.patientId &&
      grant.scopes.includes(asked.scope) &&
      (grant.expiresAt === undefined || grant.expiresAt > asked.now),
  );

const allow = (relation: Relation, patientId?: string): Verdict => ({
  allow: true,
  relation,
  patientId,
});
