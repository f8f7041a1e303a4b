import * as z from "zod/mini";
import { prices } from "./prices.ts";

export const Template = z.object({
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z._default(z.looseObject({}), {}) }),
  ),
});
export type Template = z.infer<typeof Template>;
type Properties = Record<string, unknown>;

/** One line of the estimate: so many of something, at so much. */
export interface Line {
  readonly of: "infrastructure" | "identity" | "messages";
  readonly what: string;
  readonly count: number;
  readonly each: number;
}

/** Billed by the month for standing there, used or not. */
const STANDING: Readonly<
  Record<string, (properties: Properties) => Pick<Line, "what" | "count" | "each">[]>
> = {
  "AWS::KMS::Key": () => [{ what: "KMS keys", count: 1, each: prices.key }],
  "AWS::SecretsManager::Secret": () => [{ what: "secrets", count: 1, each: prices.secret }],
  "AWS::CloudWatch::Dashboard": () => [{ what: "dashboards", count: 1, each: prices.dashboard }],
  "AWS::CloudWatch::Alarm": (alarm) => [
    "ThresholdMetricId" in alarm
      ? { what: "anomaly alarms", count: 1, each: prices.anomalyAlarm }
      : { what: "alarms", count: 1, each: prices.alarm },
  ],
  "AWS::WAFv2::WebACL": ({ Rules }) => [
    { what: "web ACLs", count: 1, each: prices.webAcl },
    {
      what: "web ACL rules",
      count: Array.isArray(Rules) ? Rules.length : 0,
      each: prices.webAclRule,
    },
  ],
};

/** Billed by what passes through them: `usage.ts` has them. */
const METERED = new Set([
  "AWS::ApiGatewayV2::Api",
  "AWS::CloudFront::Distribution",
  "AWS::CloudFront::Function",
  "AWS::Cognito::UserPool",
  "AWS::DynamoDB::GlobalTable",
  "AWS::Lambda::Function",
  "AWS::Logs::LogGroup",
  "AWS::S3::Bucket",
  "AWS::SNS::Topic",
  "AWS::SQS::Queue",
  "AWS::Scheduler::Schedule",
]);

/** Cost nothing of their own. */
const FREE = new Set([
  "AWS::ApiGatewayV2::ApiMapping",
  "AWS::ApiGatewayV2::DomainName",
  "AWS::ApiGatewayV2::Integration",
  "AWS::ApiGatewayV2::Route",
  "AWS::ApiGatewayV2::Stage",
  "AWS::Budgets::Budget",
  "AWS::CertificateManager::Certificate",
  "AWS::CloudFront::OriginAccessControl",
  "AWS::CloudFront::ResponseHeadersPolicy",
  "AWS::CloudWatch::AnomalyDetector",
  "AWS::Cognito::UserPoolClient",
  "AWS::IAM::Policy",
  "AWS::IAM::Role",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Lambda::Permission",
  "AWS::S3::BucketPolicy",
  "AWS::SNS::Subscription",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::QueuePolicy",
]);

/** What the templates cost for standing there. A type that nobody has priced is refused: no total may leave it out. */
export function standing(templates: readonly Template[]): Line[] {
  const resources = templates.flatMap(({ Resources }) => Object.values(Resources));
  const lines = resources.flatMap(({ Type, Properties }) => {
    const line = STANDING[Type];
    if (line) return line(Properties);
    if (METERED.has(Type) || FREE.has(Type) || Type in ONCE) return [];
    throw new Error(`Nobody has said what a ${Type} costs (infra/cost/template.ts).`);
  });
  return sum([...lines, ...once(resources)]).map((line) => ({ of: "infrastructure", ...line }));
}

/** Several of these make one thing that is billed: filters that add to one metric, records of one zone. */
const ONCE: Readonly<
  Record<string, { what: string; each: number; name(properties: Properties): string }>
> = {
  "AWS::Logs::MetricFilter": {
    what: "custom metrics",
    each: prices.customMetric,
    name: ({ MetricTransformations }) => metricNamed(MetricTransformations),
  },
  "AWS::Route53::RecordSet": {
    what: "hosted zones",
    each: prices.hostedZone,
    name: ({ HostedZoneId }) => String(HostedZoneId),
  },
};

const Transformations = z.array(z.object({ MetricName: z.string() }));
const metricNamed = (given: unknown) =>
  z
    .parse(Transformations, given)
    .map(({ MetricName }) => MetricName)
    .join();

function once(resources: readonly Template["Resources"][string][]) {
  return Object.entries(ONCE).map(([type, { what, each, name }]) => {
    const found = resources.filter(({ Type }) => Type === type);
    return { what, each, count: new Set(found.map(({ Properties }) => name(Properties))).size };
  });
}

function sum<L extends Pick<Line, "what" | "count" | "each">>(lines: readonly L[]): L[] {
  const byName = new Map<string, L>();
  for (const line of lines) {
    const { count = 0 } = byName.get(line.what) ?? {};
    byName.set(line.what, { ...line, count: count + line.count });
  }
  return [...byName.values()].filter(({ count }) => count > 0);
}
