import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import { offline, region } from "./guide.ts";

const folder = mkdtempSync(join(tmpdir(), "guide-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `git clone` and `npm ci` would leave: the files git knows or would take, and the packages, whose caches stay where they are. */
function cloned(): void {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
    encoding: "utf8",
  });
  for (const file of listed.split("\0").filter(Boolean)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(file, join(folder, file), { force: true });
  }
  mkdirSync(join(folder, "node_modules"));
  for (const name of readdirSync("node_modules").filter((each) => each !== ".cache"))
    symlinkSync(join(process.cwd(), "node_modules", name), join(folder, "node_modules", name));
}

/** In an environment without anybody's credentials. */
const run = (command: string): string =>
  execFileSync("/bin/sh", ["-c", command], {
    cwd: folder,
    encoding: "utf8",
    env: {
      PATH: [
        join(folder, "node_modules", ".bin"),
        dirname(process.execPath),
        "/usr/bin",
        "/bin",
      ].join(":"),
      HOME: folder,
      AWS_EC2_METADATA_DISABLED: "true",
    },
  });

test.runIf(deep)(
  "the guide's own commands make a third region's two stacks, with one file edited",
  { timeout: 300_000 },
  () => {
    cloned();
    const file = join(folder, "infra/regions.ts");
    const before = readFileSync(file, "utf8");
    const after = before.replace(/\]\);\s*$/, `${region()}]);\n`);
    expect(after).not.toBe(before);
    writeFileSync(file, after);
    const [, , ...commands] = offline();
    const said = commands.map(run).join("\n");
    for (const stack of ["Porchlight-north", "Porchlight-north-edge"]) {
      const template = readFileSync(join(folder, "cdk.out", `${stack}.template.json`), "utf8");
      expect(template).toContain("portal.northshore-clinic.com");
    }
    expect(said).toMatch(/In all: \$\d+\.\d\d a month/);
    expect(said).toContain("nothing was checked");
    const assets = readdirSync(join(folder, "cdk.out")).filter((name) => name.startsWith("asset."));
    expect(assets.length).toBeGreaterThan(10);
  },
);
