import { type App, Validations } from "aws-cdk-lib/core";
import { AwsSolutionsChecks, HIPAASecurityChecks } from "cdk-nag";
import type { IConstruct } from "constructs";

interface Acknowledgement {
  /** The rule as each pack calls it. */
  readonly ids: readonly `${"AwsSolutions" | "HIPAA.Security"}-${string}`[];
  /** The part of a stack this holds for, by its path in it; everything where absent. */
  readonly on?: RegExp;
  readonly reason: string;
}

/** Rules we do otherwise, each with what we do instead. Whatever is not listed here stops the synthesis. */
export const acknowledgements: readonly Acknowledgement[] = [
  {
    ids: ["AwsSolutions-APIG4"],
    reason:
      "Sessions and relations to a chart are checked in the function: a gateway authorizer only knows tokens, and no browser holds one.",
  },
  {
    ids: ["AwsSolutions-COG1"],
    reason:
      "NIST SP 800-63B-4 wants length (15, or 8 with a second factor) and forbids rules on composition.",
  },
  {
    ids: ["AwsSolutions-COG2"],
    reason:
      "Patients choose a second factor; staff need one, except in the demo region that is never deployed.",
  },
  {
    ids: ["AwsSolutions-COG8"],
    reason:
      "Every sign-in passes our own function and its limits; the Plus tier would add cost for each patient.",
  },
  {
    ids: ["AwsSolutions-SMG4", "HIPAA.Security-SecretsManagerRotationEnabled"],
    reason:
      "Connection credentials are rotated with the EHR's vendor, the origin secret by hand with two valid at once, and a new audit key would break the chains.",
  },
  {
    ids: ["AwsSolutions-SQS3"],
    on: /^Audit\/Unsealed\/Queue$/,
    reason: "It is itself the dead-letter queue, of a stream.",
  },
  {
    ids: [
      "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AWSXRayDaemonWriteAccess]",
    ],
    reason:
      'X-Ray knows no resources: a statement of our own would say "*". This one writes traces and nothing else.',
  },
  {
    ids: [
      "AwsSolutions-IAM5[Resource::<ExportsFilesBucket.Arn>/exports/*]",
      "AwsSolutions-IAM5[Resource::<AuditArchiveBucket.Arn>/audit/*]",
    ],
    reason: "S3 knows objects by what their names begin with: one folder of one bucket.",
  },
  {
    ids: ["HIPAA.Security-IAMNoInlinePolicy"],
    reason: "Each policy belongs to one role and stands beside it in the template; none is shared.",
  },
  {
    ids: ["HIPAA.Security-LambdaConcurrency"],
    reason:
      "New accounts have too little concurrency to reserve any; the API stage throttles instead.",
  },
  {
    ids: ["HIPAA.Security-LambdaDLQ"],
    reason:
      "Only schedules call asynchronously, and the next minute is their retry. Queues and the stream have dead letters.",
  },
  {
    ids: ["HIPAA.Security-LambdaInsideVPC"],
    reason:
      "The functions reach AWS and the EHR over TLS; there is nothing of ours in a VPC to reach.",
  },
  {
    ids: ["HIPAA.Security-S3BucketReplicationEnabled"],
    reason:
      "A copy elsewhere would take what concerns patients out of their region; the public web app is rebuilt from source.",
  },
  {
    ids: ["HIPAA.Security-S3DefaultEncryptionKMS"],
    on: /^(Web|Logs)\/Bucket$/,
    reason:
      "One holds the public web app; the other gets logs, which S3 writes only where its own key encrypts them.",
  },
  {
    ids: ["HIPAA.Security-S3BucketVersioningEnabled"],
    on: /^Exports\/Files\/Bucket$/,
    reason:
      "Its files can be made again and are to be gone after a day; a version would keep them.",
  },
  {
    ids: ["HIPAA.Security-WAFv2LoggingEnabled"],
    on: /^Web\/Acl$/,
    reason:
      "Logs of CloudFront's web ACL lie in us-east-1 and would hold addresses and paths of patients from another region.",
  },
  {
    ids: ["AwsSolutions-CFR1"],
    reason: "Patients travel: where they are is no reason to keep them from their visits.",
  },
];

/** Runs both rule packs when the app is synthesised. */
export function comply(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new HIPAASecurityChecks(app));
  for (const { ids, on, reason } of acknowledgements) {
    for (const id of ids) {
      const acknowledgement = { id: `${id.slice(0, id.lastIndexOf("-"))}::${id}`, reason };
      for (const part of partsOf(app, on)) Validations.of(part).acknowledge(acknowledgement);
    }
  }
}

function partsOf(app: App, on: RegExp | undefined): IConstruct[] {
  if (!on) return [app];
  const stacks = app.node.children;
  return stacks.flatMap((stack) =>
    stack.node.findAll().filter(({ node }) => on.test(node.path.slice(stack.node.path.length + 1))),
  );
}
