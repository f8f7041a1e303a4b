import { opsApi } from "#domain/ops.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { dynamoVitals } from "#functions/adapters/dynamo/vitals.ts";
import { environment } from "#functions/adapters/environment.ts";
import { kernelOn } from "#functions/adapters/kernel.ts";
import { connectedSecrets, connectionSecrets } from "#functions/adapters/secrets.ts";
import { lambda } from "#http/lambda.ts";
import { health } from "./health.ts";
import { jwks } from "./jwks.ts";
import { openapi } from "./openapi.ts";

const table = connectedTable();
const kernel = kernelOn(table, "ops");
const secrets = connectionSecrets(connectedSecrets(), environment("connectionSecrets"));

export const handler = lambda(
  opsApi,
  {
    health: { run: health({ ...kernel, vitals: dynamoVitals(table) }) },
    openapi: { run: openapi() },
    jwks: { run: jwks({ secrets, log: kernel.log }) },
  },
  kernel,
);
