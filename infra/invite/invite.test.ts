import { afterEach, expect, test } from "vitest";
import { dynamoAccounts } from "#functions/adapters/dynamo/accounts.ts";
import { freshTable } from "#functions/adapters/dynamo/testing-table.ts";
import { openWire, patients, staff, type Wire } from "#infra/local/identity/testing-wire.ts";
import { type House, invite } from "./invite.ts";
import { invitedBy } from "./words.ts";

let wire: Wire | undefined;
afterEach(async () => {
  await wire?.close();
  wire = undefined;
});

async function house(practices = [{ id: "harbor", connectionId: "harbor" }]): Promise<House> {
  wire = await openWire();
  const known = { id: "123", name: "Ada Marlowe", firstName: "Ada", emails: [] };
  return {
    practices,
    cognito: wire.sdk,
    pools: { patient: patients.id, staff: staff.id },
    accounts: dynamoAccounts(await freshTable()),
    ehr: async () => ({ patient: async (id) => (id === "123" ? known : undefined) }),
  };
}

const asked = (...words: string[]) => {
  const invited = invitedBy(words);
  if (!invited) throw new Error("makes no sense");
  return invited;
};
const accountOf = async ({ accounts }: House, email: string) => {
  const login = await accounts.readLogin(email);
  return login && { login, account: await accounts.read(login.accountId) };
};

test("the first administrator may see to connections, and signs in at the staff's pool", async () => {
  const here = await house();
  await invite(here, asked("staff", "Dana@Harbor.test", "admin", "Dana Ruiz"));
  const found = await accountOf(here, "dana@harbor.test");
  expect(found?.login.pool).toBe("staff");
  expect(found?.account).toMatchObject({
    ...{ kind: "staff", name: "Dana Ruiz", firstName: "Dana", practiceId: "harbor" },
    ...{ role: "admin", active: true },
  });
  expect(found?.account?.permissions).toContain("connections");
});

test("a patient's account is of the chart that the EHR has, by the name that stands there", async () => {
  const here = await house();
  await invite(here, asked("patient", "ada@home.test", "123"));
  const found = await accountOf(here, "ada@home.test");
  expect(found?.login.pool).toBe("patients");
  expect(found?.account).toMatchObject({ patientId: "123", name: "Ada Marlowe", permissions: [] });
  await expect(invite(here, asked("patient", "no@home.test", "124"))).rejects.toThrow("no Patient");
  expect(await accountOf(here, "no@home.test")).toBeUndefined();
});

test("inviting again changes rights and makes nobody twice", async () => {
  const here = await house();
  await invite(here, asked("staff", "sam@harbor.test", "frontdesk", "Sam"));
  const first = await accountOf(here, "sam@harbor.test");
  await invite(here, asked("staff", "sam@harbor.test", "billing", "Sam"));
  const second = await accountOf(here, "sam@harbor.test");
  expect(second?.login).toEqual(first?.login);
  expect(second?.account?.permissions).toEqual(["patients"]);
});

test("inviting somebody again leaves them the charts they act for", async () => {
  const here = await house();
  await invite(here, asked("patient", "ada@home.test", "123"));
  const { account } = (await accountOf(here, "ada@home.test")) ?? {};
  if (!account) throw new Error("was not invited");
  const expiresAt = "2030-01-01T00:00:00.000Z";
  const proxies = [
    {
      ...{
        patientId: "125",
        relationship: "parent" as const,
        expiresAt,
        name: "Milo",
        firstName: "Milo",
      },
      scopes: ["appointments:read" as const],
    },
  ];
  await here.accounts.save({ ...account, proxies });
  await invite(here, asked("patient", "ada@home.test", "123"));
  expect((await accountOf(here, "ada@home.test"))?.account).toMatchObject({ proxies });
});

test("of several practices one is named", async () => {
  const two = ["harbor", "hill"].map((id) => ({ id, connectionId: id }));
  const here = await house(two);
  const words = ["staff", "sam@harbor.test", "frontdesk", "Sam"];
  await expect(invite(here, asked(...words))).rejects.toThrow("one of: harbor, hill");
  await invite(here, asked(...words, "hill"));
  expect((await accountOf(here, "sam@harbor.test"))?.account?.practiceId).toBe("hill");
});

test.each([
  [[]],
  [["owner", "a@b.test", "x"]],
  [["staff", "a@b.test", "boss", "Al"]],
  [["staff", "no address", "admin", "Al"]],
  [["patient", "a@b.test"]],
  [["patient", "a@b.test", "../1"]],
])("%j makes no sense", (words) => {
  expect(invitedBy(words)).toBeUndefined();
});
