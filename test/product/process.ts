import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "#infra/local/free-port.ts";

/** `npm start` as a person runs it: a process of its own. */
export interface Started {
  readonly child: ChildProcess;
  readonly origin: string;
  readonly fhirUrl: string;
  /** From its first breath to its ready line, milliseconds. */
  readonly startMs: number;
}

const READY_MS = 60_000;
/** With a practice to load into a server that has just been started. */
const LOADED_MS = 600_000;

export interface Place {
  readonly dataDir: string;
  readonly port: number;
  readonly ehrPort: number;
  /** Another FHIR server, into which the practice is loaded first. */
  readonly ehrBaseUrl?: string;
  /** Where the product stands; here, unless told. */
  readonly root?: string;
}

/** A data folder and two ports of its own. */
export async function freshPlace(): Promise<Place> {
  const dataDir = join(mkdtempSync(join(tmpdir(), "porchlight-crash-")), "data");
  return { dataDir, port: await freePort(), ehrPort: await freePort() };
}

export const forget = ({ dataDir }: Place): void =>
  rmSync(join(dataDir, ".."), { recursive: true, force: true });

function launch({ dataDir, port, ehrPort, ehrBaseUrl, root }: Place) {
  const words = ehrBaseUrl === undefined ? [] : ["--seed-ehr"];
  const child = spawn(process.execPath, ["infra/local/start.ts", ...words], {
    env: {
      ...pathOnly(),
      PORT: String(port),
      EHR_PORT: String(ehrPort),
      DATA_DIR: dataDir,
      ...(ehrBaseUrl && { EHR_BASE_URL: ehrBaseUrl }),
      DEMO_PATIENTS: ehrBaseUrl ? "12" : "40",
      PORCHLIGHT_CONFLICT_RATE: "0.05",
    },
    stdio: ["ignore", "pipe", "pipe"],
    ...(root && { cwd: root }),
  });
  const said = { out: "", errors: "" };
  child.stdout.on("data", (text: Buffer) => {
    said.out += text.toString();
  });
  child.stderr.on("data", (text: Buffer) => {
    said.errors += text.toString();
  });
  return { child, said };
}

// biome-ignore lint/style/noProcessEnv: a child process needs to find its programs, and has the engine these tests have
const { PATH = "", HOME = "", DYNAMODB_ENGINE = "" } = process.env;
const pathOnly = () => ({ PATH, HOME, DYNAMODB_ENGINE });

/** Starts it and waits for the ready line. */
export async function start(place: Place): Promise<Started> {
  const begun = performance.now();
  const { child, said } = launch(place);
  while (!said.out.includes("Porchlight is ready")) {
    const late = performance.now() - begun > (place.ehrBaseUrl ? LOADED_MS : READY_MS);
    if (child.exitCode !== null || late) {
      child.kill("SIGKILL");
      throw new Error(`It did not start: ${said.out}${said.errors}`);
    }
    await sleep(20);
  }
  return {
    child,
    origin: `http://localhost:${place.port}`,
    fhirUrl: place.ehrBaseUrl ?? `http://localhost:${place.ehrPort}/fhir/r4`,
    startMs: Math.round(performance.now() - begun),
  };
}

/** Starts it where it cannot start: how it ends, and its words. */
export async function startInVain(place: Place): Promise<{ code: number | null; errors: string }> {
  const { child, said } = launch(place);
  const late = setTimeout(() => child.kill("SIGKILL"), READY_MS);
  await once(child, "close");
  clearTimeout(late);
  return { code: child.exitCode, errors: said.errors };
}

/** Ends it and waits until it is gone. */
export async function end({ child }: Started, signal: "SIGKILL" | "SIGINT"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

export interface LiveProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Every process that works for this data folder, or was started by one that does. */
export function processesOf({ dataDir }: Place, roots: readonly number[]): LiveProcess[] {
  const all = allProcesses();
  const found = new Set(roots);
  const mine = () =>
    all.filter(
      ({ pid, parent, command }) =>
        !found.has(pid) && (found.has(parent) || command.includes(dataDir)),
    );
  for (let more = mine(); more.length > 0; more = mine())
    for (const { pid } of more) found.add(pid);
  return all.filter(({ pid }) => found.has(pid));
}

/** Linux tells in files; elsewhere `ps` does. */
function allProcesses(): LiveProcess[] {
  if (existsSync("/proc/self")) {
    return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? processAt(name) : []));
  }
  const { stdout } = spawnSync("ps", ["-axo", "pid=,ppid=,command="], { encoding: "utf8" });
  return [...stdout.matchAll(/^ *(\d+) +(\d+) (.+)$/gm)].map(([, pid, parent, command = ""]) => ({
    pid: Number(pid),
    parent: Number(parent),
    command,
  }));
}

/** A process may end while it is looked at; one that ended and was not collected yet has no command line. */
function processAt(name: string): LiveProcess[] {
  try {
    const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, "utf8"))?.[1];
    return command === "" ? [] : [{ pid: Number(name), parent: Number(parent), command }];
  } catch {
    return [];
  }
}

export const isAlive = ({ pid, command }: LiveProcess): boolean =>
  allProcesses().some((one) => one.pid === pid && one.command === command);
