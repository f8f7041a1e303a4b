import { Stack } from "aws-cdk-lib";
import { Policy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import { allow } from "./allow.ts";
import type { PortalFunction } from "./function.ts";

export interface EveryMinuteProps {
  readonly run: PortalFunction;
  /** How often the local runner fires it: nobody at a demonstration waits a minute. */
  readonly localRateSeconds: number;
}

/** Runs a function every minute, the finest that Scheduler can. */
export class EveryMinute extends Construct {
  constructor(scope: Construct, id: string, { run, localRateSeconds }: EveryMinuteProps) {
    super(scope, id);
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    });
    const policy = new Policy(this, "Policy", {
      roles: [role],
      statements: [allow(run.arn, "lambda:InvokeFunction")],
    });
    const schedule = new CfnSchedule(this, "Resource", {
      scheduleExpression: "rate(1 minute)",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: run.arn,
        roleArn: role.roleArn,
        input: JSON.stringify({ localRateSeconds }),
        // The next minute is the retry.
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
    });
    schedule.node.addDependency(policy);
  }
}
