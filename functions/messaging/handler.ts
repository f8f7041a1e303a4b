import { messagingApi, messagingDeskApi } from "#domain/messaging.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { kernelOn } from "#functions/adapters/kernel.ts";
import { messagingOn } from "#functions/wiring/messaging.ts";
import { lambda } from "#http/lambda.ts";
import { messagingDesk } from "./desk.ts";
import { messaging } from "./patient.ts";

const table = connectedTable();
const kernel = kernelOn(table, "messaging");
const ports = messagingOn(table, kernel.log);

/** Conversations of patients with their practice, on their way into the chart too. */
export const handler = lambda(
  { ...messagingApi, ...messagingDeskApi },
  { ...messaging(ports), ...messagingDesk(ports) },
  kernel,
);
