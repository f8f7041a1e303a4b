import { expect, test } from "vitest";
import { configuredPractices } from "#functions/adapters/practices.ts";
import type { Account } from "#ports/accounts.ts";
import { type Ehr, type EhrPatient, EhrUnavailable } from "#ports/ehr.ts";
import { recipients } from "./recipients.ts";

const practice = {
  id: "demo",
  name: "Lakeside",
  phone: "(312) 555-0142",
  timeZone: "America/Chicago",
  connectionId: "demo",
  noticeHours: 1,
};
const account = (id: string, more: Partial<Account> = {}): Account => ({
  id,
  kind: "patient",
  email: `${id}@example.test`,
  name: id,
  firstName: id,
  practiceId: "demo",
  proxies: [],
  permissions: [],
  active: true,
  epoch: 0,
  ...more,
});
const carer = (scopes: Account["proxies"][number]["scopes"]) =>
  account("carer", {
    patientId: "carer-chart",
    proxies: [{ patientId: "child", scopes, relationship: "child", name: "c", firstName: "c" }],
  });
const chart = (id: string): EhrPatient => ({
  id,
  name: id,
  firstName: id,
  emails: [],
  phone: `+1312555${id.length}000`,
  language: "es",
});

function reaching(accounts: readonly Account[], how: { down?: boolean; seen?: boolean } = {}) {
  const ehr: Pick<Ehr, "patient"> = {
    async patient(id) {
      if (how.down) throw new EhrUnavailable("down");
      return chart(id);
    },
  };
  return recipients({
    accounts: { read: async (id) => accounts.find((known) => known.id === id) },
    mirror: {
      patient: async (_, id) => (how.seen ? chart(id) : undefined),
      savePatient: async () => {},
    },
    practices: configuredPractices([practice]),
    signIns: async () => accounts.map(({ id }) => id),
    ehr: async () => ehr as Ehr,
  });
}

test("a patient with an account of their own is told, their carers are not", async () => {
  const own = account("own", { patientId: "child" });
  const told = await reaching([carer(["appointments:read"]), own]).of("demo", "child");
  expect(told).toEqual([{ email: "own@example.test", phone: "+13125555000", language: "es" }]);
});

test("for one without, whoever may see their visits is told, on the carer's own number", async () => {
  const told = await reaching([carer(["appointments:read"])]).of("demo", "child");
  expect(told).toEqual([{ email: "carer@example.test", phone: "+131255511000", language: "es" }]);
  expect(await reaching([carer([])]).of("demo", "child")).toEqual([]);
});

test("who was deactivated, belongs elsewhere or lost the grant is not told, whatever stands beside the chart", async () => {
  const gone = [
    account("a", { patientId: "child", active: false }),
    account("b", { patientId: "child", practiceId: "other" }),
    account("c", { patientId: "somebody-else" }),
  ];
  expect(await reaching(gone).of("demo", "child")).toEqual([]);
});

test("a chart that does not answer is as last seen; never seen, it is asked again later", async () => {
  const own = account("own", { patientId: "child" });
  const seen = reaching([own], { down: true, seen: true });
  expect(await seen.of("demo", "child")).toHaveLength(1);
  await expect(reaching([own], { down: true }).of("demo", "child")).rejects.toThrow(EhrUnavailable);
});
