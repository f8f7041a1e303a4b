import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dynamoMirror } from "#functions/adapters/dynamo/mirror.ts";
import { portalVisits } from "#infra/local/demo/portal-visits.ts";
import { demoPractice, provisionDemo, tableOf } from "#infra/local/demo/provision.ts";
import { runnerPage } from "#infra/local/local-page.ts";
import { type Running, run } from "#infra/local/run.ts";
import { keepUtc } from "#infra/local/settings.ts";
import { keepGrants, nothingDenied } from "#test/fixtures/grants.ts";
import { assembled, assembledHere } from "#test/product/assembled.ts";

const PATIENTS = 60;
const LONG_AGO = "2000-01-01T00:00:00.000Z";

/** The whole product as `npm start` runs it, on ports and in a folder of its own. */
export async function openProduct() {
  keepUtc();
  const dataDir = mkdtempSync(join(tmpdir(), "porchlight-"));
  const cdkOut = await assembled(dataDir);
  // A build that somebody starts meanwhile must not swap the pages under the browser.
  const webFolder = join(dataDir, "web");
  await assembledHere(() => cpSync("dist/web", webFolder, { recursive: true }));
  const ehr = { kind: "simulator", port: 0, patients: PATIENTS, seed: 1 } as const;
  const running = await run({
    dataDir: join(dataDir, "data"),
    cdkOut,
    inMemory: true,
    ehr,
    webFolder,
    localPage: (portal) =>
      runnerPage({ portalVisits: (email) => portalVisits(portal, email) })(portal),
    provision: async (portal) => {
      await provisionDemo(portal, { dataDir: join(dataDir, "data"), ehr });
    },
  });
  const inHand = controls(running);
  await freeDays(inHand);
  return {
    running,
    dataDir,
    origin: running.origin,
    ...inHand,
    async close(): Promise<void> {
      keepGrants(running);
      await running.close();
      rmSync(dataDir, { recursive: true, force: true });
      nothingDenied(running);
    },
  };
}
export type Product = Awaited<ReturnType<typeof openProduct>>;

/** Those who take the first time there is: whatever hour it is, no visit of their own must stand in it. */
const BOOKERS = [...Array(17).keys(), ...Array.from({ length: 10 }, (_, at) => at + 29)].map(
  (at) => at + 1,
);

/** How far ahead a walk looks for a time. */
const AHEAD_MS = 16 * 24 * 60 * 60 * 1000;

/** Takes these people's next visits out of the chart, as if they had called. */
async function freeDays({ find, chart }: ReturnType<typeof controls>): Promise<void> {
  const emails = BOOKERS.map((n) => `patient${n}@example.test`);
  const patients = await find(`Patient?email=${emails.join(",")}&_count=100`);
  const ours = new Set(patients.map(({ id }) => `Patient/${id}`));
  const [from, until] = [0, AHEAD_MS].map((ahead) => dayOf(Date.now() + ahead));
  const found = await find(
    `Appointment?date=ge${from}&date=lt${until}&_count=1000&_include=Appointment:slot`,
  );
  const visits = found.filter(({ participant }) =>
    ((participant ?? []) as Participant[]).some(({ actor }) => ours.has(actor?.reference ?? "")),
  );
  const taken = new Set(
    visits.flatMap(({ slot }) => ((slot ?? []) as Reference[]).map(({ reference }) => reference)),
  );
  const slots = found.filter(({ resourceType, id }) => taken.has(`${resourceType}/${id}`));
  const changed = [
    ...visits.map((visit) => ({ ...visit, status: "cancelled" })),
    ...slots.map((slot) => ({ ...slot, status: "free" })),
  ] as (Record<string, unknown> & { id: string })[];
  const entry = changed.map((resource) => ({
    resource,
    request: { method: "PUT", url: `${resource["resourceType"]}/${resource.id}` },
  }));
  const body = JSON.stringify({ resourceType: "Bundle", type: "transaction", entry });
  await chart("", { method: "POST", body });
}
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

interface Reference {
  reference?: string;
}
interface Participant {
  actor?: Reference;
}
interface Bundle {
  entry?: { resource: Record<string, unknown> & { id: string } }[];
}

function controls(running: Running) {
  const { ehrAdminUrl, ehrFhirUrl, fireSchedule, schedules, functions } = running;
  const admin = async (method: string, path: string, body: object = {}): Promise<void> => {
    const reply = await fetch(`${ehrAdminUrl}/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(method === "POST" && { body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  };
  const chart = async (path: string, init: RequestInit = {}) => {
    const asked = { ...init, headers: { "content-type": "application/fhir+json" } };
    // A server closes what it has not been asked on for a while, now and then just as it is asked again.
    const reply = await fetch(`${ehrFhirUrl}/${path}`, asked).catch(() =>
      fetch(`${ehrFhirUrl}/${path}`, asked),
    );
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return reply;
  };
  /** What the EHR can do from now on. */
  const persona = (name: string) => admin("POST", "persona", { persona: name });
  const find = async (search: string) => {
    // Answers of the simulator's own, judged by the tests field by field.
    const bundle = (await (await chart(search)).json()) as Bundle;
    return (bundle.entry ?? []).map(({ resource }) => resource);
  };
  return {
    stopEhr: () => admin("POST", "stop"),
    resumeEhr: () => admin("POST", "resume"),
    fault: (fault: object) => admin("POST", "faults", fault),
    persona,
    /** The same, and nothing here remembers what it could do before. */
    become: async (name: string): Promise<void> => {
      await persona(name);
      await Promise.all(functions.map((one) => one.close()));
      const mirror = dynamoMirror(tableOf(running));
      const { id } = demoPractice();
      const known = await mirror.directory(id);
      if (known) await mirror.saveDirectory(id, { ...known, asOf: LONG_AGO });
    },
    noFaults: () => admin("DELETE", "faults"),
    chart,
    find,
    /** What the chart has of one visit's write-back, by our correlation id; each change is one more. */
    written: (visitId: string, change = 1) =>
      find(
        `Appointment?identifier=urn:porchlight:write-back|${visitId}.${String(change).padStart(3, "0")}`,
      ),
    /** What the clock does every minute or so, now. */
    fire: async (name: RegExp): Promise<void> => {
      const due = schedules.filter((schedule) => name.test(schedule));
      if (due.length === 0) throw new Error(`There is no schedule ${name}.`);
      await Promise.all(due.map((schedule) => fireSchedule(schedule)));
    },
  };
}
