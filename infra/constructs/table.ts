import {
  AttributeType,
  Billing,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { CfnOutput } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { allow } from "./allow.ts";
import type { DataKey } from "./key.ts";

/** What a role may do with the table. Scan is not among it: nothing in this product may read everything. */
export type TableAction =
  | "GetItem"
  | "BatchGetItem"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "ConditionCheckItem"
  | "Query"
  /** Query on the index, which not everyone needs. */
  | "QueryIndex";

const index = "gsi1";

/** The one table. Each role says what it does with it in `may(...)`. */
export class PortalTable extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly streamArn: string;
  readonly #key: DataKey;

  constructor(scope: Construct, id: string, { key }: { key: DataKey }) {
    super(scope, id);
    const table = new TableV2(this, "Table", {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      sortKey: { name: "sk", type: AttributeType.STRING },
      globalSecondaryIndexes: [
        {
          indexName: index,
          partitionKey: { name: "gsi1pk", type: AttributeType.STRING },
          sortKey: { name: "gsi1sk", type: AttributeType.STRING },
        },
      ],
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(key.key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      timeToLiveAttribute: "expiresAt",
      dynamoStream: StreamViewType.NEW_IMAGE,
    });
    if (!table.tableStreamArn) {
      throw new Error("The table has no stream: the audit sealer would never be called.");
    }
    this.name = table.tableName;
    new CfnOutput(this, "Name", { value: this.name });
    this.arn = table.tableArn;
    this.streamArn = table.tableStreamArn;
    this.#key = key;
  }

  /** These calls, and the key that all items are encrypted with. */
  may(...actions: TableAction[]): PolicyStatement[] {
    const onItems = actions.filter((action) => action !== "QueryIndex");
    return [
      ...(onItems.length > 0
        ? [allow(this.arn, ...onItems.map((action) => `dynamodb:${action}`))]
        : []),
      ...(actions.includes("QueryIndex")
        ? [allow(`${this.arn}/index/${index}`, "dynamodb:Query")]
        : []),
      allow(this.#key.arn, "kms:Decrypt", "kms:GenerateDataKey"),
    ];
  }

  mayReadStream(): PolicyStatement {
    return allow(
      this.streamArn,
      "dynamodb:DescribeStream",
      "dynamodb:GetRecords",
      "dynamodb:GetShardIterator",
      "dynamodb:ListStreams",
    );
  }
}
