import { expect, test } from "vitest";
import type { ChartVisit } from "./chart.ts";
import { compare, verdict } from "./comparison.ts";
import type { PortalVisit } from "./local-deps.ts";

const start = "2026-12-03T15:15:00Z";
const charted: ChartVisit = {
  reference: "Appointment/a1",
  start,
  what: "Visit",
  who: "Dr Lin",
  status: "booked",
  ours: true,
};
const shown: PortalVisit = {
  id: "v1",
  start,
  what: "Visit",
  who: "Dr Lin",
  state: "in-chart",
  reference: "Appointment/a1",
};
const { reference: _none, ...unconfirmed } = shown;
const saved: PortalVisit = { ...unconfirmed, state: "saved" };
const reading = (...visits: ChartVisit[]) => ({ visits, asOf: start, answering: true });
const tones = (visits: ChartVisit[], portal: PortalVisit[]) =>
  compare(reading(...visits), portal).map((row) => row.tone);

test("a portal that claims more than the chart holds is called wrong", () => {
  expect(tones([], [shown])).toEqual(["wrong"]);
  expect(tones([{ ...charted, start: "2026-12-03T16:00:00Z" }], [shown])).toEqual(["wrong"]);
  expect(tones([{ ...charted, status: "cancelled" }], [shown])).toEqual(["wrong"]);
});

test("a portal that says what is missing is honest", () => {
  for (const state of ["saved", "with-practice", "entered", "needs-attention"])
    expect(tones([], [{ ...saved, state }])).toEqual(["waiting"]);
});

test("after a lost reply the visit stands in one row: the chart has it, the portal has not heard", () => {
  const rows = compare(reading(charted), [saved]);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ tone: "waiting", chart: charted, portal: saved });
  expect(rows[0]?.note).toMatch(/has not heard/);
});

test("somebody else's booking at the same time is not taken for the lost one", () => {
  expect(compare(reading({ ...charted, ours: false }), [saved])).toHaveLength(2);
});

test("one chart entry answers for one portal visit only: a second write shows", () => {
  const twice = compare(reading(charted, { ...charted, reference: "Appointment/a2" }), [shown]);
  expect(twice.map((row) => row.portal?.id)).toEqual(["v1", undefined]);
});

test("cancelled visits that only the chart remembers are left out", () => {
  expect(compare(reading({ ...charted, status: "cancelled" }), [])).toEqual([]);
});

test("the same instant written differently is the same time", () => {
  expect(tones([{ ...charted, start: "2026-12-03T09:15:00-06:00" }], [shown])).toEqual(["same"]);
});

test("an EHR that does not answer is never said to agree", () => {
  const rows = compare({ visits: [charted], asOf: start, answering: false }, [shown]);
  expect(rows.map((row) => row.tone)).toEqual(["unknown"]);
  expect(verdict(rows, false).tone).toBe("unknown");
  expect(verdict([], false).words).toMatch(/does not answer/);
});

test("Ada is said to be told only when she is", () => {
  expect(verdict(compare(reading(), [saved]), true).words).toMatch(/Ada is told so/);
  expect(verdict(compare(reading(charted), []), true).words).toBe(
    "1 visit is not the same in both yet.",
  );
});
