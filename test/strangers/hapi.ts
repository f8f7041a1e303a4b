import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "#infra/local/free-port.ts";
import type { AnyServer } from "#test/contract/ehr-port/any-server.ts";

const sources = join(import.meta.dirname, "hapi");
/** Its packages stay here between runs: 250 of them, from Maven Central. */
const folder = join(tmpdir(), "porchlight-hapi-8.8.0");
const classPath = `${join(folder, "classes")}:${join(folder, "lib", "*")}`;

const fetchMs = 900_000;
const readyMs = 300_000;

/** Whether there is what HAPI FHIR needs to be fetched, built and run. */
export function javaAndMaven(): boolean {
  try {
    const [, major = "0"] = /(\d+)/.exec(said("javac", "-version")) ?? [];
    return Number(major) >= 17 && said("mvn", "-version") !== "";
  } catch {
    return false;
  }
}

const said = (program: string, word: string): string =>
  execFileSync(program, [word], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

/** HAPI FHIR from its published packages, empty, on a port of its own. */
export async function startHapi(): Promise<AnyServer> {
  build();
  const port = await freePort();
  const child = spawn("java", ["-Xmx1500m", "-cp", classPath, "Hapi", String(port)], {
    stdio: "ignore",
  });
  const baseUrl = `http://127.0.0.1:${port}/fhir`;
  await ready(child, `${baseUrl}/metadata`);
  return {
    baseUrl,
    headers: {},
    close: async () => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function build(): void {
  mkdirSync(join(folder, "classes"), { recursive: true });
  if (!existsSync(join(folder, "lib"))) {
    const goal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies";
    const into = `-DoutputDirectory=${join(folder, "lib")}`;
    execFileSync("mvn", ["-B", "-q", "-f", join(sources, "pom.xml"), goal, into], {
      stdio: "inherit",
      timeout: fetchMs,
    });
  }
  const words = ["-cp", classPath, "-d", join(folder, "classes"), join(sources, "Hapi.java")];
  execFileSync("javac", words, { stdio: "inherit", timeout: fetchMs });
}

async function ready(child: ChildProcess, metadata: string): Promise<void> {
  const late = performance.now() + readyMs;
  for (;;) {
    const reply = await fetch(metadata).catch(() => undefined);
    await reply?.arrayBuffer();
    if (reply?.ok) return;
    if (child.exitCode !== null || performance.now() > late) {
      child.kill("SIGKILL");
      throw new Error("HAPI FHIR did not start.");
    }
    await sleep(500);
  }
}
