import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EhrOptions, startEhr } from "./start.ts";

/** What tests look at in an answer; every field may be missing, as in any JSON. */
export interface Shape {
  resourceType: string;
  id: string;
  status: string;
  active: boolean;
  start: string;
  end: string;
  meta: { versionId: string; lastUpdated: string };
  total: number;
  type: string;
  reference: string;
  entry: {
    resource: Shape;
    response: { status: string; etag: string };
    search: { mode: string };
  }[];
  link: { relation: string; url: string }[];
  issue: { code: string; details: { text: string } }[];
  access_token: string;
  error: string;
  counts: Record<string, number>;
  added: number;
  faults: unknown[];
}

export interface Answered {
  status: number;
  headers: Headers;
  text: string;
  body: Shape;
}

/** A simulator in a folder of its own, and short ways to talk to it. */
export async function trial(options: Partial<EhrOptions> = {}) {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "ehr-"));
  const ehr = await startEhr({
    port: 0,
    patients: 6,
    seed: 1,
    zone: "America/Chicago",
    clients: [],
    ...options,
    dataDir,
  });
  const fhir = fhirClient(ehr.fhirBaseUrl);
  const admin = (line: string, body?: object) => ask(ehr.adminUrl, line, { body });
  const close = async () => {
    await ehr.close();
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  return { ehr, dataDir, fhir, admin, close };
}

/** A short way to talk to any FHIR server: `fhir("GET /Patient?family=Marlowe")`, or with a whole address of its own. */
export function fhirClient(baseUrl: string) {
  return (line: string, body?: object, headers?: Record<string, string>) =>
    ask(baseUrl, line, { body, headers });
}

export type Trial = Awaited<ReturnType<typeof trial>>;

async function ask(
  base: string,
  line: string,
  { body, headers }: { body?: object | undefined; headers?: Record<string, string> | undefined },
): Promise<Answered> {
  const [method = "GET", path = ""] = line.split(" ");
  // Tomcat, beneath many servers, refuses an address with a bare "|" in it.
  const address = path.startsWith("http") ? path : `${base}${path.replaceAll("|", "%7C")}`;
  const reply = await fetch(address, {
    method,
    headers: {
      ...(body ? { "content-type": contentTypes[method] ?? "application/fhir+json" } : {}),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await reply.text();
  return { status: reply.status, headers: reply.headers, text, body: parsed(text) };
}

const contentTypes: Record<string, string> = { PATCH: "application/json-patch+json" };

function parsed(text: string): Shape {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse("{}");
  }
}

/** A slot of the seeded calendar that is free. */
export async function freeSlot(fhir: Trial["fhir"], skip = 0): Promise<Shape> {
  const found = await fhir(
    `GET /Slot?status=free&service-type=office-visit&_sort=start&_count=${skip + 1}`,
  );
  const slot = found.body.entry[skip]?.resource;
  if (!slot) throw new Error("The calendar has no free slot");
  return slot;
}

/** An appointment for Ada in that slot. */
export function visitIn(slot: Shape, more: object = {}): object {
  return {
    resourceType: "Appointment",
    status: "booked",
    start: slot.start,
    end: slot.end,
    slot: [{ reference: `Slot/${slot.id}` }],
    participant: [{ actor: { reference: "Patient/patient-ada" }, status: "accepted" }],
    ...more,
  };
}
