import { mkdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { administer, type Backstage } from "./admin.ts";
import type { Client } from "./auth/token-desk.ts";
import { Doorbells, type Webhook } from "./doorbells.ts";
import { refuse } from "./fhir/refusal.ts";
import { personas } from "./personas/personas.ts";
import { clinicName } from "./practice/clinic.ts";
import { openPractice } from "./practice/open-practice.ts";
import type { Ehr } from "./rest/exchange.ts";
import { FrontDoor, fhirPath, tokenPath } from "./rest/front-door.ts";
import { replyTo, send } from "./rest/reply.ts";
import { guardCalendar } from "./store/calendar.ts";
import { Chart } from "./store/chart.ts";

export interface EhrOptions {
  /** 0 picks a free one. */
  port: number;
  /** The folder of `ehr.sqlite`. */
  dataDir: string;
  /** Size of the seeded practice. */
  patients: number;
  /** The same seed gives the same practice, ids included; dates are relative to today. */
  seed: number;
  /** The clinic's IANA zone. */
  zone: string;
  /** A folder of transaction bundles to load once. */
  bundles?: string | undefined;
  clients: Client[];
  webhooks?: Webhook[] | undefined;
  persona?: string | undefined;
  /** Without the practice: for whoever loads it by FHIR. */
  empty?: boolean | undefined;
  now?: (() => Date) | undefined;
}

export interface RunningEhr {
  fhirBaseUrl: string;
  tokenUrl: string;
  adminUrl: string;
  port: number;
  close(): Promise<void>;
}

/** A FHIR R4 record system over HTTP with a whole practice in it, durable in one SQLite file. */
export async function startEhr(options: EhrOptions): Promise<RunningEhr> {
  const persona = personas.get(options.persona ?? "full");
  if (!persona) throw new Error(`Unknown EHR persona; choose ${[...personas.keys()].join(", ")}`);
  mkdirSync(options.dataDir, { recursive: true });
  const chart = new Chart(join(options.dataDir, "ehr.sqlite"), options.now ?? (() => new Date()));
  const practice = options.empty ? noPractice(chart) : openPractice(chart, options);
  const ehr: Ehr = { chart, persona, baseUrl: "", clinic: clinicName };
  const door = new FrontDoor(ehr, options.clients);
  const guard = guardCalendar(chart);
  chart.beforeCommit((changes) => {
    if (!ehr.persona.stranger) guard(changes);
  });
  const bells = new Doorbells(chart, options.webhooks ?? [], (type) =>
    door.faults.takeDuplicateBell(type),
  );
  const server = serverFor({ ehr, door, extendSlots: practice.extendSlots });
  const port = await listen(server, options.port).catch((error: unknown) => {
    chart.database.close();
    throw error;
  });
  const origin = `http://localhost:${port}`;
  ehr.baseUrl = `${origin}${fhirPath}`;
  bells.ring();
  return {
    fhirBaseUrl: ehr.baseUrl,
    tokenUrl: `${origin}${tokenPath}`,
    adminUrl: `${origin}/admin`,
    port,
    close: async () => {
      bells.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      chart.database.close();
    },
  };
}

function noPractice(chart: Chart): ReturnType<typeof openPractice> {
  chart.database.createIndexes();
  return { extendSlots: () => 0 };
}

function serverFor(backstage: Backstage): Server {
  return createServer((request, response) => {
    const refuseForeign = !isLocal(request.headers.host) || !isLocal(request.headers.origin);
    const served = async () => {
      if (refuseForeign) return send(response, { status: 403 });
      const url = urlOf(request.url ?? "/");
      if (url.pathname === tokenPath || isFhir(url))
        return await backstage.door.serve(request, response, url);
      send(response, await administer(backstage, request, url));
    };
    served().catch((error: unknown) => send(response, replyTo(error)));
  });
}

/** An address that can't be read is the caller's mistake, not ours. */
function urlOf(text: string): URL {
  try {
    decodeURIComponent(text);
    return new URL(text, "http://localhost");
  } catch {
    throw refuse.malformed("The address can't be read");
  }
}

function isFhir({ pathname }: URL): boolean {
  return pathname === fhirPath || pathname.startsWith(`${fhirPath}/`);
}

/** A page from elsewhere, or a name that was made to point here, has no business with a chart. */
function isLocal(hostOrOrigin: string | undefined): boolean {
  if (hostOrOrigin === undefined) return true;
  return /^(https?:\/\/)?(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(hostOrOrigin);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}
