import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { Duration, Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { allow } from "#infra/constructs/allow.ts";
import { PortalFunction } from "#infra/constructs/function.ts";
import type { Portal } from "#infra/constructs/portal.ts";
import { EveryMinute } from "#infra/constructs/schedule.ts";

/** New notices, and nothing else: what the worker itself writes must not call it again. */
const newNotices = FilterCriteria.filter({
  eventName: FilterRule.isEqual("INSERT"),
  dynamodb: { Keys: { sk: { S: FilterRule.beginsWith("NOTICE#") } } },
});

/** Tells patients of their visits and of news in their charts: at once from the table's stream, and every minute what had to wait or was missed. */
export class Notices extends Construct {
  constructor(scope: Construct, id: string, portal: Portal) {
    super(scope, id);
    const { table, key, connections, twilio } = portal;
    const worker = new PortalFunction(this, "Worker", {
      entry: "notices/worker",
      assetRoot: portal.assetRoot,
      key,
      timeout: Duration.seconds(60),
      environment: {
        ...portal.environment,
        CONNECTION_SECRETS: connections.toJson(),
        TWILIO_SECRET_ARN: twilio.arn,
        NOTICE_FROM_EMAIL: portal.noticeFrom,
        PORTAL_ADDRESS: portal.address,
      },
      statements: [
        ...table.may(
          "GetItem",
          "BatchGetItem",
          "PutItem",
          "UpdateItem",
          "DeleteItem",
          "ConditionCheckItem",
          "Query",
          "QueryIndex",
        ),
        table.mayReadStream(),
        connections.mayRead(),
        twilio.mayRead(),
        this.#maySend(portal.noticeFrom),
      ],
    });
    new EventSourceMapping(worker, "Stream", {
      target: worker.lambda,
      eventSourceArn: table.streamArn,
      // Whatever it was not told of, it finds within a minute.
      startingPosition: StartingPosition.LATEST,
      batchSize: 10,
      retryAttempts: 2,
      reportBatchItemFailures: true,
      filters: [newNotices],
    });
    new EveryMinute(this, "WorkerSchedule", { run: worker, localRateSeconds: 10 });
  }

  /** From one verified domain. */
  #maySend(from: string): PolicyStatement {
    const identity = Stack.of(this).formatArn({
      service: "ses",
      resource: "identity",
      resourceName: from.slice(from.indexOf("@") + 1),
    });
    return allow(identity, "ses:SendEmail");
  }
}
