import { Construct } from "constructs";
import { recordsApi } from "#domain/records.ts";
import { resultsApi } from "#domain/results.ts";
import { ApiFunction } from "#infra/constructs/api-function.ts";
import type { Portal } from "#infra/constructs/portal.ts";

/** Results and records: one chart, one function that answers for both. The sync of appointments follows its changes. */
export class Results extends Construct {
  constructor(scope: Construct, id: string, portal: Portal) {
    super(scope, id);
    const { table, connections, rereads } = portal;
    new ApiFunction(this, "Api", {
      portal,
      entry: "results/handler",
      routes: { ...resultsApi, ...recordsApi },
      environment: {
        CONNECTION_SECRETS: connections.toJson(),
        REREAD_QUEUE_URL: rereads.url,
      },
      statements: [
        ...table.may("GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"),
        connections.mayRead(),
        rereads.mayRing(),
      ],
    });
  }
}
