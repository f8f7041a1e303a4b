import * as z from "zod/mini";
import type { JsonService } from "#functions/adapters/aws-json.ts";
import type { Region } from "#infra/regions.ts";
import { type Check, ok, wrong } from "./finding.ts";

const ssm: JsonService = { name: "ssm", target: "AmazonSSM", version: "1.1" };
const quotas: JsonService = {
  name: "servicequotas",
  target: "ServiceQuotasV20190624",
  version: "1.1",
};

/** Where CloudFront's certificate and web ACL have to be. */
export const edgeRegion = "us-east-1";

/** What CDK asks of its bootstrap stack (`requiresBootstrapStackVersion` in the assembly). */
const BOOTSTRAP_VERSION = 6;
/** A new account may run ten functions side by side; a clinic's morning and the every-minute work need more. */
const ENOUGH_FUNCTIONS = 200;

/** Names that belong to nobody (RFC 2606): the examples in this repository. */
const EXAMPLE = /(^|[.@])(example|test|invalid)$|example\.(com|org|net)$/;

const ownNames: Check = {
  what: "infra/regions.ts names your domain, sender and alarm address, not the examples'",
  run: ({ domain, noticeFrom, alarmsTo }) => {
    const left = [domain, noticeFrom, alarmsTo].filter((name) => EXAMPLE.test(name));
    return left.length === 0
      ? ok(`Alarms and the budget tell ${alarmsTo}: that address has to accept AWS's one question.`)
      : wrong(`Still an example: ${left.join(", ")}.`, "Write your own into infra/regions.ts.");
  },
};

const agreements: Check = {
  what: "business associate agreements are signed with AWS and Twilio (no service can be asked: a person writes down when)",
  run: ({ agreements: signed }) => {
    const missing = [!signed && "AWS (AWS Artifact)", !signed?.twilio && "Twilio"].filter(Boolean);
    return missing.length === 0
      ? ok(`AWS since ${signed?.aws}, Twilio since ${signed?.twilio}, as infra/regions.ts says.`)
      : wrong(
          `Nobody has written down an agreement with ${missing.join(" or ")}.`,
          "Sign it, then set `agreements: { aws: <day>, twilio: <day> }` in infra/regions.ts. Without one no patient data may go there; without texts, Twilio needs none.",
        );
  },
};

const Parameter = z.object({ Parameter: z.object({ Value: z.string(), ARN: z.string() }) });

const bootstrapped = (where: (region: Region) => string, name: string): Check => ({
  what: `the account is bootstrapped for CDK in ${name}, and is the one infra/regions.ts names`,
  run: async (region, world) => {
    const awsRegion = where(region);
    const bootstrap = `Run \`npx cdk bootstrap aws://<account>/${awsRegion}\`.`;
    const answer = await world
      .service(ssm, awsRegion)("GetParameter", { Name: "/cdk-bootstrap/hnb659fds/version" })
      .catch(whereNamed("ParameterNotFound"));
    if (answer === undefined) return wrong(`${awsRegion} is not bootstrapped.`, bootstrap);
    const { Value, ARN } = z.parse(Parameter, answer).Parameter;
    const account = ARN.split(":")[4];
    if (region.account !== undefined && region.account !== account)
      return wrong(
        `You are signed in to account ${account}; this region belongs to ${region.account}.`,
        "Sign in to that account.",
      );
    return Number(Value) >= BOOTSTRAP_VERSION
      ? ok(`Version ${Value} in ${awsRegion}, account ${account}.`)
      : wrong(`Version ${Value} in ${awsRegion} is too old.`, bootstrap);
  },
});

const Quota = z.object({ Quota: z.object({ Value: z.number() }) });

const concurrency: Check = {
  what: "Lambda may run enough functions side by side in this account",
  run: async ({ awsRegion }, world) => {
    const answer = await world.service(quotas, awsRegion)("GetServiceQuota", {
      ServiceCode: "lambda",
      QuotaCode: "L-B99A9384",
    });
    const { Value } = z.parse(Quota, answer).Quota;
    return Value >= ENOUGH_FUNCTIONS
      ? ok(`${Value} at once.`)
      : wrong(
          `Only ${Value} at once.`,
          "Ask for 1,000 in Service Quotas (Lambda, concurrent executions): it takes a day or two.",
        );
  },
};

/** A refusal of that name is an answer: undefined. */
export const whereNamed =
  (...names: string[]) =>
  (error: unknown): undefined => {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  };

/** The account and what people have settled around it. */
export const accountChecks: readonly Check[] = [
  ownNames,
  agreements,
  bootstrapped(({ awsRegion }) => awsRegion, "the region"),
  bootstrapped(
    () => edgeRegion,
    `${edgeRegion}, where CloudFront wants its certificate and web ACL`,
  ),
  concurrency,
];
