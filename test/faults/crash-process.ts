import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { bundle } from "#infra/build.ts";
import { practice } from "#test/fixtures/practice.ts";
import type { Invocation, Said } from "./crash-child.ts";

const ENTRIES = {
  appointments: "functions/appointments/handler.ts",
  worker: "functions/writeback/worker.ts",
  sweep: "functions/writeback/sweep.ts",
  sync: "functions/appointments/sync.ts",
  sealer: "functions/audit/sealer.ts",
} as const;
export type FunctionName = keyof typeof ENTRIES;

/** What a function's environment calls its table; whoever stands between puts the run's own in its place. */
export const TABLE = "portal-of-the-run";
export const EHR_SECRET = "arn:ehr";

/** The functions that are killed, bundled as they are shipped. */
export class Bundles {
  readonly #folder = mkdtempSync(join(tmpdir(), "porchlight-bundles-"));

  #building: Promise<void> | undefined;

  built(): Promise<void> {
    this.#building ??= bundle(ENTRIES, this.#folder);
    return this.#building;
  }
  file = (name: FunctionName): string => join(this.#folder, name, "index.js");
  forget = (): void => rmSync(this.#folder, { recursive: true, force: true });
}

/** A process that is one function. It is born loading, before it is needed. */
export class Instance {
  readonly child: ChildProcess;
  readonly #ready: Promise<Said>;
  /** Everything it logged. */
  said = "";

  constructor(bundleFile: string, endpoint: string) {
    this.child = fork(join(import.meta.dirname, "crash-child.ts"), [bundleFile], {
      env: environmentOf(endpoint),
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on("data", (text: Buffer) => {
        this.said += text.toString();
      });
    this.#ready = this.#next();
  }

  /** How the invocation came out; rejects when the process ends before it does. */
  async invoke(invocation: Invocation): Promise<unknown> {
    await this.#ready;
    this.child.send(invocation);
    const said = await this.#next();
    if ("error" in said) throw new Error(said.error);
    return "result" in said ? said.result : undefined;
  }

  /** A real SIGKILL. Resolves when the process is gone. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await gone;
  }

  #next(): Promise<Said> {
    return new Promise((resolve, reject) => {
      const onEnd = () => reject(new Gone(this.said));
      this.child.once("exit", onEnd);
      this.child.once("message", (said: Said) => {
        this.child.off("exit", onEnd);
        resolve(said);
      });
    });
  }
}

/** The process ended in the middle of it. */
export class Gone extends Error {}

const environmentOf = (endpoint: string): NodeJS.ProcessEnv => ({
  // biome-ignore lint/style/noProcessEnv: a child process needs to find its programs
  PATH: process.env["PATH"] ?? "",
  AWS_REGION: "us-east-1",
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  TABLE_NAME: TABLE,
  PRACTICES: JSON.stringify([practice]),
  ORIGIN_SECRETS: "edge-secret-of-these-tests",
  DOORBELL_QUEUE_URL: `${endpoint}/000000000000/doorbell`,
  CONNECTION_SECRETS: JSON.stringify({ [practice.connectionId]: EHR_SECRET }),
  AUDIT_KEY_SECRET_ARN: "arn:audit-key",
});
