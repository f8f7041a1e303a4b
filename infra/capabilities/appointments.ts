import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { appointmentsApi } from "#domain/appointments.ts";
import { ApiFunction } from "#infra/constructs/api-function.ts";
import { PortalFunction } from "#infra/constructs/function.ts";
import { LogMetric, withCode } from "#infra/constructs/log-metric.ts";
import type { Portal } from "#infra/constructs/portal.ts";
import { EveryMinute } from "#infra/constructs/schedule.ts";
import type { TableAction } from "#infra/constructs/table.ts";

const tableActions: TableAction[] = [
  "GetItem",
  "BatchGetItem",
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "Query",
];

/** Visits: the patient's routes, and the sync that keeps the mirror like the chart. */
export class Appointments extends Construct {
  constructor(scope: Construct, id: string, portal: Portal) {
    super(scope, id);
    const { table, connections, doorbell, rereads } = portal;
    const environment = {
      CONNECTION_SECRETS: connections.toJson(),
      DOORBELL_QUEUE_URL: doorbell.url,
    };
    const statements = [connections.mayRead(), doorbell.mayRing()];
    new ApiFunction(this, "Api", {
      portal,
      entry: "appointments/handler",
      routes: appointmentsApi,
      environment,
      statements: [...table.may(...tableActions), ...statements],
    });
    const sync = new PortalFunction(this, "Sync", {
      entry: "appointments/sync",
      assetRoot: portal.assetRoot,
      key: portal.key,
      timeout: Duration.seconds(60),
      environment: { ...portal.environment, ...environment },
      statements: [...table.may(...tableActions, "QueryIndex"), ...statements, rereads.mayAnswer()],
    });
    rereads.answeredBy(sync, { batchSize: 10 });
    new EveryMinute(this, "SyncSchedule", { run: sync, localRateSeconds: 10 });
    this.#watch(portal, sync);
  }

  #watch({ alarms }: Portal, sync: PortalFunction): void {
    const drift = new LogMetric(this, "Drift", {
      name: "Drift",
      logGroup: sync.logs,
      pattern: withCode("mirror.reconciled"),
      field: "drift",
    });
    alarms.tooMuch(
      "Drift",
      {
        metric: drift.metric,
        says: "The hourly comparison found that portal and chart differ in many places.",
        runbook: "drift",
      },
      { threshold: 10 },
    );
    // Each poll of a silent EHR is one line a minute; five in a row have opened its breaker.
    const unavailable = new LogMetric(this, "EhrUnavailable", {
      name: "EhrUnavailable",
      logGroup: sync.logs,
      pattern: withCode("mirror.ehr-unavailable"),
    });
    alarms.tooMuch(
      "EhrBreaker",
      {
        metric: unavailable.metric,
        says: "An EHR does not answer and is left alone between tries: bookings are kept, not in the chart.",
        runbook: "ehr-silent",
      },
      { threshold: 4, periods: 2 },
    );
  }
}
