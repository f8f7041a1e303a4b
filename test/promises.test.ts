import { expect, test } from "vitest";
import { promises } from "./fixtures/promised.ts";
import { accountIn, pageOf, standingOf } from "./promises.ts";

const promised = { number: "5", promise: "Once.", bar: "1,000 runs", least: 1_000 };
const figure = (value: string, more: object = {}) => ({
  promise: "5",
  bar: "runs",
  value,
  command: "npm test",
  ...more,
});
const lines = (...said: object[]) => said.map((one) => `${JSON.stringify(one)}\n`).join("");
const run = { run: { at: "2027-01-04T12:00:00.000Z", commit: "abc" } };

test("a promise is held to its bar, in words", () => {
  const standing = (...figures: ReturnType<typeof figure>[]) => standingOf(promised, figures);
  expect(standing(figure("1,000 runs, 0 violations"))).toEqual({ is: "reached" });
  expect(standing(figure("999 runs, 0 violations"))).toEqual({
    is: "below",
    by: "999 tried, at least 1,000 asked for",
  });
  expect(standing(figure("2 seeds × 600", { tried: 1_200, wrong: 0 }))).toEqual({ is: "reached" });
  expect(standing(figure("5000 runs", { wrong: 1 }), figure("5000 runs"))).toEqual({
    is: "below",
    by: "1 came out wrong",
  });
  expect(standing()).toEqual({ is: "missing" });
  expect(standingOf({ ...promised, untested: "no money yet" }, [])).toEqual({
    is: "untestable",
    why: "no money yet",
  });
});

test("the page says when, of what and how it stands", () => {
  const said = lines(run, figure("7 runs"), figure("8 runs"), { end: { code: 0 } });
  const page = pageOf(accountIn(said), [
    promised,
    { ...promised, number: "6" },
    { ...promised, number: "8", untested: "there are no payments yet" },
  ]);
  expect(page).toContain("Run of 2027-01-04 12:00 UTC, commit abc.");
  expect(page).toContain("**below its bar: 8 tried, at least 1,000 asked for**");
  expect(page).toContain("8 runs (runs).\n    `npm test`");
  expect(page).not.toContain("7 runs");
  expect(page).toContain("## 6. Once.\n\n- Bar: 1,000 runs.\n- Figure: **none in this run**.");
  expect(page).toContain("not yet testable: there are no payments yet.");
  expect(page).toContain("Of 3 promises 0 reach their bar, 1 stand below it, 1 have no figure");
  expect(page).not.toContain("**This run did not end green");
});

test("a run that failed, was broken off or never was says so", () => {
  expect(pageOf(accountIn(lines(run, { end: { code: 1 } })))).toContain("did not end green");
  expect(pageOf(accountIn(lines(run)))).toContain("did not come to its end");
  expect(pageOf(accountIn(lines(figure("1 run"))))).toContain("No whole run");
});

test("every promise is listed once, in order", () => {
  expect(promises.map(({ number }) => number)).toEqual(
    Array.from({ length: 23 }, (_, index) => String(index + 1)),
  );
});
