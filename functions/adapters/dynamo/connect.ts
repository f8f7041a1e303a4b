import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { environment } from "#functions/adapters/environment.ts";
import { dynamoTable, type Table } from "./table.ts";

/** The function's table. One client per execution environment, made at load so that TLS starts during INIT. */
export const connectedTable = (): Table =>
  dynamoTable({
    client: new DynamoDBClient({
      maxAttempts: 4,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 },
    }),
    name: environment("tableName"),
  });
