import { join } from "node:path";
import { Closers } from "./closers.ts";
import { type Cloud, openCloud } from "./cloud.ts";
import { takeDataFolder } from "./data-folder.ts";
import { type EdgeServer, openEdge } from "./edge-server.ts";
import { type EhrChoice, type OpenEhr, openEhr } from "./ehr.ts";
import { type Emulator, type Engine, externalEmulator, startEmulator } from "./emulator.ts";
import type { Outcome } from "./function-worker.ts";
import type { LocalFunction } from "./functions.ts";
import { type Gateway, openGateway } from "./gateway.ts";
import { httpEdge, type LocalPage } from "./http-edge.ts";
import type { Denial, Grant } from "./iam.ts";
import { type Identity, startIdentity } from "./identity/identity.ts";
import { Outbox } from "./outbox/outbox.ts";
import { openTwilioSandbox, twilioKeys } from "./outbox/twilio-sandbox.ts";
import { readRoutes } from "./routes.ts";
import { forgetRun, recordRun } from "./run-record.ts";
import { Secrets, SecretVault } from "./secrets.ts";
import { readSite } from "./site.ts";
import type { Queues } from "./sqs.ts";
import { createTables, tableTypes } from "./tables.ts";
import { readSynthesised, Stack } from "./template.ts";
import { readUserPools } from "./user-pools.ts";

/** The stack that a developer's machine runs, unless another is named. */
const demoStackName = "Porchlight-demo";

export interface RunOptions {
  /** Everything persistent goes here; one runner at a time. */
  dataDir: string;
  /** Empties the folder first. */
  fresh?: boolean;
  /** Cloud assembly to run; `synthesised` is waited for before it is read. */
  cdkOut?: string;
  stackName?: string;
  synthesised?: Promise<void>;
  /** 0 (the default) takes a free one. */
  port?: number;
  ehr?: EhrChoice;
  webFolder?: string;
  /** How often DynamoDB says "again, please", and from which seed. Tests meet it by default. */
  conflicts?: { rate: number; seed: number };
  /** A DynamoDB endpoint to use instead of the emulator. */
  dynamoEndpoint?: string | undefined;
  /** Which emulator; what this machine has, unless told. */
  engine?: Engine;
  /** Keeps tables in memory: faster, for tests that do not restart. */
  inMemory?: boolean;
  localPage?: (running: Running) => LocalPage;
  /** Fills the demo practice once everything answers. */
  provision?: (running: Running) => Promise<void>;
}

/** The whole product, running. */
export interface Running {
  origin: string;
  ehrOrigin: string;
  ehrFhirUrl: string;
  /** The simulator's own controls; undefined with another EHR. */
  ehrAdminUrl: string | undefined;
  /** Sends an event to a function by physical name, logical id, or the only start of either. */
  invoke(functionName: string, event: unknown): Promise<Outcome>;
  functions: readonly LocalFunction[];
  queues: Queues;
  denials: readonly Denial[];
  grants: readonly Grant[];
  /** Every SMS and e-mail sent, and how the vendors' next calls are to go wrong. */
  outbox: Outbox;
  tableName: string;
  dynamoEndpoint: string;
  identity: Identity;
  stack: Stack;
  secrets: Secrets;
  schedules: readonly string[];
  fireSchedule(name: string): Promise<Outcome>;
  close(): Promise<void>;
}

const testConflicts = { rate: 0.05, seed: 1 };

/** Runs the synthesised template on this machine. Rejects with a `StartProblem` when the person can put it right. */
export async function run(options: RunOptions): Promise<Running> {
  const closers = new Closers();
  try {
    return await assemble(options, closers);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function assemble(options: RunOptions, closers: Closers): Promise<Running> {
  const { dataDir } = options;
  const folder = await takeDataFolder(dataDir, options.fresh ?? false);
  closers.add(folder.release);
  const ports = await openPorts(options, closers);
  const vault = new SecretVault(dataDir);
  const opening = openEhr(options.ehr ?? noEhr, {
    vault,
    dataDir,
    portalOrigin: ports.edge.origin,
  });
  const [ehr] = await Promise.all([
    opening.then((opened) => {
      closers.add(opened.close);
      return opened;
    }),
    options.synthesised,
  ]);
  const stack = new Stack(
    readSynthesised(options.cdkOut ?? "cdk.out", options.stackName ?? demoStackName),
    { awsOrigin: ports.gateway.origin, siteHost: new URL(ports.edge.origin).host },
  );
  const [identity] = await Promise.all([
    startIdentity({ dataDir, region: stack.place.region, pools: readUserPools(stack) }),
    createTables(stack, ports.emulator.endpoint),
  ]);
  const outbox = await openOutbox(dataDir, vault, closers);
  const secrets = new Secrets(stack, vault, ehr.connection);
  const cloud = openCloud({
    stack,
    secrets,
    identity,
    gateway: ports.gateway,
    outbox,
    dynamoEndpoint: ports.emulator.endpoint,
    dataDir,
    conflicts: options.conflicts ?? testConflicts,
  });
  closers.add(cloud.close);
  const running = describe({ stack, secrets, identity, cloud, ehr, ports, outbox }, closers);
  ports.edge.serve(edgeFor(running, options, cloud));
  await options.provision?.(running);
  cloud.schedules.start();
  return running;
}

/** The vendors of SMS and e-mail, as far as this machine goes. */
async function openOutbox(dataDir: string, vault: SecretVault, closers: Closers): Promise<Outbox> {
  const outbox = new Outbox(dataDir);
  const keys = vault.valueOf("sandbox/twilio", () => JSON.stringify(twilioKeys()));
  const twilio = await openTwilioSandbox(outbox, JSON.parse(keys));
  closers.add(twilio.close);
  vault.give("porchlight/twilio", JSON.stringify(twilio.connection));
  return outbox;
}

interface Parts {
  stack: Stack;
  secrets: Secrets;
  identity: Identity;
  cloud: Cloud;
  ehr: OpenEhr;
  ports: Ports;
  outbox: Outbox;
}

function describe(parts: Parts, closers: Closers): Running {
  const { stack, secrets, identity, cloud, ehr, ports, outbox } = parts;
  const [table = ""] = stack.ids(...tableTypes);
  return {
    origin: ports.edge.origin,
    ehrOrigin: ehr.origin,
    ehrFhirUrl: ehr.connection.baseUrl,
    ehrAdminUrl: ehr.adminUrl,
    invoke: (name, event) => cloud.functions.named(name).invoke(event),
    functions: cloud.functions.list(),
    queues: cloud.queues,
    denials: cloud.access.denials,
    grants: cloud.access.grants,
    outbox,
    tableName: stack.ref(table),
    dynamoEndpoint: ports.emulator.endpoint,
    identity,
    stack,
    secrets,
    schedules: cloud.schedules.names(),
    fireSchedule: (name) => cloud.schedules.fire(name),
    close: () => closers.close(),
  };
}

function edgeFor(running: Running, options: RunOptions, cloud: Cloud) {
  return httpEdge({
    routes: readRoutes(running.stack, cloud.functions),
    site: readSite(running.stack, running.secrets),
    account: running.stack.place.account,
    webFolder: options.webFolder ?? "dist/web",
    localPage: options.localPage?.(running) ?? noLocalPage,
  });
}

const noLocalPage: LocalPage = async () => false;

/** Stands where an EHR would be when a test needs none: nothing listens there. */
const noEhr: EhrChoice = { kind: "external", baseUrl: "http://127.0.0.1:9/fhir" };

interface Ports {
  gateway: Gateway;
  emulator: Emulator;
  edge: EdgeServer;
}

async function openPorts(options: RunOptions, closers: Closers): Promise<Ports> {
  const { dataDir, dynamoEndpoint, inMemory, engine } = options;
  const edge = await openEdge(options.port ?? 0);
  closers.add(edge.close);
  const file = inMemory ? undefined : join(dataDir, "dynamodb.sqlite");
  const emulator = dynamoEndpoint
    ? externalEmulator(dynamoEndpoint)
    : await startEmulator(file, engine);
  closers.add(() => forgetRun(dataDir));
  closers.add(emulator.close);
  recordRun(dataDir, {
    runner: process.pid,
    ...(emulator.process && { emulator: emulator.process }),
  });
  const gateway = await openGateway();
  closers.add(gateway.close);
  return { gateway, emulator, edge };
}
