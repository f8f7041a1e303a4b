import { execFile } from "node:child_process";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

/** Bundles and synthesises the copy it runs in, without the stamps of the checkout it was copied from. */
const BUILD = `
import { bundle } from "#infra/build.ts";
import { bundleName, entries } from "#infra/constructs/entries.ts";
import { portalApp } from "#infra/app.ts";
import { regions } from "#infra/regions.ts";
const files = entries.map((entry) => [bundleName(entry), "functions/" + entry + ".ts"]);
await bundle(Object.fromEntries(files), "dist/functions");
portalApp({
  outdir: "cdk.out",
  regions: regions.filter(({ demo }) => demo),
  assetRoot: "dist/functions",
  webRoot: "dist/web",
}).synth();
`;

/** A cloud assembly of the product whose table of appointments lacks one route; everything else is as it stands here. */
export async function synthesisedWithout(name: string, folder: string): Promise<string> {
  for (const tree of ["domain", "functions", "infra", "package.json", "cdk.json"])
    cpSync(tree, join(folder, tree), { recursive: true });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  const table = join(folder, "domain/appointments.ts");
  const text = readFileSync(table, "utf8");
  const without = text.replace(new RegExp(`^ {2}${name}: \\{\\n[\\s\\S]*?^ {2}\\},\\n`, "m"), "");
  if (without === text) throw new Error(`There is no route ${name} to remove.`);
  writeFileSync(table, without);
  writeFileSync(join(folder, "build.mts"), BUILD);
  await promisify(execFile)(process.execPath, ["build.mts"], { cwd: folder });
  return join(folder, "cdk.out");
}
