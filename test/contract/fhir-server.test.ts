import { afterAll, describe, test } from "vitest";
import { fhirClient, trial } from "#infra/local/ehr/trial.ts";
import { bundlingProbes } from "#test/contract/fhir-probe/bundling.ts";
import { chartOnlyProbes } from "#test/contract/fhir-probe/chart-only.ts";
import type { Fhir, Probe, ProbedServer } from "#test/contract/fhir-probe/probe.ts";
import { readingProbes } from "#test/contract/fhir-probe/reading.ts";
import { serverFromEnvironment } from "#test/contract/fhir-probe/server-from-environment.ts";
import { shapingProbes } from "#test/contract/fhir-probe/shaping.ts";
import { writingProbes } from "#test/contract/fhir-probe/writing.ts";

const everyServer = [...readingProbes, ...shapingProbes, ...writingProbes, ...bundlingProbes];

const simulator = await trial({ patients: 3 });
afterAll(() => simulator.close());

probe(
  { name: "the simulator", baseUrl: simulator.ehr.fhirBaseUrl, headers: {}, ours: true, skip: [] },
  [...everyServer, ...chartOnlyProbes],
);

const other = serverFromEnvironment();
if (other) probe(other, everyServer);

function probe(server: ProbedServer, probes: Probe[]): void {
  const client = fhirClient(server.baseUrl);
  const fhir: Fhir = (line, body, headers) => client(line, body, { ...server.headers, ...headers });
  const run = Date.now().toString(36);
  describe(server.name, () => {
    for (const [index, { name, without, run: check }] of probes.entries()) {
      const gap = server.skip.find((one) => one.probes.includes(name));
      test.skipIf(gap)(gap ? `${name} (skipped: ${gap.reason})` : name, async ({ skip }) => {
        const held = check(fhir, `${run}n${index}`);
        if (server.ours || without === undefined) return held;
        await held.catch(() => skip(`does not hold here: ${without}`));
      });
    }
  });
}
