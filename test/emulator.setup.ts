import type { TestProject } from "vitest/node";
import { startEmulator } from "#infra/local/emulator.ts";
import { deep } from "./fixtures/deep.ts";
import "#functions/adapters/dynamo/testing-table.ts";

/** One DynamoDB emulator for all test files of a run, in memory; every test has tables of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { endpoint, close } = await startEmulator();
  project.provide("dynamoEndpoint", endpoint);
  project.provide("longRun", deep);
  return close;
}
