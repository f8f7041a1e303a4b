import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { startDynalite } from "./dynalite/start.ts";
import { freePort } from "./free-port.ts";
import { commandOf } from "./run-record.ts";
import { diskFull, StartProblem, saysDiskFull } from "./start-problem.ts";

/** A DynamoDB endpoint for the runner to use. */
export interface Emulator {
  endpoint: string;
  /** Its process, when we started one. */
  process?: { pid: number; command: string };
  close(): Promise<void>;
}

const startMs = 5000;
const stopMs = 2000;

/** The DynamoDB of this machine: the emulator where it has a binary, else dynalite in a thread of this process. */
export type Engine = "dynoxide" | "dynalite";

/** What this machine has, or what `DYNAMODB_ENGINE` asks for. */
export function engineHere(): Engine {
  // biome-ignore lint/style/noProcessEnv: tests and `npm start` start it here, so here it is read.
  const asked = process.env["DYNAMODB_ENGINE"];
  if (asked === "dynalite" || asked === "dynoxide") return asked;
  if (asked) throw new StartProblem("DYNAMODB_ENGINE must be dynoxide or dynalite.");
  return binary() ? "dynoxide" : "dynalite";
}

/** Starts a DynamoDB on a free loopback port; without a file it keeps its data in memory. */
export async function startEmulator(file?: string, engine = engineHere()): Promise<Emulator> {
  const folder = file?.replace(/(\.sqlite)?$/, ".dynalite");
  const others = engine === "dynalite" ? file : folder;
  if (others && existsSync(others)) {
    throw new StartProblem(
      `The data folder was filled by another DynamoDB engine than ${engine}. Start with --fresh to empty it, or set DATA_DIR to another folder.`,
    );
  }
  return engine === "dynalite" ? startThread(folder) : startBinary(file);
}

async function startThread(folder?: string): Promise<Emulator> {
  try {
    return await startDynalite(folder);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw saysDiskFull(why) ? diskFull() : emulatorProblem(why);
  }
}

async function startBinary(file?: string): Promise<Emulator> {
  const program = binary();
  if (!program) {
    throw new StartProblem(
      `The emulator dynoxide has no binary for ${process.platform} ${process.arch}. Leave DYNAMODB_ENGINE empty.`,
    );
  }
  const port = await freePort();
  const options = ["serve", "--host", "127.0.0.1", "--port", String(port)];
  const child = spawn(program, file ? [...options, "--db-path", file] : options, {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (text: Buffer) => {
    errors = `${errors}${text}`.slice(-2000);
  });
  child.on("error", (error) => {
    errors = error.message;
  });
  const endpoint = `http://127.0.0.1:${port}`;
  if (!(await answers(endpoint, child))) {
    child.kill("SIGKILL");
    throw saysDiskFull(errors) ? diskFull() : emulatorProblem(errors);
  }
  const pid = child.pid ?? 0;
  return { endpoint, process: { pid, command: commandOf(pid) ?? "" }, close: () => end(child) };
}

/** Somebody else's DynamoDB endpoint (`AWS_ENDPOINT_URL_DYNAMODB`): used as it is, never stopped. */
export const externalEmulator = (endpoint: string): Emulator => ({
  endpoint: endpoint.replace(/\/$/, ""),
  close: async () => {},
});

function binary(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve("@dynoxide/linux-x64/dynoxide");
  } catch {
    return undefined;
  }
}

const emulatorProblem = (errors: string) =>
  new StartProblem(
    `The DynamoDB emulator did not start (${errors.trim() || "no message"}). Try again with --fresh, or set AWS_ENDPOINT_URL_DYNAMODB.`,
  );

async function answers(endpoint: string, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + startMs;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    if (
      await fetch(endpoint, { signal: AbortSignal.timeout(1000) }).then(
        () => true,
        () => false,
      )
    ) {
      return true;
    }
    await sleep(10);
  }
  return false;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), stopMs);
  await ended;
  clearTimeout(force);
}
