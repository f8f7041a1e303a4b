/**
 * US dollars, list prices of us-east-1, us-east-2 and us-west-2 and of Twilio in the US, without free tiers, discounts
 * and taxes, as a person knew them on the day below. No price list was asked: check them on the pages named before a
 * total decides anything.
 */
export const prices = {
  asOf: "2026-11-23",
  sources: [
    "aws.amazon.com/<service>/pricing: dynamodb, lambda, api-gateway, cloudfront, waf, cognito, cloudwatch, kms, secrets-manager, sqs, eventbridge, ses, s3, xray, route53",
    "twilio.com/en-us/sms/pricing/us",
  ],
  /** By month, for what stands in a template. */
  key: 1,
  secret: 0.4,
  alarm: 0.1,
  /** Three metrics: the one watched, and the band's two ends. */
  anomalyAlarm: 0.3,
  dashboard: 3,
  customMetric: 0.3,
  webAcl: 5,
  webAclRule: 1,
  hostedZone: 0.5,
  /** By use. */
  readUnit: 0.125e-6,
  writeUnit: 0.625e-6,
  tableGb: 0.25,
  backupGb: 0.2,
  lambdaRequest: 0.2e-6,
  /** arm64. */
  lambdaGbSecond: 0.000_013_333_4,
  apiRequest: 1e-6,
  webRequest: 1e-6,
  webGb: 0.085,
  edgeFunctionRun: 0.1e-6,
  webAclRequest: 0.6e-6,
  queueRequest: 0.4e-6,
  scheduledRun: 1e-6,
  keyRequest: 3e-6,
  secretRequest: 5e-6,
  logGb: 0.5,
  logGbKept: 0.03,
  trace: 5e-6,
  email: 0.1e-3,
  objectPut: 5e-6,
  objectGb: 0.023,
  /** Cognito's Essentials tier, by person who signs in within the month. The first 10,000 of an account are free. */
  activeUser: 0.015,
  /** Twilio's price and what the carriers add. */
  smsSegment: 0.0083,
  smsCarrier: 0.004,
  phoneNumber: 1.15,
  campaign: 1.5,
} as const;
