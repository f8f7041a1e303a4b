import { Policy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { allow } from "./allow.ts";
import type { PortalFunction } from "./function.ts";

export interface RunProps {
  readonly run: PortalFunction;
  /** How often the local runner fires it: nobody at a demonstration waits that long. */
  readonly localRateSeconds: number;
}

interface Pace {
  readonly expression: string;
  readonly retries: number;
  readonly retrySeconds: number;
}

class Repeated extends Construct {
  readonly run: PortalFunction;

  constructor(scope: Construct, id: string, given: RunProps & Pace) {
    super(scope, id);
    const { run, localRateSeconds, expression, retries, retrySeconds } = given;
    this.run = run;
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
      scheduleExpression: expression,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: run.arn,
        roleArn: role.roleArn,
        input: JSON.stringify({ localRateSeconds }),
        retryPolicy: { maximumRetryAttempts: retries, maximumEventAgeInSeconds: retrySeconds },
      },
    });
    schedule.node.addDependency(policy);
  }
}

/** Runs a function every minute, the finest that Scheduler can. The next minute is the retry. */
export class EveryMinute extends Repeated {
  constructor(scope: Construct, id: string, props: RunProps) {
    super(scope, id, { ...props, expression: "rate(1 minute)", retries: 0, retrySeconds: 60 });
  }
}

/** Runs a function once a day, at night in the Americas; a run that fails is tried again within the hour. */
export class EveryDay extends Repeated {
  constructor(scope: Construct, id: string, props: RunProps) {
    super(scope, id, {
      ...props,
      expression: "cron(30 8 * * ? *)",
      retries: 2,
      retrySeconds: 3600,
    });
  }
}
