import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ofType, type Resources, readable } from "./synthesis.ts";

const alarmsOf = (resources: Resources) => ofType(resources, "AWS::CloudWatch::Alarm");

/** Budgets send words of their own. */
const withoutAlarm = ["budget.md"];

/** What wakes somebody, and what that person reads. */
export function alarms(resources: Resources): void {
  const names = Object.keys(alarmsOf(resources));

  test("everything that the portal promises to notice has an alarm", () => {
    const bases = ["ApiErrors", "AuditBroken", "AuditNotSealed", "AuditSealedLate", "Drift"];
    const others = [
      "AuditNotArchived",
      "EhrBreaker",
      "UnusualAccess",
      "UnusualRefusals",
      "WrongPatient",
    ];
    const functions = Object.keys(ofType(resources, "AWS::Lambda::Function"))
      .map((id) => id.replace(/Function$/, ""))
      .flatMap((name) => [`${name}Errors`, `${name}Throttles`]);
    const minutes = Object.entries(ofType(resources, "AWS::Scheduler::Schedule"))
      .filter(([, { ScheduleExpression }]) => ScheduleExpression === "rate(1 minute)")
      .map(([id]) => `${id}Silent`);
    const dead = deadLetters(resources).map((id) => `${id.replace(/Queue$/, "")}Age`);
    const expected = [...bases, ...others, ...functions, ...minutes, ...dead];
    expect(names.map((id) => id.replace(/^Alarms/, "")).sort()).toEqual(expected.sort());
  });

  test("each alarm tells the one topic, and says which runbook to read", () => {
    for (const [id, { AlarmActions, AlarmDescription }] of Object.entries(alarmsOf(resources))) {
      expect([id, AlarmActions.map(readable)]).toEqual([id, ["AlarmsTopic"]]);
      const [, runbook = ""] = /^[A-Z].+\. What to do: (\S+\.md)$/.exec(AlarmDescription) ?? [];
      expect([id, existsSync(runbook)]).toEqual([id, true]);
    }
  });

  test("no runbook is for an alarm that is gone", () => {
    const linked = Object.values(alarmsOf(resources)).map(({ AlarmDescription }) =>
      AlarmDescription.replace(/^.*\//, ""),
    );
    const expected = new Set([...linked, ...withoutAlarm]);
    expect(readdirSync("docs/runbooks").sort()).toEqual([...expected].sort());
  });

  test("the topic is encrypted with our key, and one address hears of it", () => {
    expect(readable(resources["AlarmsTopic"]?.Properties["KmsMasterKeyId"])).toBe("DataKey");
    const [mail] = Object.values(ofType(resources, "AWS::SNS::Subscription"));
    expect(mail).toMatchObject({ Protocol: "email", Endpoint: expect.stringMatching(/^oncall@/) });
  });

  test("what is counted in logs is what the functions write there", () => {
    const written = globSync("functions/**/*.ts")
      .map((file) => readFileSync(file, "utf8"))
      .join();
    const codes = Object.values(ofType(resources, "AWS::Logs::MetricFilter")).flatMap(
      ({ FilterPattern }) => /^\{ \$\.message = ("[^"]+") \}$/.exec(FilterPattern)?.[1] ?? [],
    );
    expect(new Set(codes).size).toBe(6);
    expect(codes.filter((code) => !written.includes(code))).toEqual([]);
  });

  test("the dashboard shows all alarms", () => {
    const [dashboard] = Object.values(ofType(resources, "AWS::CloudWatch::Dashboard"));
    const body = JSON.stringify(dashboard);
    for (const id of names) expect(body).toContain(`"${id}"`);
  });

  test("a month's cost in the region has a limit to be told about", () => {
    const [budget] = Object.values(ofType(resources, "AWS::Budgets::Budget"));
    expect(budget?.["Budget"]).toMatchObject({
      TimeUnit: "MONTHLY",
      CostFilters: { Region: [expect.stringMatching(/^us-/)] },
    });
    expect(
      budget?.["NotificationsWithSubscribers"].map(
        ({ Notification }: { Notification: Record<string, unknown> }) =>
          `${Notification["NotificationType"]} ${Notification["Threshold"]}`,
      ),
    ).toEqual(["ACTUAL 80", "FORECASTED 100"]);
  });

  test("every function is traced", () => {
    for (const lambda of Object.values(ofType(resources, "AWS::Lambda::Function"))) {
      expect(lambda["TracingConfig"]).toEqual({ Mode: "Active" });
    }
  });
}

/** Queues that others end in, and the one a stream's failures go to. */
const deadLetters = (resources: Resources) =>
  Object.entries(ofType(resources, "AWS::SQS::Queue"))
    .filter(([, queue]) => queue["RedrivePolicy"] === undefined)
    .map(([id]) => id);
