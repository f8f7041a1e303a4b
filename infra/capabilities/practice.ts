import { Construct } from "constructs";
import { practiceApi } from "#domain/practice.ts";
import { ApiFunction } from "#infra/constructs/api-function.ts";
import type { Portal } from "#infra/constructs/portal.ts";

/** What staff see: today's schedule. */
export class Practice extends Construct {
  constructor(scope: Construct, id: string, portal: Portal) {
    super(scope, id);
    const { table, connections } = portal;
    new ApiFunction(this, "Api", {
      portal,
      entry: "practice/handler",
      routes: practiceApi,
      environment: { CONNECTION_SECRETS: connections.toJson() },
      statements: [
        ...table.may("GetItem", "BatchGetItem", "PutItem", "Query", "QueryIndex"),
        connections.mayRead(),
      ],
    });
  }
}
