import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
} from "aws-cdk-lib/aws-cloudwatch";
import { Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { type Alarms, fiveMinutes } from "./alarms.ts";
import { PortalFunction } from "./function.ts";
import type { PortalApi } from "./http-api.ts";
import { DeadLetters } from "./queue.ts";

export interface OverviewProps {
  readonly alarms: Alarms;
  readonly api: PortalApi;
}

/** One page for whoever is on call: is anything red, do people get answers, does the chart. */
export class Overview extends Construct {
  constructor(scope: Construct, id: string, { alarms, api }: OverviewProps) {
    super(scope, id);
    const parts = Stack.of(this).node.findAll();
    const functions = parts.filter((part) => part instanceof PortalFunction);
    const dead = parts.filter((part) => part instanceof DeadLetters);
    new Dashboard(this, "Dashboard", {
      widgets: [
        [new AlarmStatusWidget({ title: "Alarms", alarms: alarms.all, width: 24, height: 6 })],
        [
          graph("Answers", [api.answers(), api.serverErrors()]),
          graph("How long people wait (p99, ms)", [api.latency()]),
        ],
        [
          graph(
            "Failures of functions",
            functions.map(({ lambda }) => lambda.metricErrors({ period: fiveMinutes })),
          ),
          graph(
            "How long functions run (p99, ms)",
            functions.map(({ lambda }) =>
              lambda.metricDuration({ period: fiveMinutes, statistic: "p99" }),
            ),
          ),
        ],
        [
          graph(
            "Chart and portal differ; EHR silent; refused",
            ["Drift", "EhrUnavailable", "Refused"].map(own),
          ),
          graph("Audit not sealed, chains broken", ["NotSealed", "BrokenAuditChains"].map(own)),
          graph(
            "Dead letters",
            dead.map(({ queue }) =>
              queue.metricApproximateNumberOfMessagesVisible({ period: fiveMinutes }),
            ),
          ),
        ],
      ],
    });
  }
}

const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 8 });

const own = (metricName: string) =>
  new Metric({ namespace: "Porchlight", metricName, statistic: "Sum", period: fiveMinutes });
