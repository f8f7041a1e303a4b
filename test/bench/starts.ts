import { readFileSync } from "node:fs";
import { end, forget, freshPlace, type Place, processesOf, start } from "#test/product/process.ts";
import type { Row } from "./report.ts";

const START_BAR_S = 5;
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

/** `npm start` on a new data folder and again on the kept one, everything built: to the ready line, and what it keeps in memory. */
export async function starts(): Promise<Row[]> {
  const place = await freshPlace();
  const first = await started(place);
  const again = await started(place);
  forget(place);
  return [
    { part: "start", what: "a new data folder", ours: first.seconds, unit: "s" },
    { part: "start", what: "a kept one (warm)", ours: again.seconds, unit: "s", bar: START_BAR_S },
    {
      part: "start",
      what: "memory, whole product",
      ours: first.megabytes,
      unit: "MB",
      bar: MEMORY_BAR_MB,
    },
  ];
}
