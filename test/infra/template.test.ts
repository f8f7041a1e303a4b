import { describe, expect, test } from "vitest";
import { regions } from "#infra/regions.ts";
import { compliance } from "./compliance.ts";
import { people } from "./people.ts";
import { policies } from "./policies.ts";
import { routes } from "./routes.ts";
import { stores } from "./stores.ts";
import { type Synthesis, synthesise } from "./synthesis.ts";
import { workers } from "./workers.ts";

// One file and one synthesis: loading CDK takes longer than all of these tests.
const synthesis = synthesise();

describe("routes", () => routes(synthesis));
describe("policies", () => policies(synthesis));
describe("compliance", compliance);

describe.each([
  ["Porchlight-demo", "OPTIONAL, 15 characters"],
  ["Porchlight-west", "ON, 8 characters"],
])("%s", (stack, staff) => {
  const resources = synthesis.resources(stack);
  describe("stores", () => stores(resources));
  describe("workers", () => workers(resources));
  describe("people", () => people(resources, { staff }));
});

test("two syntheses are equal to the byte", () => {
  expect(synthesise().texts).toEqual(synthesis.texts);
});

test("regions differ only as configured", () => {
  const shape = ({ resources }: Synthesis, stack: string) =>
    Object.entries(resources(stack))
      .filter(([id]) => !id.startsWith("Connection"))
      .map(([id, { Type }]) => `${id} ${Type}`);
  expect(shape(synthesis, "Porchlight-west")).toEqual(shape(synthesis, "Porchlight-demo"));
});

test("the same configuration under another name is the same stack", () => {
  const [demo] = regions;
  if (!demo) throw new Error("no region");
  const { resources } = synthesise([{ ...demo, name: "other" }]);
  const named = (stack: string, from: Synthesis["resources"]) =>
    JSON.stringify(from(stack)).replace(/Porchlight-?(demo|other)\w*/g, "Porchlight");
  expect(named("Porchlight-other", resources)).toBe(named("Porchlight-demo", synthesis.resources));
});

test("nothing of the demo reaches a region that is deployed", () => {
  expect(synthesis.texts["Porchlight-west"]).not.toMatch(
    /us-east-2|Lakeside|example\.test|DEMO|000000000000/,
  );
});

test("the demo region names an account that nobody has", () => {
  expect(synthesis.texts["Porchlight-demo"]).toContain("arn:aws:iam::000000000000:root");
});
