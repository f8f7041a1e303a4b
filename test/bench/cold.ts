import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { assembledHere } from "#test/product/assembled.ts";
import { median, type Row } from "./report.ts";

const ROUNDS = 7;
const BUNDLE_BAR_KB = 400;
const COLD_BAR = 0.5;

/** What a fresh process takes to load a bundle, milliseconds. */
function loadMs(file: string): number {
  const program = `const begun = performance.now(); try { require(${JSON.stringify(file)}) } catch {} process.stdout.write(String(performance.now() - begun))`;
  return Number(execFileSync(process.execPath, ["-e", program], { encoding: "utf8", env: {} }));
}

/** Cold load and size of every request-path bundle, beside a textbook handler bundled in this run. */
export async function coldLoads(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-bench-"));
  const reference = join(folder, "reference.cjs");
  await build({
    entryPoints: ["test/bench/reference/handler.ts"],
    outfile: reference,
    bundle: true,
    minify: true,
    format: "cjs",
    platform: "node",
    target: "node24",
    logLevel: "error",
  });
  await assembledHere(() => cpSync("dist/functions", join(folder, "ours"), { recursive: true }));
  const bundles = readdirSync(join(folder, "ours")).filter((name) => name.endsWith("-handler"));
  const files = new Map(bundles.map((name) => [name, join(folder, "ours", name, "index.js")]));
  const taken = new Map([...files.keys(), "reference"].map((name) => [name, [] as number[]]));
  // In turns, so that what slows the machine down slows all of them down.
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, file] of files) taken.get(name)?.push(loadMs(file));
    taken.get("reference")?.push(loadMs(reference));
  }
  const ms = (name: string) => median(taken.get(name) ?? []);
  const kb = (file: string) => statSync(file).size / 1000;
  const rows = [...files].flatMap(([name, file]): Row[] => [
    {
      part: "1 cold load",
      what: name,
      ours: ms(name),
      unit: "ms",
      reference: ms("reference"),
      bar: COLD_BAR,
    },
    { part: "2 bundle", what: name, ours: kb(file), unit: "KB", bar: BUNDLE_BAR_KB },
  ]);
  rows.push({
    part: "2 bundle",
    what: "textbook, for comparison",
    ours: kb(reference),
    unit: "KB",
  });
  rmSync(folder, { recursive: true });
  return rows.toSorted((a, b) => a.part.localeCompare(b.part));
}
