import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { acknowledgements, comply } from "#infra/constructs/compliance.ts";
import { appIn, withPlaceholders } from "./synthesis.ts";

const Report = z.object({
  pluginReports: z.array(z.object({ violations: z.array(z.object({ ruleName: z.string() })) })),
});

export function compliance(): void {
  test("the rule packs find nothing but what the edge stack will bring", () => {
    expect(findings()).toEqual([
      "AwsSolutions-CFR2", // A web ACL must live in us-east-1, in a stack of its own,
      "AwsSolutions-CFR3", // and so do the bucket for CloudFront's logs
      "AwsSolutions-CFR4", // and the certificate, without which CloudFront's own name takes old TLS.
    ]);
  });

  test("few rules are acknowledged, each once and with a reason", () => {
    const ids = acknowledgements.flatMap((each) => each.ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeLessThanOrEqual(20);
    for (const { reason } of acknowledgements) expect(reason.length).toBeGreaterThan(30);
  });
}

/** Ids of all rules with an unacknowledged finding. CDK prints them too, which no test needs. */
const findings = (): string[] =>
  withPlaceholders((folder) => {
    const app = appIn(folder);
    comply(app);
    const quiet = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    try {
      app.synth();
    } catch {
      // A finding stops the synthesis; the report says which.
    } finally {
      quiet.mockRestore();
    }
    const text = readFileSync(join(folder, "cdk.out", "validation-report.json"), "utf8");
    const { pluginReports } = z.parse(Report, JSON.parse(text));
    return pluginReports.flatMap((report) => report.violations.map(({ ruleName }) => ruleName));
  });
