import { expect, test } from "vitest";
import { ofType, type Resources, readable } from "./synthesis.ts";

/** What runs without anyone asking: queues, the stream, schedules. */
export function workers(resources: Resources): void {
  test("queues refuse plain http, and one that is worked on has a dead-letter queue", () => {
    const queues = ofType(resources, "AWS::SQS::Queue");
    const guarded = Object.values(ofType(resources, "AWS::SQS::QueuePolicy"));
    expect(guarded).toHaveLength(Object.keys(queues).length);
    for (const { EventSourceArn, FunctionName } of mappings(resources)) {
      const queue = queues[readable(EventSourceArn)];
      if (!queue) continue;
      const timeout = resources[readable(FunctionName)]?.Properties["Timeout"];
      expect(queue["RedrivePolicy"].maxReceiveCount).toBe(5);
      expect(queue["VisibilityTimeout"]).toBeGreaterThanOrEqual(6 * timeout);
    }
  });

  test("a failed message comes back alone", () => {
    for (const mapping of mappings(resources)) {
      expect(mapping["FunctionResponseTypes"]).toEqual(["ReportBatchItemFailures"]);
    }
  });

  test("the table's stream has two readers, the most it can have, and each hears of its own items only", () => {
    const streams = mappings(resources).filter((mapping) => mapping["StartingPosition"]);
    for (const stream of streams)
      expect(readable(stream["EventSourceArn"])).toBe("Table.StreamArn");
    const heard = streams.map((stream) => [
      readable(stream["FunctionName"]),
      JSON.parse(stream["FilterCriteria"].Filters[0].Pattern),
    ]);
    const inserted = (keys: object) => ({ eventName: ["INSERT"], dynamodb: { Keys: keys } });
    expect(Object.fromEntries(heard)).toEqual({
      AuditSealerFunction: {
        eventName: ["INSERT", "MODIFY"],
        dynamodb: {
          Keys: { pk: { S: [{ prefix: "AUDIT#" }] } },
          NewImage: { gsi1pk: { S: [{ prefix: "UNSEALED#" }] } },
        },
      },
      NoticesWorkerFunction: inserted({ sk: { S: [{ prefix: "NOTICE#" }] } }),
    });
  });

  test("each schedule runs its function at its pace, and says how often to here", () => {
    const rates = Object.values(ofType(resources, "AWS::Scheduler::Schedule")).map(
      ({ ScheduleExpression, Target }) =>
        `${readable(Target.Arn)} ${ScheduleExpression} ${JSON.parse(Target.Input).localRateSeconds}`,
    );
    expect(rates.sort()).toEqual([
      "AppointmentsSyncFunction rate(1 minute) 10",
      "AuditSealerFunction rate(1 minute) 20",
      "AuditVerifierFunction cron(30 8 * * ? *) 3600",
      "NoticesWorkerFunction rate(1 minute) 10",
      "WritebackSweepFunction rate(1 minute) 5",
    ]);
  });
}

const mappings = (resources: Resources) =>
  Object.values(ofType(resources, "AWS::Lambda::EventSourceMapping"));
