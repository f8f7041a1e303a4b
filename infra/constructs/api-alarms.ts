import { FilterPattern } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { routeKey } from "#domain/api.ts";
import { consoleApi } from "#domain/console.ts";
import { type Alarms, fiveMinutes } from "./alarms.ts";
import type { PortalApi } from "./http-api.ts";
import { LogMetric } from "./log-metric.ts";

const status = (code: string) => FilterPattern.stringValue("$.status", "=", code);

/** Refusals that a person with a bad memory meets now and then, and somebody trying doors meets by the hundred. */
const refused = FilterPattern.any(status("401"), status("403"), status("404"), status("429"));

const chartOpened = FilterPattern.all(
  FilterPattern.stringValue("$.routeKey", "=", routeKey(consoleApi.patient)),
  status("200"),
);

/** What the API's answers give away: something is broken, somebody tries doors, staff open more charts than ever. */
export class ApiAlarms extends Construct {
  constructor(scope: Construct, id: string, { alarms, api }: { alarms: Alarms; api: PortalApi }) {
    super(scope, id);
    const logGroup = api.accessLog;
    alarms.tooMuch(
      "ApiErrors",
      {
        metric: api.serverErrors(),
        says: "The API answered with a server error: people see that something went wrong.",
        runbook: "api-errors",
      },
      { threshold: 3 },
    );
    const refusals = new LogMetric(this, "Refused", {
      name: "Refused",
      logGroup,
      pattern: refused,
    });
    alarms.tooMuch(
      "UnusualRefusals",
      {
        metric: refusals.metric,
        says: "Very many requests were refused: somebody may be trying ids, accounts or passwords.",
        runbook: "unusual-access",
      },
      { threshold: 500 },
    );
    const charts = new LogMetric(this, "ChartsOpened", {
      name: "ChartsOpened",
      logGroup,
      pattern: chartOpened,
      period: fiveMinutes,
    });
    alarms.unusual("UnusualAccess", {
      metric: charts.metric,
      says: "Staff open far more patients' pages than is usual at this hour.",
      runbook: "unusual-access",
    });
  }
}
