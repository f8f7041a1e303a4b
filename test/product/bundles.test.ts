import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundle } from "#infra/build.ts";
import { assembledHere } from "./assembled.ts";

const MOST_BYTES = 400_000;

test("what answers people loads fast: at most 400 KB each, and no vendor's library among it", async () => {
  const texts = new Map<string, string>();
  await assembledHere(() => {
    for (const name of readdirSync("dist/functions").filter((one) => one.endsWith("-handler")))
      texts.set(name, readFileSync(join("dist/functions", name, "index.js"), "latin1"));
  });
  expect(texts.size).toBeGreaterThan(5);
  for (const [name, text] of texts) {
    expect(text.length, name).toBeLessThanOrEqual(MOST_BYTES);
    expect(text, name).not.toMatch(/api\.(twilio|stripe)\.com/);
  }
});

test("a build says when the SDK no longer has what it leaves out", async () => {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-bundle-"));
  const file = join(folder, "none.ts");
  writeFileSync(file, "export const handler = 1;");
  await expect(bundle({ none: file }, folder)).rejects.toThrow(/The SDK has no .*endpoint-cache/);
  rmSync(folder, { recursive: true });
});
