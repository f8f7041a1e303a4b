import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Api } from "#domain/api.ts";
import type { Entry } from "./entries.ts";
import { PortalFunction } from "./function.ts";
import type { Portal } from "./portal.ts";

export interface ApiFunctionProps {
  readonly portal: Portal;
  readonly entry: Entry;
  readonly routes: Api;
  readonly statements: readonly PolicyStatement[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** The function that answers all routes of one table. People wait for it, so it gets more memory and little time. */
export class ApiFunction extends PortalFunction {
  constructor(scope: Construct, id: string, props: ApiFunctionProps) {
    const { portal, entry, routes, statements, environment } = props;
    super(scope, id, {
      entry,
      statements,
      assetRoot: portal.assetRoot,
      key: portal.key,
      timeout: Duration.seconds(10),
      memoryMb: 1024,
      environment: {
        ...portal.environment,
        ORIGIN_SECRETS: portal.originSecrets,
        ...environment,
      },
    });
    portal.api.serve(scope, routes, this);
  }
}
