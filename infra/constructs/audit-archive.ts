import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectLockRetention,
} from "aws-cdk-lib/aws-s3";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { allow } from "./allow.ts";
import type { DataKey } from "./key.ts";
import type { LogBucket } from "./log-bucket.ts";

/** Six years, leap days and one to spare (45 CFR 164.316(b)(2)(i)). */
const kept = Duration.days(6 * 365 + 3);

export interface AuditArchiveProps {
  readonly key: DataKey;
  readonly logs: LogBucket;
}

/**
 * What the audit said, day by day, where nobody can change or delete it for six years: neither a role, nor an administrator,
 * nor AWS (Object Lock in compliance mode). The one function that writes here can't read.
 */
export class AuditArchive extends Construct {
  readonly name: string;
  readonly #objects: string;
  readonly #key: DataKey;

  constructor(scope: Construct, id: string, { key, logs }: AuditArchiveProps) {
    super(scope, id);
    const bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.KMS,
      encryptionKey: key.key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention.compliance(kept),
      serverAccessLogsBucket: logs.bucket,
      serverAccessLogsPrefix: "audit-archive/",
    });
    this.name = bucket.bucketName;
    this.#objects = bucket.arnForObjects("audit/*");
    this.#key = key;
  }

  mayKeep(): PolicyStatement[] {
    return [
      allow(this.#objects, "s3:PutObject"),
      allow(this.#key.arn, "kms:Decrypt", "kms:GenerateDataKey"),
    ];
  }
}
