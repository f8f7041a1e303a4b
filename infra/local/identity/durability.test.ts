import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startIdentity } from "./identity.ts";
import { password, patients, staff } from "./testing-wire.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "identity-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

const start = () => startIdentity({ dataDir, region: "us-east-1", pools: [staff, patients] });
const user = (email: string) => ({ poolId: patients.id, email, password });

test("keys, client secrets and people survive a restart", async () => {
  const before = await start();
  const { sub } = await before.ensureUser(user("ada@example.test"));
  const client = { UserPoolId: staff.id, ClientId: "staff-client" };
  const secret = await before.call("DescribeUserPoolClient", client);
  const after = await start();
  expect(after.jwks(patients.id)).toEqual(before.jwks(patients.id));
  expect(await after.call("DescribeUserPoolClient", client)).toEqual(secret);
  expect(await after.ensureUser(user("ada@example.test"))).toEqual({ sub });
});

test("two installs share no key and no secret", async () => {
  const one = await start();
  await rm(join(dataDir, "identity.json"));
  const other = await start();
  expect(one.jwks(staff.id).keys[0]?.n).not.toBe(other.jwks(staff.id).keys[0]?.n);
});

test("the file is its owner's alone and holds no password", async () => {
  const identity = await start();
  await identity.ensureUser(user("ada@example.test"));
  const path = join(dataDir, "identity.json");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readFile(path, "utf8")).not.toContain(password);
});

test("two hundred people with one password cost one hash, and ensuring them again none", async () => {
  const everybody = Array.from({ length: 200 }, (_, n) => user(`patient${n}@example.test`));
  const timed = async (run: () => Promise<unknown>) => {
    const began = performance.now();
    await run();
    return performance.now() - began;
  };
  const identity = await start();
  const first = await timed(() => Promise.all(everybody.map(identity.ensureUser)));
  const again = await timed(() => Promise.all(everybody.map(identity.ensureUser)));
  expect(first).toBeLessThan(1000);
  expect(again).toBeLessThan(100);
  expect(
    new Set((await Promise.all(everybody.map(identity.ensureUser))).map((one) => one.sub)).size,
  ).toBe(200);
});

test("a person ensured twice at once is one person", async () => {
  const identity = await start();
  const [one, other] = await Promise.all([
    identity.ensureUser(user("ada@example.test")),
    identity.ensureUser(user("ada@example.test")),
  ]);
  expect(one).toEqual(other);
});

test("ensuring a person never undoes the password they chose", async () => {
  const identity = await start();
  await identity.ensureUser(user("ada@example.test"));
  const chosen = { UserPoolId: patients.id, Username: "ada@example.test", Permanent: true };
  await identity.call("AdminSetUserPassword", { ...chosen, Password: "My-own-password-1" });
  const savedHash = async () =>
    JSON.parse(await readFile(join(dataDir, "identity.json"), "utf8")).users[0].password.hash;
  const before = await savedHash();
  await (await start()).ensureUser(user("ada@example.test"));
  expect(await savedHash()).toBe(before);
});

test("a file that cannot be read stops the start with one plain sentence", async () => {
  await writeFile(join(dataDir, "identity.json"), '{"users":');
  await expect(start()).rejects.toThrow(/cannot be read\. Start with --fresh/);
});

test("everybody acknowledged before a kill -9 is there after it", async () => {
  const script = `
    const { startIdentity } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, "identity.ts")).href)});
    const identity = await startIdentity(${JSON.stringify({ dataDir, region: "us-east-1", pools: [staff, patients] })});
    for (let n = 0; ; n += 1) {
      const email = "person" + n + "@example.test";
      await identity.ensureUser({ poolId: ${JSON.stringify(patients.id)}, email, password: ${JSON.stringify(password)} });
      process.stdout.write(email + "\\n");
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
  const acknowledged: string[] = [];
  createInterface(child.stdout).on("line", (line) => acknowledged.push(line));
  while (acknowledged.length < 20 && child.exitCode === null) await wait(20);
  child.kill("SIGKILL");
  await new Promise((gone) => child.once("close", gone));
  expect(acknowledged.length).toBeGreaterThanOrEqual(20);
  const identity = await start();
  for (const email of acknowledged) {
    const found = await identity.call("AdminGetUser", { UserPoolId: patients.id, Username: email });
    expect(found.status).toBe(200);
  }
});
