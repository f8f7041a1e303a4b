import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { CfnOutput, Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { contentSecurityPolicy } from "./content-security.ts";
import { deepLinks, viewerHost } from "./edge-functions.ts";
import type { LogBucket } from "./log-bucket.ts";
import { Alias, cloudFrontZoneId } from "./records.ts";

export interface WebProps {
  /** The built pages, read for the hashes of what is inline in them. */
  readonly webRoot: string;
  readonly apiHost: string;
  /** Added to each API request, so that the API can refuse whoever came around CloudFront. */
  readonly originSecret: string;
  readonly domain: string;
  readonly hostedZoneId: string | undefined;
  /** Both stand in us-east-1. */
  readonly certificateArn: string;
  readonly webAclArn: string;
  readonly logs: LogBucket;
}

/**
 * The app and its API on one origin. The pages are put there with
 * `aws s3 sync dist/web s3://<WebBucketName> --delete`; CloudFormation makes the place, not its content.
 */
export class Web extends Construct {
  /** CloudFront's own name for it, to which the domain leads. */
  readonly host: string;

  constructor(scope: Construct, id: string, props: WebProps) {
    super(scope, id);
    const bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      serverAccessLogsBucket: props.logs.bucket,
      serverAccessLogsPrefix: "web-bucket/",
      // What a deployment replaced is kept for a month: the way back.
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
    });
    const api = this.#api(props);
    const distribution = new Distribution(this, "Distribution", {
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      defaultRootObject: "index.html",
      domainNames: [props.domain],
      certificate: Certificate.fromCertificateArn(this, "Certificate", props.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      webAclId: props.webAclArn,
      logBucket: props.logs.bucket,
      logFilePrefix: "cloudfront/",
      defaultBehavior: {
        // May list, so that a missing file is a 404 and not a 403.
        // @ts-expect-error CDK's Bucket says `isWebsite: boolean | undefined`, its IBucket `isWebsite?: boolean`.
        origin: S3BucketOrigin.withOriginAccessControl(bucket, {
          originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        compress: true,
        responseHeadersPolicy: this.#headers(props.webRoot),
        functionAssociations: [this.#onRequest("DeepLinks", deepLinks)],
      },
      additionalBehaviors: { "/api/*": api, "/.well-known/jwks.json": api },
    });
    this.host = distribution.distributionDomainName;
    new CfnOutput(this, "BucketName", { value: bucket.bucketName });
    new CfnOutput(this, "DistributionId", { value: distribution.distributionId });
    new CfnOutput(this, "Address", { value: `https://${props.domain}` });
    new Alias(this, "Domain", {
      domain: props.domain,
      target: this.host,
      targetZoneId: cloudFrontZoneId,
      hostedZoneId: props.hostedZoneId,
      types: ["A", "AAAA"],
    });
  }

  #api({ apiHost, originSecret }: WebProps): BehaviorOptions {
    return {
      origin: new HttpOrigin(apiHost, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        customHeaders: { "x-origin-secret": originSecret },
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [this.#onRequest("ViewerHost", viewerHost)],
    };
  }

  #onRequest(id: string, code: string) {
    const edge = new EdgeFunction(this, id, {
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(code),
    });
    return { function: edge, eventType: FunctionEventType.VIEWER_REQUEST };
  }

  #headers(webRoot: string): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, "Headers", {
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: contentSecurityPolicy(webRoot),
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(730),
          includeSubdomains: true,
          override: true,
        },
      },
      customHeadersBehavior: {
        customHeaders: [
          {
            header: "permissions-policy",
            value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            override: true,
          },
          { header: "cross-origin-opener-policy", value: "same-origin", override: true },
        ],
      },
    });
  }
}
