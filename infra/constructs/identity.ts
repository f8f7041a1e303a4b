import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  UserPool,
  UserPoolClient,
} from "aws-cdk-lib/aws-cognito";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { CfnOutput, Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { allow } from "./allow.ts";

export interface IdentityPoolProps {
  readonly mfa: "required" | "optional";
  /** The domain passkeys are bound to. */
  readonly domain: string;
}

/**
 * One user pool and the one client that may use it: our own function, with a secret, through Admin calls. Patients
 * and staff have a pool each, because MFA and password rules are per pool and hard to change later.
 */
export class IdentityPool extends Construct {
  readonly poolId: string;
  readonly poolArn: string;
  readonly clientId: string;

  constructor(scope: Construct, id: string, { mfa, domain }: IdentityPoolProps) {
    super(scope, id);
    const pool = new UserPool(this, "Pool", {
      featurePlan: FeaturePlan.ESSENTIALS,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      selfSignUpEnabled: false,
      mfa: mfa === "required" ? Mfa.REQUIRED : Mfa.OPTIONAL,
      mfaSecondFactor: { sms: false, otp: true },
      // NIST SP 800-63B-4, 3.1.1.2: 15 characters where the password stands alone, 8 beside a second factor.
      passwordPolicy: { minLength: mfa === "required" ? 8 : 15 },
      accountRecovery: AccountRecovery.NONE,
      deletionProtection: true,
      passkeyRelyingPartyId: domain,
    });
    const client = new UserPoolClient(this, "Client", {
      userPool: pool,
      generateSecret: true,
      authFlows: { adminUserPassword: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      // Tokens are looked at once, right after sign-in; the session is ours from there on.
      authSessionValidity: Duration.minutes(5),
      accessTokenValidity: Duration.minutes(5),
      idTokenValidity: Duration.minutes(5),
      refreshTokenValidity: Duration.hours(1),
    });
    this.poolId = pool.userPoolId;
    new CfnOutput(this, "PoolId", { value: this.poolId });
    this.poolArn = pool.userPoolArn;
    this.clientId = client.userPoolClientId;
  }

  maySignIn(): PolicyStatement {
    return allow(
      this.poolArn,
      "cognito-idp:AdminInitiateAuth",
      "cognito-idp:AdminRespondToAuthChallenge",
      "cognito-idp:AdminUserGlobalSignOut",
      "cognito-idp:DescribeUserPoolClient",
    );
  }
}
