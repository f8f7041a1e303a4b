import { expect, test } from "vitest";
import type { Actor, PatientActor } from "./actor.ts";
import { account, decide, open, type Policy, proxy, self, signed, staff } from "./policy.ts";

const now = "2026-11-20T15:00:00.000Z";
const ada: PatientActor = {
  kind: "patient",
  accountId: "acc_ada",
  practiceId: "demo",
  patientId: "pat-ada",
  proxies: [
    { patientId: "pat-child", scopes: ["appointments:read"], relationship: "child" },
    {
      patientId: "pat-past",
      scopes: ["appointments:read", "appointments:act"],
      relationship: "parent",
      expiresAt: now,
    },
    {
      patientId: "pat-parent",
      scopes: ["appointments:act"],
      relationship: "parent",
      expiresAt: "2026-11-20T15:00:00.001Z",
    },
  ],
};
const desk: Actor = {
  kind: "staff",
  accountId: "acc_desk",
  practiceId: "demo",
  role: "front desk",
  permissions: ["schedule"],
};
const anonymous: Actor = { kind: "anonymous", practiceId: "demo" };
const system: Actor = { kind: "system", name: "ehr", practiceId: "demo" };

function verdict(policies: readonly Policy[], actor: Actor, patientId?: string): string {
  const decided = decide(policies, actor, { patientId, now });
  return decided.allow
    ? `${decided.relation} ${decided.patientId ?? "-"}`
    : `no: ${decided.because}`;
}

test("what is open is open to all, and about no chart", () => {
  for (const actor of [ada, desk, anonymous, system])
    expect(verdict([open], actor, "pat-ada")).toBe("public -");
});

test("nobody signed in gets 401 on everything else", () => {
  for (const policies of [[account], [self], [proxy("appointments:read")], [staff("schedule")]])
    expect(verdict(policies, anonymous)).toBe("no: session");
});

test("a patient sees the own chart by default and by name, and no other", () => {
  expect(verdict([self], ada)).toBe("self pat-ada");
  expect(verdict([self], ada, "pat-ada")).toBe("self pat-ada");
  expect(verdict([self], ada, "pat-other")).toBe("no: relation");
  expect(verdict([self], ada, "pat-child")).toBe("no: relation");
});

test("a carer needs the very scope, before its grant ends", () => {
  const read = [self, proxy("appointments:read")];
  const act = [self, proxy("appointments:act")];
  expect(verdict(read, ada, "pat-child")).toBe("proxy pat-child");
  expect(verdict(act, ada, "pat-child")).toBe("no: relation");
  expect(verdict(read, ada, "pat-past")).toBe("no: relation");
  expect(verdict(act, ada, "pat-parent")).toBe("proxy pat-parent");
  expect(verdict(read, ada, "pat-parent")).toBe("no: relation");
  expect(verdict([proxy("appointments:read")], ada)).toBe("no: relation");
});

test("a carer who is no patient of the practice has no chart of their own", () => {
  const carer: Actor = { ...ada, patientId: "" };
  const read = [self, proxy("appointments:read")];
  expect(verdict(read, carer)).toBe("no: relation");
  expect(verdict(read, carer, "")).toBe("no: relation");
  expect(verdict(read, carer, "pat-child")).toBe("proxy pat-child");
});

test("staff need the permission; a patient never has a staff right, nor staff a patient's", () => {
  expect(verdict([staff("schedule")], desk)).toBe("staff -");
  expect(verdict([staff("connections")], desk)).toBe("no: role");
  expect(verdict([self, proxy("appointments:act")], desk, "pat-ada")).toBe("no: role");
  expect(verdict([staff("schedule")], ada, "pat-ada")).toBe("no: role");
  expect(verdict([self, staff("schedule")], desk, "pat-ada")).toBe("staff -");
});

test("one's own account is for whoever is signed in", () => {
  expect(verdict([account], ada)).toBe("account -");
  expect(verdict([account], desk)).toBe("staff -");
  expect(verdict([account], system)).toBe("no: role");
});

test("a vendor's webhook is for the vendor alone", () => {
  expect(verdict([signed("ehr")], system)).toBe("signed -");
  for (const actor of [ada, desk]) expect(verdict([signed("ehr")], actor)).toBe("no: role");
  expect(verdict([signed("ehr")], anonymous)).toBe("no: session");
  expect(verdict([self], system)).toBe("no: role");
});
