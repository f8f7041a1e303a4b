import { Construct } from "constructs";
import { releaseDeskApi } from "#domain/release-desk.ts";
import { ApiFunction } from "#infra/constructs/api-function.ts";
import type { Portal } from "#infra/constructs/portal.ts";

/** The practice's side of results: what waits, and what clinicians decide about it. It reads the mirror, and the chart hears of it through the ledger. */
export class Release extends Construct {
  constructor(scope: Construct, id: string, portal: Portal) {
    super(scope, id);
    const { table, connections, rereads, doorbell } = portal;
    new ApiFunction(this, "Api", {
      portal,
      entry: "release/handler",
      routes: releaseDeskApi,
      environment: {
        CONNECTION_SECRETS: connections.toJson(),
        REREAD_QUEUE_URL: rereads.url,
        DOORBELL_QUEUE_URL: doorbell.url,
      },
      statements: [
        ...table.may("GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"),
        // Whose result it is: the names of patients the mirror has not met.
        connections.mayRead(),
        rereads.mayRing(),
        doorbell.mayRing(),
      ],
    });
  }
}
