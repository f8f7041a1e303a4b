import { Construct } from "constructs";
import { webhooksApi } from "#domain/ops.ts";
import { ApiFunction } from "#infra/constructs/api-function.ts";
import type { Portal } from "#infra/constructs/portal.ts";

/**
 * An EHR rings: the signature is checked, the event remembered once, and a re-read asked for. A phone answers a text:
 * whether it wants more of them is remembered.
 */
export class Webhooks extends Construct {
  constructor(scope: Construct, id: string, portal: Portal) {
    super(scope, id);
    const { table, connections, rereads, twilio } = portal;
    new ApiFunction(this, "Api", {
      portal,
      entry: "webhooks/handler",
      routes: webhooksApi,
      environment: {
        CONNECTION_SECRETS: connections.toJson(),
        REREAD_QUEUE_URL: rereads.url,
        TWILIO_SECRET_ARN: twilio.arn,
        PORTAL_ADDRESS: portal.address,
      },
      statements: [
        ...table.may("PutItem", "DeleteItem"),
        connections.mayRead(),
        twilio.mayRead(),
        rereads.mayRing(),
      ],
    });
  }
}
