import {
  AttributeType,
  Billing,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { allow } from "./allow.ts";
import type { DataKey } from "./key.ts";

/** Calls on items by key. Scan is not among them: nothing in this product may read everything. */
export type ItemAction =
  | "GetItem"
  | "BatchGetItem"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "ConditionCheckItem"
  | "Query";

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
    this.arn = table.tableArn;
    this.streamArn = table.tableStreamArn;
    this.#key = key;
  }

  /** These calls on items, and the key they are encrypted with. */
  may(...actions: ItemAction[]): PolicyStatement[] {
    return [
      allow(this.arn, ...actions.map((action) => `dynamodb:${action}`)),
      allow(this.#key.arn, "kms:Decrypt", "kms:GenerateDataKey"),
    ];
  }

  mayQueryIndex(): PolicyStatement {
    return allow(`${this.arn}/index/${index}`, "dynamodb:Query");
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
