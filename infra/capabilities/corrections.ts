import { Construct } from "constructs";
import { correctionDeskApi, correctionsApi } from "#domain/corrections.ts";
import { ApiFunction } from "#infra/constructs/api-function.ts";
import type { Portal } from "#infra/constructs/portal.ts";

/** What patients say is wrong in their charts: asked for here, written there where the EHR takes it, answered by the practice. */
export class Corrections extends Construct {
  constructor(scope: Construct, id: string, portal: Portal) {
    super(scope, id);
    const { table, connections, doorbell } = portal;
    new ApiFunction(this, "Api", {
      portal,
      entry: "corrections/handler",
      routes: { ...correctionsApi, ...correctionDeskApi },
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
