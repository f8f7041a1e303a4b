import { Construct } from "constructs";
import { consoleApi } from "#domain/console.ts";
import { ApiFunction } from "#infra/constructs/api-function.ts";
import type { Portal } from "#infra/constructs/portal.ts";

/** The practice's side: schedule, work queues, the desk and the connection page. */
export class Practice extends Construct {
  constructor(scope: Construct, id: string, portal: Portal) {
    super(scope, id);
    const { table, connections, doorbell } = portal;
    new ApiFunction(this, "Api", {
      portal,
      entry: "practice/handler",
      routes: consoleApi,
      environment: {
        CONNECTION_SECRETS: connections.toJson(),
        DOORBELL_QUEUE_URL: doorbell.url,
      },
      statements: [
        ...table.may(
          "GetItem",
          "BatchGetItem",
          "PutItem",
          "UpdateItem",
          "DeleteItem",
          "Query",
          "QueryIndex",
        ),
        connections.mayRead(),
        doorbell.mayRing(),
      ],
    });
  }
}
