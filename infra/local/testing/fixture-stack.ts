import { join } from "node:path";
import { fileURLToPath as fileOf } from "node:url";
import { CfnIntegration, CfnRoute, HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { UserPool } from "aws-cdk-lib/aws-cognito";
import { AttributeType, StreamViewType, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Policy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Code,
  EventSourceMapping,
  Function as Lambda,
  Runtime,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { App, Duration, Stack } from "aws-cdk-lib/core";
import { bundle } from "#infra/build.ts";

const portalUrl = new URL("./handlers/portal.ts", import.meta.url);
const workerUrl = new URL("./handlers/worker.ts", import.meta.url);

const routes = [
  "GET /api/echo/{id}",
  "GET /api/echo/fixed",
  "POST /api/echo",
  "PUT /api/items/{id}",
  "GET /api/items/{id}",
  "GET /api/items",
  "POST /api/transactions",
  "POST /api/ring",
  "GET /api/secret",
  "GET /api/hang",
  "GET /api/spin",
  "GET /api/throw",
  "GET /api/crash",
];

/** Synthesises a small stack that has one of everything the runner reads; answers the assembly's folder. */
export async function synthesiseFixture(folder: string): Promise<string> {
  const bundles = join(folder, "bundles");
  await bundle({ portal: fileOf(portalUrl), worker: fileOf(workerUrl) }, bundles);
  const app = new App({ outdir: join(folder, "cdk.out"), analyticsReporting: false });
  const stack = new Stack(app, "Fixture", { env: { region: "us-west-2" } });
  const storage = addStorage(stack);
  const portal = addPortal(stack, { ...storage, bundles });
  const worker = addWorker(stack, { ...storage, bundles });
  addSources(stack, { ...storage, worker });
  addRoutes(stack, portal);
  app.synth();
  return join(folder, "cdk.out");
}

type Storage = ReturnType<typeof addStorage>;

function addStorage(stack: Stack) {
  const table = new TableV2(stack, "Table", {
    partitionKey: { name: "pk", type: AttributeType.STRING },
    timeToLiveAttribute: "expires",
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    globalSecondaryIndexes: [
      { indexName: "by-group", partitionKey: { name: "gk", type: AttributeType.STRING } },
    ],
  });
  const dead = new Queue(stack, "Dead");
  const queue = new Queue(stack, "Queue", {
    visibilityTimeout: Duration.seconds(1),
    deadLetterQueue: { queue: dead, maxReceiveCount: 2 },
  });
  const origin = new Secret(stack, "OriginSecret", {
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ previous: "" }),
      generateStringKey: "current",
      excludePunctuation: true,
    },
  });
  const connection = new Secret(stack, "Connection", {
    secretName: "porchlight/connection/fixture",
  });
  const pool = new UserPool(stack, "Pool");
  const client = pool.addClient("Client", { generateSecret: true });
  return { table, queue, origin, connection, pool, client };
}

function addPortal(stack: Stack, parts: Storage & { bundles: string }): Lambda {
  const { table, queue, origin, connection, pool } = parts;
  const current = origin.secretValueFromJson("current").unsafeUnwrap();
  const previous = origin.secretValueFromJson("previous").unsafeUnwrap();
  return addFunction(stack, "Portal", {
    folder: join(parts.bundles, "portal"),
    environment: {
      TABLE: table.tableName,
      QUEUE: queue.queueUrl,
      SECRET: connection.secretArn,
      ORIGIN: `${current},${previous}`,
      ISSUER: pool.userPoolProviderUrl,
    },
    statements: [
      allow(
        [table.tableArn],
        ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:ConditionCheckItem"],
      ),
      allow([`${table.tableArn}/index/by-group`], ["dynamodb:Query"]),
      allow([queue.queueArn], ["sqs:SendMessage"]),
      allow([connection.secretArn], ["secretsmanager:GetSecretValue"]),
    ],
  });
}

function addWorker(stack: Stack, { table, queue, bundles }: Storage & { bundles: string }): Lambda {
  return addFunction(stack, "Worker", {
    folder: join(bundles, "worker"),
    environment: { TABLE: table.tableName },
    statements: [
      allow([table.tableArn], ["dynamodb:UpdateItem"]),
      allow(
        [queue.queueArn],
        ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      ),
      allow(
        [table.tableStreamArn ?? ""],
        [
          "dynamodb:GetRecords",
          "dynamodb:GetShardIterator",
          "dynamodb:DescribeStream",
          "dynamodb:ListStreams",
        ],
      ),
    ],
  });
}

function addSources(stack: Stack, { table, queue, worker }: Storage & { worker: Lambda }): void {
  new EventSourceMapping(stack, "Rings", {
    target: worker,
    eventSourceArn: queue.queueArn,
    batchSize: 5,
    reportBatchItemFailures: true,
  });
  new EventSourceMapping(stack, "Changes", {
    target: worker,
    eventSourceArn: table.tableStreamArn ?? "",
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 10,
    filters: [
      { pattern: JSON.stringify({ dynamodb: { Keys: { pk: { S: [{ prefix: "item" }] } } } }) },
    ],
  });
  const role = new Role(stack, "ScheduleRole", {
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com"),
  });
  new Policy(stack, "SchedulePolicy", {
    roles: [role],
    statements: [allow([worker.functionArn], ["lambda:InvokeFunction"])],
  });
  new CfnSchedule(stack, "Sweep", {
    scheduleExpression: "rate(1 minute)",
    flexibleTimeWindow: { mode: "OFF" },
    target: {
      arn: worker.functionArn,
      roleArn: role.roleArn,
      input: JSON.stringify({ localRateSeconds: 1 }),
    },
  });
}

function addRoutes(stack: Stack, portal: Lambda): void {
  const api = new HttpApi(stack, "Api");
  const integration = new CfnIntegration(stack, "Integration", {
    apiId: api.apiId,
    integrationType: "AWS_PROXY",
    integrationUri: portal.functionArn,
    payloadFormatVersion: "2.0",
  });
  for (const [index, routeKey] of routes.entries()) {
    new CfnRoute(stack, `Route${index}`, {
      apiId: api.apiId,
      routeKey,
      target: `integrations/${integration.ref}`,
    });
  }
}

interface FunctionParts {
  folder: string;
  environment: Record<string, string>;
  statements: PolicyStatement[];
}

function addFunction(stack: Stack, id: string, parts: FunctionParts): Lambda {
  const role = new Role(stack, `${id}Role`, {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
  });
  new Policy(stack, `${id}Policy`, { roles: [role], statements: parts.statements });
  return new Lambda(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: "index.handler",
    code: Code.fromAsset(parts.folder),
    role: role.withoutPolicyUpdates(),
    timeout: Duration.seconds(1),
    memorySize: 256,
    environment: parts.environment,
  });
}

const allow = (resources: string[], actions: string[]) =>
  new PolicyStatement({ resources, actions });
