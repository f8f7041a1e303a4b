import { expect, test } from "vitest";
import * as z from "zod/mini";
import { Region, Regions, regions } from "#infra/regions.ts";

const [demo, west] = regions;
const problems = (schema: z.ZodMiniType, value: unknown) =>
  z.safeParse(schema, value).error?.issues.map(({ message }) => message);

test("a demo region can't be deployable", () => {
  expect(problems(Region, { ...demo, deployable: true })).toEqual([
    "A demo region has well-known passwords and optional MFA: it cannot be deployable.",
  ]);
});

test("demo sign-ins stand in a demo region only", () => {
  expect(problems(Region, { ...west, demoSignIns: demo?.demoSignIns })).toEqual([
    "Demo sign-ins belong to a demo region, and to no other.",
  ]);
});

test("a practice has one home region", () => {
  expect(problems(Regions, [west, { ...west, name: "north", awsRegion: "us-east-2" }])).toEqual([
    "A practice has one home region.",
  ]);
});

test("an unknown setting is refused, not ignored", () => {
  expect(problems(Region, { ...west, retention: 1 })).toEqual(['Unrecognized key: "retention"']);
});
