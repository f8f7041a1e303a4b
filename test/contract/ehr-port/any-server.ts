import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "#functions/ehr/connect.ts";
import { notes } from "#functions/ehr/fhir/note.ts";
import { startEhr } from "#infra/local/ehr/start.ts";
import { seedEhr } from "#infra/local/seed-ehr/seed-ehr.ts";
import type { Ehr, EhrPatient, EhrSlot } from "#ports/ehr.ts";
import { serverFromEnvironment } from "#test/contract/fhir-probe/server-from-environment.ts";

/** A FHIR server of any make, and how it is ended. */
export interface AnyServer {
  readonly baseUrl: string;
  readonly headers: Record<string, string>;
  /** Called once the practice is loaded. */
  loaded?(): Promise<unknown>;
  close(): Promise<void>;
}

/** The simulator with every habit of ours put off, empty, and as what it goes on once the practice is in it. */
const strangeSimulator = (persona: string) => async (): Promise<AnyServer> => {
  const dataDir = await mkdtemp(join(tmpdir(), "ehr-stranger-"));
  const place = { port: 0, dataDir, zone: "America/Chicago" };
  const ehr = await startEhr({
    ...place,
    ...{ patients: 0, seed: 1, clients: [], persona: "stranger", empty: true },
  });
  const close = async () => {
    await ehr.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  const loaded = () =>
    fetch(`${ehr.adminUrl}/persona`, { method: "POST", body: JSON.stringify({ persona }) });
  return { baseUrl: ehr.fhirBaseUrl, headers: {}, loaded, close };
};

/** A server as a suite is told of it; it is opened when its turn comes. */
export interface NamedServer {
  readonly name: string;
  readonly ours?: boolean;
  readonly open: () => Promise<AnyServer>;
}

/** Every server the suites run against: the strange simulator, twice, and whichever the environment names. */
export const servers: readonly NamedServer[] = [
  { name: "a server without our habits", ours: true, open: strangeSimulator("stranger") },
  {
    name: "one that takes things in steps only",
    ours: true,
    open: strangeSimulator("stranger-in-steps"),
  },
  ...[serverFromEnvironment()].flatMap((named) =>
    named
      ? [{ name: named.name, open: async (): Promise<AnyServer> => ({ ...named, close: nothing }) }]
      : [],
  ),
];
const nothing = async () => {};

const small = { patients: 2, seed: 1, zone: "America/Chicago", weeks: 1 };

/** A practice loaded into it by plain FHIR, and a portal connected to it. */
export async function practiceAt(server: AnyServer) {
  const load = () => seedEhr(server, { ...small, now: new Date() }, () => {});
  const seeded = await load();
  await server.loaded?.();
  const line = new Line(server.headers);
  const connected = (): Ehr =>
    connect(
      { connectionId: "any-server", baseUrl: server.baseUrl },
      { clock: () => new Date().toISOString(), fetch: line.fetch, notes },
    );
  const ehr = connected();
  return {
    server,
    seeded,
    load,
    line,
    ehr,
    connected,
    ada: await onlyOne(ehr, "ada@example.test"),
    grace: await onlyOne(ehr, "grace@example.test"),
    ...(await openTimes(ehr)),
    /** What stands in the chart, asked around the portal. */
    async chart(path: string): Promise<Record<string, unknown>> {
      const headers = { ...server.headers, "cache-control": "no-cache" };
      return JSON.parse(await (await fetch(`${server.baseUrl}/${path}`, { headers })).text());
    },
    async operatorPuts(resource: Record<string, unknown>): Promise<number> {
      const address = `${server.baseUrl}/${resource["resourceType"]}/${resource["id"]}`;
      const headers = { ...server.headers, "content-type": "application/fhir+json" };
      const reply = await fetch(address, {
        method: "PUT",
        body: JSON.stringify(resource),
        headers,
      });
      return reply.status;
    },
  };
}
export type AnyPractice = Awaited<ReturnType<typeof practiceAt>>;

/** The wire between portal and server: it can lose the reply of the next write of a visit. */
class Line {
  loseNextReply = false;
  readonly #headers: Record<string, string>;
  constructor(headers: Record<string, string>) {
    this.#headers = headers;
  }
  readonly fetch: typeof fetch = async (input, init) => {
    const headers = { ...Object.fromEntries(new Headers(init?.headers)), ...this.#headers };
    const reply = await fetch(input, { ...init, headers });
    // A step before it, such as taking the slot, is answered.
    const aboutSlot = String(input).includes("/Slot");
    const asks = init?.method === "GET" || String(input).includes("_search");
    if (!this.loseNextReply || asks || aboutSlot) return reply;
    this.loseNextReply = false;
    await reply.arrayBuffer();
    throw Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNRESET" } });
  };
}

async function onlyOne(ehr: Ehr, email: string): Promise<EhrPatient> {
  const [patient, another] = await ehr.patients({ email });
  if (!patient || another) throw new Error(`Not exactly one patient has ${email}.`);
  return patient;
}

/** Open times, each handed out once, and keys no other run uses. */
async function openTimes(ehr: Ehr) {
  const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const all = await ehr.slots({ from: at(0), to: at(8) });
  const open = all.filter(({ status }) => status === "free");
  const run = Date.now().toString(36);
  let serial = 0;
  return {
    all,
    nextKey: () => `any-${run}-${++serial}`,
    nextSlot: (): EhrSlot => {
      const slot = open.shift();
      if (!slot) throw new Error("The practice has run out of open times.");
      return slot;
    },
  };
}
