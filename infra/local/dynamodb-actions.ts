import * as z from "zod/mini";
import type { Place } from "./physical-names.ts";

const Item = z.record(z.string(), z.looseObject({ TableName: z.string() }));
const Input = z.object({
  TableName: z.optional(z.string()),
  IndexName: z.optional(z.string()),
  TransactItems: z.optional(z.array(Item)),
  RequestItems: z.optional(z.record(z.string(), z.unknown())),
});

const transactionActions: Record<string, string> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
};

export interface Need {
  action: string;
  resource: string;
}

/** What a role must allow for one DynamoDB call: a transaction needs the action of each of its items. */
export function dynamoDbNeeds(operation: string, input: unknown, place: Place): Need[] {
  const { TableName, IndexName, TransactItems, RequestItems } = z.parse(Input, input);
  const need = (action: string, table: string) => ({
    action: `dynamodb:${action}`,
    resource: tableArn(table, place),
  });
  if (TransactItems) {
    return TransactItems.flatMap((item) =>
      Object.entries(item).map(([kind, { TableName: table }]) =>
        need(transactionActions[kind] ?? kind, table),
      ),
    );
  }
  if (RequestItems) {
    return Object.keys(RequestItems).map((table) => need(operation, table));
  }
  const { action, resource } = need(operation, TableName ?? "*");
  return [{ action, resource: IndexName ? `${resource}/index/${IndexName}` : resource }];
}

const tableArn = (table: string, { region, account }: Place) =>
  table.startsWith("arn:") ? table : `arn:aws:dynamodb:${region}:${account}:table/${table}`;
