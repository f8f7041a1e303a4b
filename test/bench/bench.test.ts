import { expect, test } from "vitest";
import { assembledHere } from "#test/product/assembled.ts";
import { crowd } from "#test/product/people.ts";
import { openProduct } from "#test/product/product.ts";
import { coldLoads } from "./cold.ts";
import { cpu } from "./cpu.ts";
import { loads, race } from "./load.ts";
import { holds, type Row, tableOf, writeJson } from "./report.ts";
import { starts } from "./starts.ts";
import { units } from "./units.ts";

const FILE = "dist/bench.json";
const RACERS = 64;

test("the bench", async () => {
  await assembledHere();
  const rows: Row[] = [
    ...(await starts()),
    ...(await coldLoads()),
    ...(await cpu()),
    ...(await units()),
  ];
  const portal = await openProduct(undefined, RACERS * 2);
  try {
    const people = await crowd(portal.origin, RACERS);
    rows.push(...(await loads(people[0] ?? portal.stranger)), ...(await race(people, portal)));
  } finally {
    await portal.close();
  }
  writeJson(FILE, rows);
  process.stdout.write(`${tableOf(rows)}\n\nThe same as JSON: ${FILE}\n`);
  // What a bar is set for and depends on no clock must hold; times are printed, and judged by whoever reads them.
  const over = rows.filter((row) => holds(row) === false && row.unit !== "ms" && row.unit !== "s");
  expect(over).toEqual([]);
});
