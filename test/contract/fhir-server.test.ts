import { afterAll } from "vitest";
import { type Trial, trial } from "#infra/local/ehr/trial.ts";
import { chartOnlyProbes } from "#test/contract/fhir-probe/chart-only.ts";
import { everyServer, probing } from "#test/contract/fhir-probe/probing.ts";
import { serverFromEnvironment } from "#test/contract/fhir-probe/server-from-environment.ts";

let simulator: Trial;
afterAll(() => simulator?.close());
const ours = async () => {
  simulator = await trial({ patients: 3 });
  return { baseUrl: simulator.ehr.fhirBaseUrl, headers: {}, ours: true };
};
probing({ name: "the simulator", open: ours }, [...everyServer, ...chartOnlyProbes]);

const other = serverFromEnvironment();
if (other) probing({ name: other.name, open: async () => other }, everyServer);
