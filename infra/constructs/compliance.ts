import { type App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, HIPAASecurityChecks } from "cdk-nag";

interface Acknowledgement {
  /** The rule as each pack calls it. */
  readonly ids: readonly `${"AwsSolutions" | "HIPAA.Security"}-${string}`[];
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
    reason: "It is itself the dead-letter queue, of a stream.",
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
    ids: [
      "AwsSolutions-S1",
      "HIPAA.Security-S3BucketLoggingEnabled",
      "HIPAA.Security-S3BucketReplicationEnabled",
      "HIPAA.Security-S3DefaultEncryptionKMS",
    ],
    reason:
      "The bucket holds the public web app and nothing else: it is rebuilt from source in a minute.",
  },
  {
    ids: ["AwsSolutions-CFR1"],
    reason: "Patients travel: where they are is no reason to keep them from their visits.",
  },
];

/** Runs both rule packs when the app is synthesised. */
export function comply(app: App): void {
  const validations = Validations.of(app);
  validations.addPlugins(new AwsSolutionsChecks(app), new HIPAASecurityChecks(app));
  for (const { ids, reason } of acknowledgements) {
    for (const id of ids) {
      validations.acknowledge({ id: `${id.slice(0, id.lastIndexOf("-"))}::${id}`, reason });
    }
  }
}
