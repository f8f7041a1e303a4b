import { afterAll, beforeAll, describe } from "vitest";
import { closeStage, openStage } from "./stage.ts";

beforeAll(openStage);
afterAll(closeStage);

/** In this order: the last ones stop the EHR, which is asked carefully for a while afterwards. */
const WALKS = [
  ["appointments", () => import("./appointments.ts")],
  ["account", () => import("./account.ts")],
  ["practice", () => import("./practice.ts")],
  ["console", () => import("./console.ts")],
  ["console-chart", () => import("./console-chart.ts")],
  ["console-desk", () => import("./console-desk.ts")],
  ["carers", () => import("./carers.ts")],
  ["asking", () => import("./asking.ts")],
  ["accessibility", () => import("./accessibility.ts")],
  ["writeback", () => import("./writeback.ts")],
] as const;

// One of them alone: `npm test -- test/e2e -t account`.
describe.each(WALKS)("%s", async (_, tests) => {
  await tests();
});
