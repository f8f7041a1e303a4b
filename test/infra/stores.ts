import { expect, test } from "vitest";
import { ofType, type Resources, readable } from "./synthesis.ts";

/** Where data lies: the table, secrets, logs. */
export function stores(resources: Resources): void {
  test("the table can be restored, not deleted, and is encrypted with our key", () => {
    const table = ofType(resources, "AWS::DynamoDB::GlobalTable")["Table"];
    expect(table?.["Replicas"]).toHaveLength(1);
    expect(table?.["Replicas"][0]).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { KMSMasterKeyId: { "Fn::GetAtt": ["DataKey", "Arn"] } },
    });
    expect(resources["Table"]).toMatchObject({ DeletionPolicy: "Retain" });
    expect(resources["DataKey"]).toMatchObject({
      DeletionPolicy: "Retain",
      Properties: { EnableKeyRotation: true },
    });
  });

  test("the table has the keys, index, expiry and stream that the store relies on", () => {
    expect(ofType(resources, "AWS::DynamoDB::GlobalTable")["Table"]).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: keys("pk", "sk"),
      GlobalSecondaryIndexes: [
        {
          IndexName: "gsi1",
          KeySchema: keys("gsi1pk", "gsi1sk"),
          Projection: { ProjectionType: "ALL" },
        },
      ],
      TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      StreamSpecification: { StreamViewType: "NEW_IMAGE" },
    });
  });

  test("secrets and logs are encrypted with our key", () => {
    for (const type of ["AWS::SecretsManager::Secret", "AWS::Logs::LogGroup"]) {
      for (const [id, properties] of Object.entries(ofType(resources, type))) {
        expect([id, readable(properties["KmsKeyId"])]).toEqual([id, "DataKey"]);
      }
    }
  });

  test("what the audit said can't be changed or deleted for six years, nor read by who writes it", () => {
    const archive = ofType(resources, "AWS::S3::Bucket")["AuditArchiveBucket"];
    expect(archive).toMatchObject({
      VersioningConfiguration: { Status: "Enabled" },
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: "Enabled",
        Rule: { DefaultRetention: { Mode: "COMPLIANCE", Days: 2193 } },
      },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    });
    expect(archive).not.toHaveProperty("LifecycleConfiguration");
    expect(resources["AuditArchiveBucket"]).toMatchObject({ DeletionPolicy: "Retain" });
    const may = JSON.stringify(resources["AuditVerifierPolicy"]);
    expect(may).toContain("s3:PutObject");
    expect(may).not.toMatch(/s3:(Get|Delete|Bypass|PutObjectRet)/);
  });

  test("every log is kept for a year", () => {
    for (const [id, { RetentionInDays }] of Object.entries(
      ofType(resources, "AWS::Logs::LogGroup"),
    )) {
      expect([id, RetentionInDays]).toEqual([id, 365]);
    }
  });

  test("it stays far below CloudFormation's 500 resources", () => {
    expect(Object.keys(resources).length).toBeLessThanOrEqual(400);
  });
}

const keys = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: "HASH" },
  { AttributeName: sort, KeyType: "RANGE" },
];
