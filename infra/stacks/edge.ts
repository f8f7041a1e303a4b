import { type App, CfnOutput, Fn } from "aws-cdk-lib/core";
import { Certificate } from "#infra/constructs/certificate.ts";
import { WebAcl } from "#infra/constructs/web-acl.ts";
import type { Region } from "#infra/regions.ts";
import { NamedStack } from "./named-stack.ts";

/** The one region where CloudFront looks for its certificate and its web ACL. */
const edgeRegion = "us-east-1";

const edgeStackName = (region: Region) => `Porchlight-${region.name}-edge`;

/**
 * What CloudFront wants in us-east-1, and nothing else: neither part ever holds or sees a chart, so that patient data
 * stays in the region. The region's own stack reads the two outputs when it is deployed.
 */
export class EdgeStack extends NamedStack {
  constructor(app: App, region: Region) {
    super(app, edgeStackName(region), {
      region,
      awsRegion: edgeRegion,
      description: `Porchlight patient portal, region ${region.name}: certificate and web ACL`,
    });
    const { domain, hostedZoneId } = region;
    const certificate = new Certificate(this, "Site", { domain, hostedZoneId });
    new CfnOutput(this, "CertificateArn", { value: certificate.arn });
    new CfnOutput(this, "WebAclArn", { value: new WebAcl(this, "Web").arn });
  }
}

/** What the edge stack of a region puts out, read by CloudFormation when it deploys the region's own stack. */
export function edgeOf(region: Region) {
  const output = (name: string) => Fn.getStackOutput(edgeStackName(region), name, edgeRegion);
  return { certificateArn: output("CertificateArn"), webAclArn: output("WebAclArn") };
}
