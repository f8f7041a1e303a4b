import { webhooksApi } from "#domain/ops.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { dynamoEvents } from "#functions/adapters/dynamo/events.ts";
import { environment } from "#functions/adapters/environment.ts";
import { kernelOn } from "#functions/adapters/kernel.ts";
import { connectedQueue } from "#functions/adapters/queue.ts";
import { connectedSecrets, connectionSecrets } from "#functions/adapters/secrets.ts";
import { lambda } from "#http/lambda.ts";
import { hear } from "./hear.ts";
import { verifySignature } from "./verify-signature.ts";

const table = connectedTable();
const secrets = connectionSecrets(connectedSecrets(), environment("connectionSecrets"));
const rereads = connectedQueue(environment("rereadQueueUrl"));

export const handler = lambda(
  webhooksApi,
  { ehr: { run: hear({ events: dynamoEvents(table), rereads }) } },
  { ...kernelOn(table, "webhooks"), verifySignature: verifySignature({ secrets }) },
);
