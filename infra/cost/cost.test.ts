import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { assumptions } from "./assumptions.ts";
import { dollars, estimate, tableOf } from "./cost.ts";
import { standing, type Template } from "./template.ts";
import { metered, Units } from "./usage.ts";

const template = (...resources: [Type: string, Properties?: object][]): Template => ({
  Resources: Object.fromEntries(
    resources.map(([Type, Properties = {}], at) => [
      `R${at}`,
      { Type, Properties: { ...Properties } },
    ]),
  ),
});
const metric = (MetricName: string) => ({ MetricTransformations: [{ MetricName }] });
const units = z.parse(Units, JSON.parse(readFileSync("docs/units.json", "utf8")));
const parts = { practices: 1, everyMinute: 0, functions: 0 };

test("what stands there costs what it costs a month", () => {
  const lines = standing([
    template(
      ["AWS::KMS::Key"],
      ["AWS::SecretsManager::Secret"],
      ["AWS::SecretsManager::Secret"],
      ["AWS::CloudWatch::Alarm", { Threshold: 1 }],
      ["AWS::CloudWatch::Alarm", { ThresholdMetricId: "band" }],
      ["AWS::IAM::Role"],
    ),
    template(["AWS::WAFv2::WebACL", { Rules: [1, 2, 3, 4] }], ["AWS::CloudWatch::Dashboard"]),
  ]);
  // A key, two secrets, both alarms, an ACL of four rules, a dashboard.
  expect(dollars(lines)).toBeCloseTo(1 + 0.8 + 0.1 + 0.3 + 9 + 3, 10);
  expect(dollars(lines, "identity")).toBe(0);
});

test("filters of one metric are one metric, records of one zone are one zone", () => {
  const lines = standing([
    template(
      ["AWS::Logs::MetricFilter", metric("WrongPatient")],
      ["AWS::Logs::MetricFilter", metric("WrongPatient")],
      ["AWS::Logs::MetricFilter", metric("Refused")],
      ["AWS::Route53::RecordSet", { HostedZoneId: "Z1" }],
      ["AWS::Route53::RecordSet", { HostedZoneId: "Z1" }],
    ),
  ]);
  expect(lines.map(({ what, count }) => `${count} ${what}`)).toEqual([
    "2 custom metrics",
    "1 hosted zones",
  ]);
});

test("a type that nobody has priced is refused", () => {
  expect(() => standing([template(["AWS::RDS::DBCluster"])])).toThrow("AWS::RDS::DBCluster");
});

test("people and texts are counted by the patient", () => {
  const assumed = { ...assumptions, staff: 0, texts: 3, segments: 2, emails: 0 };
  const lines = metered({ patients: 10, assumed, units, parts });
  expect(dollars(lines, "identity")).toBeCloseTo(10 * 0.015, 10);
  expect(dollars(lines, "messages")).toBeCloseTo(10 * 3 * 2 * (0.0083 + 0.004) + 1.15 + 1.5, 10);
});

test("the table's units are those that were measured, and sealing each request", () => {
  const actions = { book: 2 } as unknown as typeof assumptions.actions;
  const none = { reads: 0, writes: 0 };
  const assumed = { ...assumptions, actions, signInUnits: none, noticeUnits: none };
  const given = {
    book: { reads: 5, writes: 7 },
    "seal an audit entry": { reads: 1, writes: 3 },
    "a poll of the chart, nothing new": none,
  };
  const lines = metered({ patients: 10, assumed, units: { actions: given }, parts });
  const count = (what: string) => lines.find((line) => line.what === what)?.count;
  expect(count("table, read units")).toBe(20 * (5 + 1));
  expect(count("table, write units")).toBe(20 * (7 + 3));
  const { book: _, ...unmeasured } = given;
  expect(() => metered({ patients: 10, assumed, units: { actions: unmeasured }, parts })).toThrow(
    "book",
  );
});

test("every line of the table adds up to what it says in all", () => {
  const given = { units, practices: 1, patients: 1_000 };
  const every = { ScheduleExpression: "rate(1 minute)" };
  const lines = estimate([template(["AWS::KMS::Key"], ["AWS::Scheduler::Schedule", every])], given);
  const text = tableOf(lines, 40);
  expect(text).toContain(`In all: $${dollars(lines).toFixed(2)} a month`);
  const sum = [...text.matchAll(/^ {2}.*\$ *([\d.]+)$/gm)].reduce(
    (a, [, cents]) => a + Number(cents),
    0,
  );
  expect(sum).toBeCloseTo(dollars(lines), 0);
  expect(lines.find(({ what }) => what === "schedules, runs")?.count).toBe(43_800);
});
