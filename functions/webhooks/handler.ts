import { fullPath } from "#domain/api.ts";
import { webhooksApi } from "#domain/ops.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { dynamoEvents } from "#functions/adapters/dynamo/events.ts";
import { dynamoPhoneNumbers } from "#functions/adapters/dynamo/notices.ts";
import { environment } from "#functions/adapters/environment.ts";
import { kernelOn } from "#functions/adapters/kernel.ts";
import { connectedQueue } from "#functions/adapters/queue.ts";
import { connectedSecrets, connectionSecrets } from "#functions/adapters/secrets.ts";
import { twilioSignature } from "#functions/adapters/twilio-signature.ts";
import { lambda } from "#http/lambda.ts";
import { hear } from "./hear.ts";
import { hearPhone } from "./hear-phone.ts";
import { verifySignature } from "./verify-signature.ts";

const table = connectedTable();
const readSecret = connectedSecrets();
const secrets = connectionSecrets(readSecret, environment("connectionSecrets"));
const rereads = connectedQueue(environment("rereadQueueUrl"));
const address = `${environment("portalAddress")}${fullPath(webhooksApi.twilio)}`;
const twilio = twilioSignature(readSecret, environment("twilioSecretArn"), address);

export const handler = lambda(
  webhooksApi,
  {
    ehr: { run: hear({ events: dynamoEvents(table), rereads }) },
    twilio: { run: hearPhone({ numbers: dynamoPhoneNumbers(table) }) },
  },
  { ...kernelOn(table, "webhooks"), verifySignature: verifySignature({ secrets, twilio }) },
);
