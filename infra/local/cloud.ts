import { join } from "node:path";
import { cognitoService, type IdentityCalls } from "./cognito-service.ts";
import { AccessLog } from "./denials.ts";
import { dynamoDbService } from "./dynamodb-service.ts";
import { Functions } from "./functions.ts";
import type { Gateway } from "./gateway.ts";
import { Permissions } from "./iam.ts";
import type { Outbox } from "./outbox/outbox.ts";
import { sesService } from "./outbox/ses-service.ts";
import { startQueueMappings } from "./queue-mappings.ts";
import { Buckets } from "./s3.ts";
import { s3Service } from "./s3-service.ts";
import { Schedules } from "./schedules.ts";
import type { Secrets } from "./secrets.ts";
import { secretsService } from "./secrets-service.ts";
import { Queues } from "./sqs.ts";
import { sqsService } from "./sqs-service.ts";
import { startStreamMappings } from "./stream-mappings.ts";
import type { Stack } from "./template.ts";
import { seededConflicts } from "./transaction-conflicts.ts";

export interface CloudOptions {
  stack: Stack;
  secrets: Secrets;
  identity: IdentityCalls;
  gateway: Gateway;
  outbox: Outbox;
  dynamoEndpoint: string;
  dataDir: string;
  conflicts: { rate: number; seed: number };
}

/** The stack's functions, queues and schedules, with what lies between them. */
export interface Cloud {
  functions: Functions;
  queues: Queues;
  schedules: Schedules;
  access: AccessLog;
  close(): Promise<void>;
}

export function openCloud(options: CloudOptions): Cloud {
  const { stack, secrets, gateway, dataDir } = options;
  const access = new AccessLog(new Permissions(stack), stack.place.account);
  const queues = new Queues(stack);
  const functions = new Functions({
    stack,
    awsOrigin: gateway.origin,
    logsFolder: join(dataDir, "logs"),
    dereference: (text) => secrets.dereference(text),
  });
  const permits = access.permits.bind(access);
  const streams = startStreamMappings({
    ...options,
    functions,
    permits,
    checkpoints: join(dataDir, "streams.json"),
  });
  const stopQueues = startQueueMappings({ stack, queues, functions, permits });
  const schedules = new Schedules({ stack, functions, permits });
  const { guard } = access;
  gateway.serve({
    callerOf: (accessKey) => functions.byAccessKey(accessKey),
    jwks: (poolId) => options.identity.jwks(poolId),
    services: {
      dynamodb: dynamoDbService({
        endpoint: options.dynamoEndpoint,
        place: stack.place,
        guard,
        conflicts: seededConflicts(options.conflicts.rate, options.conflicts.seed),
        onCall: streams.ring,
      }),
      sqs: sqsService(queues, guard),
      s3: s3Service(new Buckets(stack, join(dataDir, "s3")), { guard, region: stack.place.region }),
      secretsmanager: secretsService(secrets, guard),
      ses: sesService(options.outbox, stack.place, guard),
      "cognito-idp": cognitoService(options.identity, stack.place, guard),
    },
  });
  return {
    functions,
    queues,
    schedules,
    access,
    close: async () => {
      schedules.stop();
      stopQueues();
      await streams.stop();
      await functions.close();
    },
  };
}
