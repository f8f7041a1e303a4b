import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { acknowledgements, comply } from "#infra/constructs/compliance.ts";
import type { Region } from "#infra/regions.ts";
import { figure } from "#test/fixtures/figure.ts";
import { appIn, withPlaceholders } from "./synthesis.ts";

const Report = z.object({
  pluginReports: z.array(z.object({ violations: z.array(z.object({ ruleName: z.string() })) })),
});

const acknowledged = acknowledgements.flatMap((each) => each.ids);

export function compliance(regions: readonly Region[]): void {
  test("the rule packs find nothing that is not acknowledged", () => {
    const found = findings(regions);
    figure({
      promise: "19",
      bar: "AwsSolutions and HIPAA.Security: no finding that is not acknowledged, at most 20 acknowledged with a reason",
      value: `${found.length} not acknowledged, ${acknowledged.length} acknowledged`,
      command:
        "npx vitest run --root . --config test/vitest.config.ts --project node test/infra/template.test.ts",
      tried: acknowledged.length,
      wrong: found.length,
    });
    expect(found).toEqual([]);
  });

  test("few rules are acknowledged, each once and with a reason", () => {
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    expect(acknowledged.length).toBeLessThanOrEqual(20);
    for (const { reason } of acknowledgements) expect(reason.length).toBeGreaterThan(30);
  });
}

/** Ids of all rules with an unacknowledged finding. CDK prints them too, which no test needs. */
const findings = (regions: readonly Region[]): string[] =>
  withPlaceholders((folder) => {
    const app = appIn(folder, regions);
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
