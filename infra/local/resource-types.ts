import { StartProblem } from "./start-problem.ts";

/** What the runner makes something of. */
const run: readonly string[] = [
  "AWS::ApiGatewayV2::Api",
  "AWS::ApiGatewayV2::Integration",
  "AWS::ApiGatewayV2::Route",
  "AWS::CloudFront::Distribution",
  "AWS::CloudFront::ResponseHeadersPolicy",
  "AWS::Cognito::UserPool",
  "AWS::Cognito::UserPoolClient",
  "AWS::DynamoDB::GlobalTable",
  "AWS::DynamoDB::Table",
  "AWS::IAM::ManagedPolicy",
  "AWS::IAM::Policy",
  "AWS::IAM::Role",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Lambda::Function",
  "AWS::S3::Bucket",
  "AWS::SQS::Queue",
  "AWS::Scheduler::Schedule",
  "AWS::SecretsManager::Secret",
];

/** What it leaves alone on purpose, and why one machine does without it. */
export const leftAlone: Readonly<Record<string, string>> = {
  "AWS::ApiGatewayV2::ApiMapping": "the one origin here is localhost",
  "AWS::ApiGatewayV2::DomainName": "the one origin here is localhost",
  "AWS::ApiGatewayV2::Stage": "nobody throttles or logs the calls of one person",
  "AWS::Budgets::Budget": "this machine costs nothing",
  "AWS::CertificateManager::Certificate": "loopback is plain http",
  "AWS::CloudFront::Function": "the HTTP edge knows deep links and the viewer's host itself",
  "AWS::CloudFront::OriginAccessControl": "pages are read from dist/web",
  "AWS::CloudWatch::Alarm": "whoever sits here sees it happen",
  "AWS::CloudWatch::AnomalyDetector": "whoever sits here sees it happen",
  "AWS::CloudWatch::Dashboard": "/local shows it",
  "AWS::KMS::Key": "nothing is encrypted at rest here",
  "AWS::Lambda::Permission": "resource policies are not evaluated",
  "AWS::Logs::LogGroup": "logs go to this terminal",
  "AWS::Logs::MetricFilter": "nothing measures logs",
  "AWS::Route53::RecordSet": "the one origin here is localhost",
  "AWS::S3::BucketPolicy": "resource policies are not evaluated",
  "AWS::SNS::Subscription": "no alarm goes out",
  "AWS::SNS::Topic": "no alarm goes out",
  "AWS::SNS::TopicPolicy": "no alarm goes out",
  "AWS::SQS::QueuePolicy": "resource policies are not evaluated",
};

const known = new Set([...run, ...Object.keys(leftAlone)]);

/** A part nobody has thought about must not be missing in silence: what runs here would not be what deploys. */
export function refuseUnknown(resources: Readonly<Record<string, { Type: string }>>): void {
  const unknown = Object.entries(resources).find(([, { Type }]) => !known.has(Type));
  if (unknown) {
    const [id, { Type }] = unknown;
    throw new StartProblem(
      `The template has ${id}, a ${Type}: the local runner neither runs that nor knows that it may leave it alone (infra/local/resource-types.ts).`,
    );
  }
}
