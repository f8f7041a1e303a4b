import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { end, forget, freshPlace, type Place, processesOf, start } from "#test/product/process.ts";
import type { Row } from "./report.ts";

const COLD_BAR_S = 15;
const WARM_BAR_S = 5;
const MEMORY_BAR_MB = 700;

const residentMb = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1000;

async function started(place: Place): Promise<{ seconds: number; megabytes: number }> {
  const product = await start(place);
  const all = processesOf(place, [product.child.pid ?? 0]);
  const megabytes = all.reduce((sum, { pid }) => sum + residentMb(pid), 0);
  await end(product, "SIGINT");
  return { seconds: product.startMs / 1000, megabytes };
}

/** The sources as they are here and what `npm ci` installs, with nothing built. */
function freshClone(): string {
  const root = mkdtempSync(join(tmpdir(), "porchlight-clone-"));
  const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", listed, { encoding: "utf8" }).split("\0");
  for (const file of files.filter((name) => name !== "" && existsSync(name)))
    cpSync(file, join(root, file));
  mkdirSync(join(root, "node_modules"));
  for (const name of readdirSync("node_modules").filter((one) => one !== ".cache"))
    symlinkSync(resolve("node_modules", name), join(root, "node_modules", name));
  return root;
}

/** `npm start` on a fresh clone (it builds everything), then again: to the ready line, and what it keeps in memory. */
export async function starts(): Promise<Row[]> {
  const root = freshClone();
  const place = { ...(await freshPlace()), root };
  const first = await started(place);
  const again = await started(place);
  forget(place);
  rmSync(root, { recursive: true });
  const part = "7 start";
  return [
    ...[{ part, what: "cold, all to build", ours: first.seconds, unit: "s", bar: COLD_BAR_S }],
    { part, what: "warm", ours: again.seconds, unit: "s", bar: WARM_BAR_S, peer: "Medplum 2.9 s" },
    {
      ...{ part, what: "memory, whole product", ours: again.megabytes, unit: "MB" },
      ...{ bar: MEMORY_BAR_MB, peer: "Medplum 461 MB + PostgreSQL + Redis" },
    },
  ];
}
