import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { allow } from "./allow.ts";
import type { DataKey } from "./key.ts";

/**
 * What CloudFront adds to each request, so that the API's own address is of no use to others. Two are valid at once:
 * to rotate, move `current` to `previous`, set a new `current`, and deploy a change to functions and distribution
 * (CloudFormation reads a secret again only for a resource that changes).
 */
export class OriginSecret extends Construct {
  /** Resolved by CloudFormation when it deploys. */
  readonly current: string;
  /** Both valid ones, comma-separated; the second is empty until the first rotation. */
  readonly valid: string;

  constructor(scope: Construct, id: string, { key }: { key: DataKey }) {
    super(scope, id);
    const secret = new Secret(this, "Secret", {
      encryptionKey: key.key,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ previous: "" }),
        generateStringKey: "current",
        passwordLength: 48,
        excludePunctuation: true,
      },
    });
    this.current = secret.secretValueFromJson("current").unsafeUnwrap();
    this.valid = `${this.current},${secret.secretValueFromJson("previous").unsafeUnwrap()}`;
  }
}

/**
 * `porchlight/twilio`: it starts without an account; ops fills in `{ accountSid, authToken, messagingServiceSid | from }`.
 * Until then patients are told by e-mail only.
 */
export class TwilioSecret extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { key }: { key: DataKey }) {
    super(scope, id);
    const secret = new Secret(this, "Secret", {
      secretName: "porchlight/twilio",
      encryptionKey: key.key,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ accountSid: "", from: "" }),
        generateStringKey: "authToken",
        excludePunctuation: true,
      },
    });
    this.arn = secret.secretArn;
  }

  mayRead(): PolicyStatement {
    return allow(this.arn, "secretsmanager:GetSecretValue");
  }
}

/** The key of the audit chains. Outside the table, so that whoever can write the table cannot forge a chain. */
export class AuditKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { key }: { key: DataKey }) {
    super(scope, id);
    const secret = new Secret(this, "Secret", {
      encryptionKey: key.key,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      // Without it six years of audit could no longer be checked.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.arn = secret.secretArn;
  }

  mayRead(): PolicyStatement {
    return allow(this.arn, "secretsmanager:GetSecretValue");
  }
}
