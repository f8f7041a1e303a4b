import { describe, expect, test } from "vitest";
import { standing } from "#infra/cost/template.ts";
import { regions } from "#infra/regions.ts";
import { deep } from "#test/fixtures/deep.ts";
import { alarms } from "./alarms.ts";
import { compliance } from "./compliance.ts";
import { edge } from "./edge.ts";
import { exposure } from "./exposure.ts";
import { guide } from "./guide.ts";
import { lint } from "./lint.ts";
import { people } from "./people.ts";
import { policies } from "./policies.ts";
import { routes } from "./routes.ts";
import { records, site } from "./site.ts";
import { stores } from "./stores.ts";
import { type Synthesis, synthesise } from "./synthesis.ts";
import { workers } from "./workers.ts";

/** In the short run one region stands for all: they have the same shape. */
const sample = regions.filter(({ name }) => deep || name === "west");

// One file and one synthesis: loading CDK takes longer than all of these tests.
const synthesis = synthesise();

describe("routes", () => routes(synthesis));
describe("policies", () => policies(synthesis));
describe("edge", () => edge(synthesis));
describe("lint", () =>
  lint(
    synthesis,
    sample.map(({ name }) => `Porchlight-${name}`),
  ));
describe("exposure", () => exposure(synthesis, Object.keys(synthesis.texts)));
describe("guide", () => guide(synthesis));
describe("compliance", () => compliance(sample));

describe.each(regions)("$name", ({ name, demo, domain }) => {
  const resources = synthesis.resources(`Porchlight-${name}`);
  const staff = demo ? "OPTIONAL, 15 characters" : "ON, 8 characters";
  describe("site", () => site(resources, { domain }));
  describe("alarms", () => alarms(resources));
  describe("stores", () => stores(resources));
  describe("workers", () => workers(resources));
  describe("people", () => people(resources, { staff }));
});

test("two syntheses are equal to the byte", () => {
  const again = synthesise(sample).texts;
  for (const [stack, text] of Object.entries(again)) expect(text).toBe(synthesis.texts[stack]);
});

test("regions differ only as configured", () => {
  const shape = ({ resources }: Synthesis, stack: string) =>
    Object.entries(resources(stack))
      .filter(([id]) => !id.startsWith("Connection"))
      .map(([id, { Type }]) => `${id} ${Type}`);
  expect(shape(synthesis, "Porchlight-west")).toEqual(shape(synthesis, "Porchlight-demo"));
});

test("records are set where Route 53 keeps the zone; elsewhere the deployment says which", () => {
  expect(records(synthesis.resources("Porchlight-east"))).toEqual([
    "A origin.portal.millbrook.example",
    "A portal.millbrook.example",
    "AAAA portal.millbrook.example",
  ]);
  expect(records(synthesis.resources("Porchlight-west"))).toEqual([]);
  expect(synthesis.texts["Porchlight-west"]).toContain("portal.harbor.example CNAME ");
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

test("every part of every stack has a price or is known to have none", () => {
  for (const { name } of regions)
    for (const stack of [`Porchlight-${name}`, `Porchlight-${name}-edge`])
      standing([{ Resources: synthesis.resources(stack) }]);
});
