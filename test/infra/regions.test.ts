import { expect, test } from "vitest";
import * as z from "zod/mini";
import { regions, regionsIn } from "#infra/regions.ts";

const [demo, west] = regions;
/** What whoever edits the file is told. */
function problems(...configured: unknown[]): string[] | undefined {
  try {
    regionsIn(configured);
    return undefined;
  } catch (error) {
    if (!(error instanceof z.core.$ZodError)) throw error;
    return error.issues.map(({ message }) => message);
  }
}

test("a demo region can't be deployable", () => {
  expect(problems({ ...demo, deployable: true })).toEqual([
    "A demo region has well-known passwords and optional MFA: it cannot be deployable.",
  ]);
});

test("demo sign-ins stand in a demo region only", () => {
  expect(problems({ ...west, demoSignIns: demo?.demoSignIns })).toEqual([
    "Demo sign-ins belong to a demo region, and to no other.",
  ]);
});

test("a practice has one home region", () => {
  expect(problems(west, { ...west, name: "north", awsRegion: "us-east-2" })).toEqual([
    "A practice has one home region.",
  ]);
});

test("an unknown setting is refused, not ignored", () => {
  expect(problems({ ...west, retention: 1 })).toEqual(['Unrecognized key: "retention"']);
});

test("a practice's own rule of release names its law and who answers for it, and waits three days at most", () => {
  const rule = {
    ...{ id: "own", classes: ["hiv"], hours: 48, citation: "Act 12 of 2026", by: "dr-lane" },
    ...{ at: "2026-11-23T12:00:00.000Z", from: "2026-12-01" },
  };
  const withRelease = (release: object) => ({
    ...west,
    practices: west?.practices.map((practice) => ({ ...practice, release })),
  });
  const codes = { hiv: ["urn:lab:harbor|HIV4"] };
  expect(problems(withRelease({ rules: [rule], codes }))).toBeUndefined();
  const wrong = [{ hours: 73 }, { citation: "" }, { by: undefined }, { classes: [] }];
  for (const one of wrong)
    expect(
      problems(withRelease({ rules: [{ ...rule, ...one }] })),
      JSON.stringify(one),
    ).toHaveLength(1);
  expect(problems(withRelease({ codes: { hiv: ["HIV 4"] } }))).toHaveLength(1);
});

test("practices that do not fit into a function's environment are refused before they are deployed", () => {
  const many = Array.from(
    { length: 20 },
    (_, n) => `urn:a-laboratory-with-a-long-name-${n}|${"9".repeat(30)}`,
  );
  const practices = west?.practices.map((one) => ({
    ...one,
    release: { codes: { hiv: many, genetic: many, malignancy: many } },
  }));
  expect(problems({ ...west, practices })).toEqual([
    "The practices take more than 3,000 letters: fewer practices, rules or codes.",
  ]);
});
