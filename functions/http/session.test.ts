import { beforeEach, expect, test } from "vitest";
import { freshTable } from "#functions/adapters/dynamo/testing-table.ts";
import {
  accountOf,
  caller,
  type TestKernel,
  testKernel,
} from "#functions/adapters/testing-kernel.ts";
import { lambda } from "./lambda.ts";
import { IDLE_SECONDS, SESSION_SECONDS } from "./session.ts";
import { notes, notesApi } from "./testing-notes.ts";

let house: TestKernel;
let call: ReturnType<typeof caller>;
const mine = async (cookie: string) => (await call({ route: "GET /api/mine", cookie })).status;

beforeEach(async () => {
  house = testKernel(await freshTable());
  call = caller(lambda(notesApi, notes(house.kernel, new Map()), house.kernel));
});

test("a session ends when it is left alone", async () => {
  const ada = await house.signIn();
  house.skip(IDLE_SECONDS - 1);
  expect(await mine(ada)).toBe(200);
  house.skip(IDLE_SECONDS - 1);
  expect(await mine(ada)).toBe(200);
  house.skip(IDLE_SECONDS);
  expect(await mine(ada)).toBe(401);
});

test("a session ends for good, however busy it is kept", async () => {
  const ada = await house.signIn();
  for (let passed = 0; passed < SESSION_SECONDS - 1200; passed += 1200) {
    house.skip(1200);
    expect(await mine(ada)).toBe(200);
  }
  house.skip(1200);
  expect(await mine(ada)).toBe(401);
});

test("a deactivation, a raised epoch and a closed session count on the next request", async () => {
  const { accounts } = house.kernel;
  const deactivated = await house.signIn({ id: "acc_1" });
  await accounts.save(accountOf({ id: "acc_1", active: false }));
  const signedOut = await house.signIn({ id: "acc_2" });
  await accounts.raiseEpoch("acc_2");
  const closed = await house.signIn({ id: "acc_3" });
  const { createHash } = await import("node:crypto");
  const secret = closed.split(".")[1] ?? "";
  await accounts.closeSession("acc_3", createHash("sha256").update(secret).digest("hex"));
  const moved = await house.signIn({ id: "acc_4", practiceId: "gone" });
  for (const cookie of [deactivated, signedOut, closed, moved])
    expect(await mine(cookie)).toBe(401);
});

test("raising the epoch never undoes a deactivation made at the same moment", async () => {
  const { accounts } = house.kernel;
  for (let round = 0; round < 20; round++) {
    const id = `acc_r${round}`;
    await accounts.save(accountOf({ id }));
    await Promise.all([accounts.raiseEpoch(id), accounts.save(accountOf({ id, active: false }))]);
    expect(await accounts.read(id)).toMatchObject({ active: false });
  }
});

test("a session that is closed while it is used stays closed", async () => {
  const { accounts } = house.kernel;
  const ada = await house.signIn();
  const { createHash } = await import("node:crypto");
  const hash = createHash("sha256")
    .update(ada.split(".")[1] ?? "")
    .digest("hex");
  const found = await accounts.signedIn("acc_ada", hash);
  await accounts.closeSession("acc_ada", hash);
  if (found) await accounts.touchSession(found.session);
  expect(await mine(ada)).toBe(401);
});
