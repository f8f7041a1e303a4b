import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import type { Synthesis } from "./synthesis.ts";

/** CloudFormation's own schemas, as `cfn-lint` knows them; what it says of these is known. */
const KNOWN = {
  W3005: "CDK writes a dependency out that a reference implies",
  W3045: "CloudFront's standard log needs an ACL on its bucket: AWS delivers it in no other way",
} as const;

const isInstalled = (): boolean => spawnSync("cfn-lint", ["--version"]).status === 0;

/** Runs it in the long run where it is installed (`pip install cfn-lint`), and says so where it is not. */
export function lint({ texts }: Synthesis, stacks: readonly string[]): void {
  if (!deep || !isInstalled()) {
    const why = deep ? "it is not installed here" : "npm run test:deep asks it";
    test.skip(`cfn-lint finds nothing (${why})`, () => {});
    return;
  }
  test.each(stacks)(
    "%s: cfn-lint finds nothing that is not known",
    { timeout: 300_000 },
    (stack) => {
      expect(findings(texts[stack] ?? "")).toBe("");
    },
  );
  test("planted: a property that CloudFormation does not know is found", {
    timeout: 300_000,
  }, () => {
    const [stack = ""] = stacks;
    const wrong = (texts[stack] ?? "").replace('"TimeToLiveSpecification"', '"TimeToLive"');
    expect(findings(wrong)).toContain("TimeToLive");
  });
}

function findings(template: string): string {
  const folder = mkdtempSync(join(tmpdir(), "cfn-lint-"));
  try {
    const file = join(folder, "template.json");
    writeFileSync(file, template);
    const known = Object.keys(KNOWN);
    const ran = spawnSync(
      "cfn-lint",
      ["--format", "parseable", "--ignore-checks", ...known, "--", file],
      { encoding: "utf8" },
    );
    return `${ran.stdout}${ran.stderr}`.replaceAll(file, "template").trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
