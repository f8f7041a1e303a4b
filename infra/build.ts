import { existsSync, readdirSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inputsOf, isCurrent, type Step, whenChanged } from "#infra/local/build-stamp.ts";
import { fontsInside } from "./fonts.ts";
import { withoutUnasked } from "./sdk-parts.ts";

const bundleFiles = ["handler", "worker", "sealer", "sweep", "sync"];
const functionsOut = "dist/functions";
const webConfig = "web/vite.config.ts";

/** Says what is being built, one line each. */
export type Say = (line: string) => void;

const functionsStep = (): Step => ({
  name: "functions",
  inputs: inputsOf(
    ...[
      "functions",
      "domain",
      "infra/build.ts",
      "infra/fonts.ts",
      "infra/sdk-parts.ts",
      "package-lock.json",
    ],
  ),
  outputs: Object.keys(functionEntries()).map((name) => join(functionsOut, name, "index.js")),
});

const webStep = (): Step => ({
  name: "web",
  inputs: inputsOf("web", "domain", "package-lock.json"),
  outputs: ["dist/web/index.html"],
});

/** Whether everything built still fits its sources. */
export const isBuilt = (): boolean =>
  isCurrent(functionsStep()) && (!existsSync(webConfig) || isCurrent(webStep()));

/** Bundles every function and builds the web app, each only when something it reads has changed. */
export async function build(say: Say = () => {}): Promise<void> {
  await Promise.all([buildFunctions(say), buildWeb(say)]);
}

async function buildFunctions(say: Say): Promise<void> {
  await whenChanged(functionsStep(), async () => {
    say("Bundling the functions");
    await rm(functionsOut, { recursive: true, force: true });
    await bundle(functionEntries(), functionsOut);
  });
}

async function buildWeb(say: Say): Promise<void> {
  if (!existsSync(webConfig)) {
    say(`There is no web app to build (${webConfig} is missing)`);
    return;
  }
  await whenChanged(webStep(), async () => {
    say("Building the web app");
    const { build: vite } = await import("vite");
    await vite({ configFile: webConfig, logLevel: "warn" });
  });
}

/** `functions/<capability>/<file>.ts` by the name of its bundle, `<capability>-<file>`. */
function functionEntries(): Record<string, string> {
  const entries = readdirSync("functions", { withFileTypes: true })
    .filter((capability) => capability.isDirectory())
    .flatMap(({ name }) =>
      bundleFiles.map(
        (file) => [`${name}-${file}`, join("functions", name, `${file}.ts`)] as const,
      ),
    )
    .filter(([, path]) => existsSync(path));
  return Object.fromEntries(entries);
}

/** One self-contained file per entry, AWS SDK included: what runs is what was pinned, not what Lambda happens to have. */
export async function bundle(entries: Record<string, string>, folder: string): Promise<void> {
  const { build: esbuild } = await import("esbuild");
  const names = Object.keys(entries);
  await esbuild({
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, file]) => [join(name, "index"), file]),
    ),
    outdir: folder,
    bundle: true,
    minify: true,
    format: "cjs",
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    alias: { "@aws-sdk/credential-provider-node": "./functions/adapters/credentials.ts" },
    plugins: [withoutUnasked, fontsInside],
    loader: { ".ttf": "binary" },
    legalComments: "none",
    logLevel: "warning",
  });
  // This package is "module": without a file of its own a bundle would be read as one.
  await Promise.all(
    names.map(async (name) => {
      await mkdir(join(folder, name), { recursive: true });
      await writeFile(join(folder, name, "package.json"), '{"type":"commonjs"}\n');
    }),
  );
}

if (import.meta.main) {
  await build((line) => process.stdout.write(`${line}\n`));
}
