import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { allow } from "./allow.ts";
import type { DataKey } from "./key.ts";

export interface ConnectionsProps {
  readonly connectionIds: readonly string[];
  readonly key: DataKey;
}

/**
 * One secret per EHR connection, `porchlight/connection/<connectionId>`. It starts without an address; ops fills in
 * `{ baseUrl, tokenUrl, clientId, clientSecret | privateKey }`. The webhook secret is made here.
 */
export class Connections extends Construct {
  readonly #arns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { connectionIds, key }: ConnectionsProps) {
    super(scope, id);
    this.#arns = Object.fromEntries(
      connectionIds.map((connectionId) => {
        const secret = new Secret(this, connectionId, {
          secretName: `porchlight/connection/${connectionId}`,
          encryptionKey: key.key,
          generateSecretString: {
            secretStringTemplate: JSON.stringify({ baseUrl: "" }),
            generateStringKey: "webhookSecret",
            passwordLength: 48,
            excludePunctuation: true,
          },
        });
        return [connectionId, secret.secretArn];
      }),
    );
  }

  mayRead(): PolicyStatement {
    return allow(Object.values(this.#arns), "secretsmanager:GetSecretValue");
  }

  /** For the environment: `{ connectionId: secretArn }`. */
  toJson(): string {
    return Stack.of(this).toJsonString(this.#arns);
  }
}
