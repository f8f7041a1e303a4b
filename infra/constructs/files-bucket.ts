import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { allow } from "./allow.ts";
import type { DataKey } from "./key.ts";
import type { LogBucket } from "./log-bucket.ts";

export interface FilesBucketProps {
  readonly key: DataKey;
  readonly logs: LogBucket;
  /** Where in it these files lie; no role reaches anything else. */
  readonly prefix: string;
}

/** Files that were made for somebody. A day later they are gone, without a version left of them. */
export class FilesBucket extends Construct {
  readonly name: string;
  readonly #objects: string;
  readonly #key: DataKey;

  constructor(scope: Construct, id: string, { key, logs, prefix }: FilesBucketProps) {
    super(scope, id);
    const bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.KMS,
      encryptionKey: key.key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      serverAccessLogsBucket: logs.bucket,
      serverAccessLogsPrefix: `${prefix}/`,
      // It holds what the table can make again.
      removalPolicy: RemovalPolicy.DESTROY,
      lifecycleRules: [
        { expiration: Duration.days(1), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    this.name = bucket.bucketName;
    this.#objects = bucket.arnForObjects(`${prefix}/*`);
    this.#key = key;
  }

  mayPut(): PolicyStatement[] {
    return [
      allow(this.#objects, "s3:PutObject"),
      allow(this.#key.arn, "kms:Decrypt", "kms:GenerateDataKey"),
    ];
  }

  /** In whose name a file is fetched by the address it made. */
  mayGet(): PolicyStatement[] {
    return [allow(this.#objects, "s3:GetObject"), allow(this.#key.arn, "kms:Decrypt")];
  }
}
