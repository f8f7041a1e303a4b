import { createHash } from "node:crypto";

/** Where the stack pretends to stand. */
export interface Place {
  stackName: string;
  region: string;
  account: string;
  /** Origin of the local AWS endpoint: the SDK calls the host it finds in a queue's URL. */
  awsOrigin: string;
  /** Host and port under which the browser sees the product. */
  siteHost: string;
}

/** What CloudFormation would answer for a resource once created. */
export interface Physical {
  ref: string;
  attributes: Record<string, string>;
}

export interface Naming extends Place {
  id: string;
  /** A name the template itself gives, under the resource type's own property. */
  given: string | undefined;
}

type Namer = (naming: Naming) => Physical;

const arn = (place: Place, service: string, rest: string) =>
  `arn:aws:${service}:${place.region}:${place.account}:${rest}`;

const nameOf = (naming: Naming) => naming.given ?? `${naming.stackName}-${naming.id}`;

const digest = (text: string, length: number) =>
  createHash("sha256").update(text).digest("hex").slice(0, length);

/** A resource whose Ref is its name and whose Arn ends in it. */
const named =
  (service: string, prefix = ""): Namer =>
  (naming) => {
    const name = nameOf(naming);
    return { ref: name, attributes: { Arn: arn(naming, service, `${prefix}${name}`), Name: name } };
  };

const table: Namer = (naming) => {
  const name = nameOf(naming);
  const own = arn(naming, "dynamodb", `table/${name}`);
  return {
    ref: name,
    attributes: {
      Arn: own,
      StreamArn: `${own}/stream/2026-01-01T00:00:00.000`,
      TableId: naming.id,
    },
  };
};

const queue: Namer = (naming) => {
  const name = nameOf(naming);
  const url = `${naming.awsOrigin}/${naming.account}/${name}`;
  return {
    ref: url,
    attributes: { Arn: arn(naming, "sqs", name), QueueName: name, QueueUrl: url },
  };
};

const role: Namer = (naming) => {
  const name = nameOf(naming);
  return {
    ref: name,
    attributes: { Arn: `arn:aws:iam::${naming.account}:role/${name}`, RoleId: digest(name, 16) },
  };
};

const managedPolicy: Namer = (naming) => {
  const own = `arn:aws:iam::${naming.account}:policy/${nameOf(naming)}`;
  return { ref: own, attributes: { PolicyArn: own } };
};

/** Secrets Manager ends each ARN in six random characters; ours are the same on every start. */
const secret: Namer = (naming) => {
  const name = nameOf(naming);
  const own = arn(naming, "secretsmanager", `secret:${name}-${digest(name, 6)}`);
  return { ref: own, attributes: { Id: own, Name: name } };
};

const key: Namer = (naming) => {
  const id = digest(nameOf(naming), 32).replace(
    /^(.{8})(.{4})(.{4})(.{4})(.{12})$/,
    "$1-$2-$3-$4-$5",
  );
  return { ref: id, attributes: { Arn: arn(naming, "kms", `key/${id}`), KeyId: id } };
};

const userPool: Namer = (naming) => {
  const id = `${naming.region}_${digest(nameOf(naming), 9)}`;
  const provider = `cognito-idp.${naming.region}.amazonaws.com/${id}`;
  return {
    ref: id,
    attributes: {
      Arn: arn(naming, "cognito-idp", `userpool/${id}`),
      ProviderName: provider,
      ProviderURL: `https://${provider}`,
      UserPoolId: id,
    },
  };
};

const userPoolClient: Namer = (naming) => {
  const id = digest(nameOf(naming), 26);
  return { ref: id, attributes: { ClientId: id, Name: nameOf(naming) } };
};

const bucket: Namer = (naming) => {
  const name = nameOf(naming).toLowerCase();
  return {
    ref: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${naming.region}.amazonaws.com`,
    },
  };
};

const api: Namer = (naming) => {
  const id = digest(nameOf(naming), 10);
  const host = `${id}.execute-api.${naming.region}.amazonaws.com`;
  return { ref: id, attributes: { ApiId: id, ApiEndpoint: `https://${host}` } };
};

const distribution: Namer = (naming) => {
  const id = digest(nameOf(naming), 14).toUpperCase();
  return { ref: id, attributes: { Id: id, DomainName: naming.siteHost } };
};

const topic: Namer = (naming) => {
  const own = arn(naming, "sns", nameOf(naming));
  return { ref: own, attributes: { TopicArn: own, TopicName: nameOf(naming) } };
};

interface Kind {
  /** The property under which a template may name a resource of this type itself. */
  nameProperty?: string;
  namer: Namer;
}

const kinds: Record<string, Kind> = {
  "AWS::DynamoDB::Table": { nameProperty: "TableName", namer: table },
  "AWS::DynamoDB::GlobalTable": { nameProperty: "TableName", namer: table },
  "AWS::SQS::Queue": { nameProperty: "QueueName", namer: queue },
  "AWS::Lambda::Function": { nameProperty: "FunctionName", namer: named("lambda", "function:") },
  "AWS::IAM::Role": { nameProperty: "RoleName", namer: role },
  "AWS::IAM::ManagedPolicy": { nameProperty: "ManagedPolicyName", namer: managedPolicy },
  "AWS::SecretsManager::Secret": { nameProperty: "Name", namer: secret },
  "AWS::KMS::Key": { namer: key },
  "AWS::Cognito::UserPool": { nameProperty: "UserPoolName", namer: userPool },
  "AWS::Cognito::UserPoolClient": { namer: userPoolClient },
  "AWS::S3::Bucket": { nameProperty: "BucketName", namer: bucket },
  "AWS::ApiGatewayV2::Api": { namer: api },
  "AWS::CloudFront::Distribution": { namer: distribution },
  "AWS::Scheduler::Schedule": { nameProperty: "Name", namer: named("scheduler", "schedule/") },
  "AWS::Scheduler::ScheduleGroup": { nameProperty: "Name", namer: named("scheduler") },
  "AWS::Logs::LogGroup": { nameProperty: "LogGroupName", namer: named("logs", "log-group:") },
  "AWS::SNS::Topic": { nameProperty: "TopicName", namer: topic },
  "AWS::Events::EventBus": { nameProperty: "Name", namer: named("events", "event-bus/") },
};

export const nameProperty = (type: string): string | undefined => kinds[type]?.nameProperty;

/** Stable, readable physical names. A type nobody asks about is known by its logical id. */
export function physical(type: string, naming: Naming): Physical {
  return kinds[type]?.namer(naming) ?? { ref: naming.id, attributes: {} };
}
