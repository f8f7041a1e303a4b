import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
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

/** Starts the DynamoDB emulator on a free loopback port; without a file it keeps its data in memory. */
export async function startEmulator(file?: string): Promise<Emulator> {
  const port = await freePort();
  const options = ["serve", "--host", "127.0.0.1", "--port", String(port)];
  const child = spawn(binary(), file ? [...options, "--db-path", file] : options, {
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

function binary(): string {
  try {
    return createRequire(import.meta.url).resolve("@dynoxide/linux-x64/dynoxide");
  } catch {
    throw new StartProblem(
      `The DynamoDB emulator is not available for ${process.platform} ${process.arch}. Set AWS_ENDPOINT_URL_DYNAMODB to a DynamoDB endpoint of your own.`,
    );
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
