import type { TestProject } from "vitest/node";
import { startEmulator } from "#infra/local/emulator.ts";
import { deep } from "./fixtures/deep.ts";
import { forgetGrants, judgeGrants } from "./fixtures/grants.ts";
import "#functions/adapters/dynamo/testing-table.ts";

/** `npm run test:deep`, and not a part of it. */
// biome-ignore lint/style/noProcessEnv: where figures go is a matter of the run
const wholeLongRun = deep && process.env["PROMISES_OUT"] !== undefined;

/** One DynamoDB emulator for all test files of a run, in memory; every test has tables of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const emulator = await startEmulator();
  const dynalite = deep ? await startEmulator(undefined, "dynalite") : undefined;
  project.provide("dynamoEndpoint", emulator.endpoint);
  project.provide("dynaliteEndpoint", dynalite?.endpoint ?? emulator.endpoint);
  project.provide("longRun", deep);
  forgetGrants();
  return async () => {
    await Promise.all([emulator.close(), dynalite?.close()]);
    const idle = wholeLongRun ? judgeGrants() : [];
    if (idle.length > 0) throw new Error(`Nothing rests on these permissions:\n${idle.join("\n")}`);
  };
}
