import { Construct } from "constructs";
import { opsApi } from "#domain/ops.ts";
import { ApiFunction } from "#infra/constructs/api-function.ts";
import type { Portal } from "#infra/constructs/portal.ts";

/** Health, the API's description, and the public keys EHRs check us by. Reads only. */
export class Ops extends Construct {
  constructor(scope: Construct, id: string, portal: Portal) {
    super(scope, id);
    const { table, connections } = portal;
    new ApiFunction(this, "Api", {
      portal,
      entry: "ops/handler",
      routes: opsApi,
      environment: { CONNECTION_SECRETS: connections.toJson() },
      statements: [...table.may("GetItem", "QueryIndex"), connections.mayRead()],
    });
  }
}
