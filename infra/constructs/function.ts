import { join } from "node:path";
import {
  ManagedPolicy,
  Policy,
  type PolicyStatement,
  Role,
  ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as Lambda, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { allow } from "./allow.ts";
import { bundleName, type Entry } from "./entries.ts";
import type { DataKey } from "./key.ts";

export interface PortalFunctionProps {
  readonly entry: Entry;
  /** The folder that holds all bundles. */
  readonly assetRoot: string;
  readonly key: DataKey;
  readonly timeout: Duration;
  /** 512 where absent. */
  readonly memoryMb?: number;
  readonly environment: Readonly<Record<string, string>>;
  /** All this function may do, besides writing its own log. */
  readonly statements: readonly PolicyStatement[];
}

/** One Lambda with a role and a log group of its own. Besides what is listed the role may write traces, and CDK adds nothing. */
export class PortalFunction extends Construct {
  readonly arn: string;
  readonly lambda: Lambda;
  readonly logs: LogGroup;

  constructor(scope: Construct, id: string, props: PortalFunctionProps) {
    super(scope, id);
    this.logs = new LogGroup(this, "Logs", {
      encryptionKey: props.key.key,
      retention: RetentionDays.ONE_YEAR,
    });
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      // X-Ray knows no resources: a statement of our own would have to say "*".
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName("AWSXRayDaemonWriteAccess")],
    });
    const policy = new Policy(this, "Policy", {
      roles: [role],
      statements: [
        ...props.statements,
        allow(this.logs.logGroupArn, "logs:CreateLogStream", "logs:PutLogEvents"),
      ],
    });
    this.lambda = new Lambda(this, "Function", {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(props.assetRoot, bundleName(props.entry))),
      handler: "index.handler",
      memorySize: props.memoryMb ?? 512,
      timeout: props.timeout,
      role: role.withoutPolicyUpdates(),
      logGroup: this.logs,
      tracing: Tracing.ACTIVE,
      environment: { ...props.environment },
    });
    // An event source is refused while the role can't read it yet.
    this.lambda.node.addDependency(policy);
    this.arn = this.lambda.functionArn;
  }
}
