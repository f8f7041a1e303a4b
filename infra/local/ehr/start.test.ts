import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, expect, test } from "vitest";
import { startEhr } from "./start.ts";
import { Database } from "./store/database.ts";
import { freeSlot, trial, visitIn } from "./trial.ts";

const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), "ehr-"));
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

const options = { port: 0, patients: 3, seed: 1, zone: "America/Chicago", clients: [] };
const note = { resourceType: "Basic", code: { text: "kept" } };

test("what was written is there after a restart, versions and all", async () => {
  const dataDir = folder();
  const first = await trial({ dataDir });
  const slot = await freeSlot(first.fhir);
  const { body: visit } = await first.fhir("POST /Appointment", visitIn(slot));
  await first.close();
  const second = await trial({ dataDir });
  expect((await second.fhir(`GET /Appointment/${visit.id}`)).body.status).toBe("booked");
  expect((await second.fhir(`GET /Slot/${slot.id}/_history`)).body.total).toBe(2);
  expect((await second.fhir("POST /Appointment", visitIn(slot))).status).toBe(409);
  await second.close();
});

test("a kept chart is indexed anew when the search table in the code has changed", async () => {
  const dataDir = folder();
  await (await trial({ dataDir })).close();
  const database = new Database(join(dataDir, "ehr.sqlite"));
  database.exec("DELETE FROM term; DELETE FROM span; PRAGMA user_version = 0;");
  database.close();
  const again = await trial({ dataDir });
  expect((await again.fhir("GET /Patient?email=ada@example.test")).body.total).toBe(1);
  expect((await again.fhir("GET /Patient?birthdate=lt2000-01-01")).body.total).toBeGreaterThan(1);
  await again.close();
});

test("a committed write survives kill -9", async () => {
  const dataDir = folder();
  const script = `
    import { startEhr } from "#infra/local/ehr/start.ts";
    const ehr = await startEhr(${JSON.stringify({ ...options, dataDir })});
    process.stdout.write(ehr.fhirBaseUrl);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script]);
  const [base] = await once(child.stdout, "data");
  const reply = await fetch(`${base}/Basic`, {
    method: "POST",
    headers: { "content-type": "application/fhir+json" },
    body: JSON.stringify(note),
  });
  child.kill("SIGKILL");
  await once(child, "exit");
  const { id } = (await reply.json()) as { id: string };
  const again = await trial({ dataDir });
  expect((await again.fhir(`GET /Basic/${id}`)).status).toBe(200);
  await again.close();
});

test("it runs in a thread of its own and ends when told", async () => {
  const workerData = { ...options, dataDir: folder() };
  const worker = new Worker(new URL("thread.ts", import.meta.url), { workerData });
  const [{ ready }] = await once(worker, "message");
  expect(ready).toMatchObject({
    fhirBaseUrl: `http://localhost:${ready.port}/fhir/r4`,
    tokenUrl: `http://localhost:${ready.port}/oauth2/token`,
    adminUrl: `http://localhost:${ready.port}/admin`,
  });
  expect((await fetch(`${ready.fhirBaseUrl}/metadata`)).status).toBe(200);
  worker.postMessage("close");
  expect(await once(worker, "exit")).toEqual([0]);
});

test("two practices of one seed are the same to the byte, of another seed they are not", async () => {
  const now = () => new Date("2026-11-24T15:00:00Z");
  const chartOf = async (seed: number) => {
    const one = await trial({ now, seed, patients: 12 });
    const texts = ["Patient", "Appointment", "Observation", "Slot", "Invoice"].map(
      async (type) => (await one.fhir(`GET /${type}?_count=1000`)).text,
    );
    const joined = (await Promise.all(texts)).join("\n").replaceAll(one.ehr.fhirBaseUrl, "");
    await one.close();
    return joined;
  };
  const [first, same, other] = [await chartOf(7), await chartOf(7), await chartOf(8)];
  expect(first === same).toBe(true);
  expect(first === other).toBe(false);
});

test("a port that is taken and a persona that is unknown are refused at start", async () => {
  const running = await trial();
  const { port } = running.ehr;
  await expect(startEhr({ ...options, port, dataDir: folder() })).rejects.toThrow("EADDRINUSE");
  await expect(startEhr({ ...options, persona: "x", dataDir: folder() })).rejects.toThrow(
    "persona",
  );
  await running.close();
});

test("a name made to point here, or a page from elsewhere, gets nothing", async () => {
  const { ehr, fhir, close } = await trial();
  expect((await fhir("GET /Patient", undefined, { origin: "https://evil.example" })).status).toBe(
    403,
  );
  expect((await fhir("GET /Patient", undefined, { origin: "http://localhost:4000" })).status).toBe(
    200,
  );
  const asked = request({
    port: ehr.port,
    path: "/fhir/r4/Patient",
    headers: { host: "evil.example" },
  });
  asked.end();
  const [reply] = await once(asked, "response");
  expect(reply.statusCode).toBe(403);
  await close();
});

test("an address or a body that can't be read is 400, and the next request is answered", async () => {
  const { ehr, fhir, admin, close } = await trial();
  for (const path of ["/fhir/r4/Patient/%E0%A4%A", "http://[", "/fhir/r4/%"]) {
    const asked = request({ port: ehr.port, path });
    asked.end();
    const [reply] = await once(asked, "response");
    expect(reply.statusCode).toBe(400);
  }
  const broken = await fetch(`${ehr.adminUrl}/faults`, { method: "POST", body: "{" });
  expect([broken.status, await broken.json()]).toEqual([
    400,
    { error: "The body is not valid JSON." },
  ]);
  expect((await admin("GET /nothing")).status).toBe(404);
  expect((await fhir("GET /Unheard")).status).toBe(404);
  expect((await fhir("GET /Patient?_count=many")).status).toBe(400);
  expect((await fhir("GET /Patient?_cursor=forged")).status).toBe(400);
  expect((await fhir("GET /Organization/lakeside")).status).toBe(200);
  await close();
});
