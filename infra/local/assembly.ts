import { spawn } from "node:child_process";
import { once } from "node:events";
import { isBuilt, type Say } from "#infra/build.ts";
import { inputsOf, type Step, whenChanged } from "./build-stamp.ts";
import { diskFull, StartProblem, saysDiskFull } from "./start-problem.ts";

/** The region a developer's machine runs. The others are synthesised by `npm run synth`. */
const region = "demo";

/** What synthesis reads: the stacks, the route tables, the bundles, and the built pages for their hashes. */
const synthesis = (): Step => ({
  name: "synthesis",
  inputs: [
    ...inputsOf("infra").filter((file) => !file.startsWith("infra/local/")),
    ...inputsOf("domain", "dist/functions", "package-lock.json", "cdk.json"),
    ...inputsOf("dist/web").filter((file) => file.endsWith(".html")),
  ],
  outputs: [`cdk.out/Porchlight-${region}.template.json`],
});

/**
 * Builds and synthesises what is not current. Both run as processes of their own: they use the second core, and what
 * they loaded is gone once they end.
 */
export async function assemble(say: Say, signal: AbortSignal): Promise<void> {
  if (!isBuilt()) {
    await runNode(["infra/build.ts"], say, signal);
  }
  await whenChanged(synthesis(), async () => {
    say("Synthesising the cloud template");
    await runNode(["infra/app.ts", region], () => {}, signal);
  });
}

async function runNode(script: string[], say: Say, signal: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, script, { stdio: ["ignore", "pipe", "pipe"], signal });
  let errors = "";
  child.stdout.on("data", (text: Buffer) => {
    for (const line of text.toString().split("\n").filter(Boolean)) {
      say(line);
    }
  });
  child.stderr.on("data", (text: Buffer) => {
    errors = `${errors}${text}`.slice(-4000);
  });
  const [code] = await once(child, "close");
  if (code !== 0) {
    throw saysDiskFull(errors)
      ? diskFull()
      : new StartProblem(`${script.join(" ")} failed:\n${errors.trim()}`);
  }
}
