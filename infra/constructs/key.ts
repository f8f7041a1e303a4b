import { PolicyStatement, type PrincipalBase, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";

/** The one customer key of a region: table, secrets and logs are encrypted with it. */
export class DataKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = new Key(this, "Key", {
      description: "Patient data at rest: table, secrets, logs",
      enableKeyRotation: true,
    });
    this.#letLogsUseIt();
  }

  get arn(): string {
    return this.key.keyArn;
  }

  /** What publishes to a topic of ours encrypts as itself. */
  letPublish(publisher: PrincipalBase): void {
    this.key.addToResourcePolicy(
      new PolicyStatement({
        principals: [publisher],
        actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
        resources: ["*"],
      }),
    );
  }

  /** CloudWatch Logs encrypts as itself, for log groups of this account only. */
  #letLogsUseIt(): void {
    const stack = Stack.of(this);
    const logGroups = stack.formatArn({
      service: "logs",
      resource: "log-group",
      resourceName: "*",
    });
    this.key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
        actions: [
          "kms:Encrypt",
          "kms:Decrypt",
          "kms:ReEncrypt*",
          "kms:GenerateDataKey*",
          "kms:DescribeKey",
        ],
        resources: ["*"],
        conditions: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": logGroups.replace("log-group/", "log-group:"),
          },
        },
      }),
    );
  }
}
