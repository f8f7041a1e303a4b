import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";

/**
 * Who asked for what, as CloudFront and S3 write it down: addresses and paths, never a cookie. It stays in the region,
 * for as long as it takes to look into an incident. S3 writes such logs under its own key only, and CloudFront by ACL.
 */
export class LogBucket extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // @ts-expect-error CDK's Bucket says `isWebsite: boolean | undefined`, its IBucket `isWebsite?: boolean`.
    this.bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [
        { expiration: Duration.days(90), noncurrentVersionExpiration: Duration.days(1) },
      ],
    });
  }
}
