import { CfnRecordSet } from "aws-cdk-lib/aws-route53";
import { CfnOutput } from "aws-cdk-lib/core";
import { Construct } from "constructs";

export interface AliasProps {
  readonly domain: string;
  readonly target: string;
  /** The zone that Route 53 knows the target by. */
  readonly targetZoneId: string;
  /** Where Route 53 keeps the domain. Without it the output says which CNAME to set. */
  readonly hostedZoneId: string | undefined;
  /** What the target can be reached by. */
  readonly types: readonly ("A" | "AAAA")[];
}

/** CloudFront's own zone, the same for every distribution. */
export const cloudFrontZoneId = "Z2FDTNDATAQYW2";

/** A name of ours that leads to a name of AWS's. */
export class Alias extends Construct {
  constructor(scope: Construct, id: string, props: AliasProps) {
    super(scope, id);
    const { domain, target, targetZoneId, hostedZoneId, types } = props;
    if (hostedZoneId === undefined) {
      new CfnOutput(this, "Cname", { value: `${domain} CNAME ${target}` });
      return;
    }
    for (const type of types) {
      new CfnRecordSet(this, type, {
        hostedZoneId,
        name: domain,
        type,
        aliasTarget: { dnsName: target, hostedZoneId: targetZoneId },
      });
    }
  }
}
