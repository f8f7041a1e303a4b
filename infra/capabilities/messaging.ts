import { Construct } from "constructs";
import { messagingApi, messagingDeskApi } from "#domain/messaging.ts";
import { ApiFunction } from "#infra/constructs/api-function.ts";
import type { Portal } from "#infra/constructs/portal.ts";

/** Conversations of patients with their practice: kept here, written into the chart where the EHR takes them. */
export class Messaging extends Construct {
  constructor(scope: Construct, id: string, portal: Portal) {
    super(scope, id);
    const { table, connections, doorbell } = portal;
    new ApiFunction(this, "Api", {
      portal,
      entry: "messaging/handler",
      routes: { ...messagingApi, ...messagingDeskApi },
      environment: {
        CONNECTION_SECRETS: connections.toJson(),
        DOORBELL_QUEUE_URL: doorbell.url,
      },
      statements: [
        ...table.may("GetItem", "BatchGetItem", "PutItem", "UpdateItem", "Query", "QueryIndex"),
        connections.mayRead(),
        doorbell.mayRing(),
      ],
    });
  }
}
