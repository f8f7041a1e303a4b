import { CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import { Construct } from "constructs";

/**
 * From one address in five minutes. A clinic's waiting room shares one and may sign in 120 times a minute; our own
 * limits, per account and per address, are in the functions.
 */
const requestsPerAddress = 10_000;

/** AWS's own lists, by the name of the group; what a rule in them would break here is only counted. */
const managedGroups = [
  { name: "AWSManagedRulesAmazonIpReputationList", counted: [] },
  { name: "AWSManagedRulesKnownBadInputsRuleSet", counted: [] },
  {
    name: "AWSManagedRulesCommonRuleSet",
    // A patient may write to the practice about anything; size and form of a body are checked in the functions.
    // An EHR that rings may name no agent.
    counted: [
      "SizeRestrictions_BODY",
      "CrossSiteScripting_BODY",
      "GenericRFI_BODY",
      "GenericLFI_BODY",
      "EC2MetaDataSSRF_BODY",
      "NoUserAgent_HEADER",
    ],
  },
];

/**
 * The web ACL of the distribution. It counts and keeps nothing: logs and samples of requests would hold patients'
 * addresses, cookies and paths in us-east-1.
 */
export class WebAcl extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const acl = new CfnWebACL(this, "Acl", {
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      visibilityConfig: counted("WebAcl"),
      rules: [
        {
          name: "TooManyRequests",
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: {
            rateBasedStatement: { limit: requestsPerAddress, aggregateKeyType: "IP" },
          },
          visibilityConfig: counted("TooManyRequests"),
        },
        ...managedGroups.map(managed),
      ],
    });
    this.arn = acl.attrArn;
  }
}

function managed(
  { name, counted: only }: (typeof managedGroups)[number],
  index: number,
): CfnWebACL.RuleProperty {
  return {
    name,
    priority: index + 1,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name,
        ruleActionOverrides: only.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: counted(name),
  };
}

const counted = (metricName: string) => ({
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
  metricName,
});
