import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";

const WRITER = `
  import { writeWhole } from ${JSON.stringify(new URL("whole-file.ts", import.meta.url).href)};
  const text = JSON.stringify("x".repeat(1_000_000));
  writeWhole(process.argv[1], text);
  console.log("writing");
  for (;;) writeWhole(process.argv[1], text);
`;

test("killed while it writes, a file holds its last complete text", async () => {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-whole-"));
  const file = join(folder, "state.json");
  for (const after of [3, 8, 15]) {
    const child = execFile(process.execPath, ["--input-type=module", "-e", WRITER, file]);
    const ended = new Promise((done) => child.once("exit", done));
    await new Promise((done) => child.stdout?.once("data", done));
    await sleep(after);
    child.kill("SIGKILL");
    await ended;
    expect(JSON.parse(readFileSync(file, "utf8"))).toHaveLength(1_000_000);
  }
  rmSync(folder, { recursive: true });
});
