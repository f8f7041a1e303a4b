import { beforeAll, describe, test } from "vitest";
import { fhirClient } from "#infra/local/ehr/trial.ts";
import { bundlingProbes } from "./bundling.ts";
import type { Fhir, Probe, ProbedServer } from "./probe.ts";
import { readingProbes } from "./reading.ts";
import { shapingProbes } from "./shaping.ts";
import { writingProbes } from "./writing.ts";

/** What is asked of every FHIR server. */
export const everyServer = [
  ...readingProbes,
  ...shapingProbes,
  ...writingProbes,
  ...bundlingProbes,
];

/** A test for each probe. What the portal can do without is skipped, in words, where a server does not keep it. */
export function probing(
  { name: whose, open }: { name: string; open: () => Promise<ProbedServer> },
  probes: readonly Probe[],
): void {
  describe(`FHIR at ${whose}`, () => {
    const run = Date.now().toString(36);
    let server: ProbedServer;
    let fhir: Fhir;
    beforeAll(async () => {
      server = await open();
      const client = fhirClient(server.baseUrl);
      fhir = (line, body, headers) => client(line, body, { ...server.headers, ...headers });
    }, 900_000);
    for (const [index, { name, without, run: check }] of probes.entries())
      test(name, async ({ skip }) => {
        const held = check(fhir, `${run}n${index}`);
        if (server.ours || without === undefined) return held;
        await held.catch(() => skip(`does not hold here: ${without}`));
      });
  });
}
