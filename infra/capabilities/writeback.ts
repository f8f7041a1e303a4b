import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { writebackApi } from "#domain/writeback.ts";
import { ApiFunction } from "#infra/constructs/api-function.ts";
import { PortalFunction } from "#infra/constructs/function.ts";
import type { Portal } from "#infra/constructs/portal.ts";
import { EveryMinute } from "#infra/constructs/schedule.ts";

/** The ledger: the patient's view of it, the worker that carries rows to the EHR, the sweep for lost doorbells. */
export class Writeback extends Construct {
  constructor(scope: Construct, id: string, portal: Portal) {
    super(scope, id);
    new ApiFunction(this, "Api", {
      portal,
      entry: "writeback/handler",
      routes: writebackApi,
      statements: portal.table.may("GetItem", "BatchGetItem", "PutItem", "Query"),
    });
    this.#worker(portal);
    this.#sweep(portal);
  }

  #worker({ table, connections, doorbell, environment, assetRoot, key }: Portal): void {
    const worker = new PortalFunction(this, "Worker", {
      entry: "writeback/worker",
      assetRoot,
      key,
      timeout: Duration.seconds(30),
      environment: {
        ...environment,
        CONNECTION_SECRETS: connections.toJson(),
        DOORBELL_QUEUE_URL: doorbell.url,
      },
      statements: [
        ...table.may("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"),
        connections.mayRead(),
        doorbell.mayRing(),
        doorbell.mayAnswer(),
      ],
    });
    doorbell.answeredBy(worker, { batchSize: 5 });
  }

  #sweep({ table, doorbell, environment, assetRoot, key }: Portal): void {
    const sweep = new PortalFunction(this, "Sweep", {
      entry: "writeback/sweep",
      assetRoot,
      key,
      timeout: Duration.seconds(30),
      environment: { ...environment, DOORBELL_QUEUE_URL: doorbell.url },
      statements: [...table.may("QueryIndex"), doorbell.mayRing()],
    });
    new EveryMinute(this, "SweepSchedule", { run: sweep, localRateSeconds: 5 });
  }
}
