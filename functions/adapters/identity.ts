import { createHmac } from "node:crypto";
import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import type { JwksCache } from "aws-jwt-verify/jwk";
import * as z from "zod/mini";
import { Problem } from "#domain/problem.ts";
import { environment } from "#functions/adapters/environment.ts";
import type { ChallengeReply, Identity, PoolName, SignInStep } from "#ports/identity.ts";
import type { Log } from "#ports/log.ts";
import { refusalOf } from "./identity-refusals.ts";
import { poolKeys } from "./jwks.ts";

interface Pool {
  readonly poolId: string;
  readonly clientId: string;
}

export interface CognitoParts {
  readonly client: CognitoIdentityProviderClient;
  readonly pools: Readonly<Record<PoolName, Pool>>;
  readonly jwks: JwksCache;
  readonly log: Log;
}

/** The account function's own identity service. */
export const connectedIdentity = (log: Log): Identity =>
  cognitoIdentity({
    client: new CognitoIdentityProviderClient({
      maxAttempts: 2,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 },
    }),
    pools: {
      patients: { poolId: environment("patientPoolId"), clientId: environment("patientClientId") },
      staff: { poolId: environment("staffPoolId"), clientId: environment("staffClientId") },
    },
    jwks: poolKeys(environment("awsEndpointUrl")),
    log,
  });

/** What both sign-in calls answer: a token, or what is still missing. */
const Reply = z.object({
  AuthenticationResult: z.optional(z.object({ AccessToken: z.string() })),
  ChallengeName: z.optional(z.string()),
  Session: z.optional(z.string()),
});

const KnownChallenge = z.enum(["SOFTWARE_TOKEN_MFA", "NEW_PASSWORD_REQUIRED", "MFA_SETUP"]);

export function cognitoIdentity(parts: CognitoParts): Identity {
  const { client, pools, log } = parts;
  const secretHash = secretHashes(parts);
  const step = stepOf(parts);
  return {
    async signIn(pool, { username, password }) {
      const { poolId, clientId } = pools[pool];
      const reply = await client
        .send(
          new AdminInitiateAuthCommand({
            UserPoolId: poolId,
            ClientId: clientId,
            AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
            AuthParameters: {
              USERNAME: username,
              PASSWORD: password,
              SECRET_HASH: await secretHash(pool, username),
            },
          }),
        )
        .catch(rethrow("session.refused", log));
      return step(reply);
    },
    async answer(pool, username, given) {
      const refused = rethrow("session.challenge-refused", log);
      const { poolId, clientId } = pools[pool];
      const session = await provedSession(client, given).catch(refused);
      const reply = await client
        .send(
          new AdminRespondToAuthChallengeCommand({
            UserPoolId: poolId,
            ClientId: clientId,
            ChallengeName: given.name,
            Session: session,
            ChallengeResponses: {
              USERNAME: username,
              SECRET_HASH: await secretHash(pool, username),
              ...responsesTo(given),
            },
          }),
        )
        .catch(refused);
      return step(reply);
    },
  };
}

const rethrow = (refusal: "session.refused" | "session.challenge-refused", log: Log) => {
  return (error: unknown): never => {
    throw refusalOf(error, refusal, log);
  };
};

function responsesTo(given: ChallengeReply): Record<string, string> {
  switch (given.name) {
    case "SOFTWARE_TOKEN_MFA":
      return { SOFTWARE_TOKEN_MFA_CODE: given.code ?? "" };
    case "NEW_PASSWORD_REQUIRED":
      return { NEW_PASSWORD: given.newPassword ?? "" };
    case "MFA_SETUP":
      return {};
  }
}

/** Setting up MFA has a call of its own for the first code; it answers the session to go on with. */
async function provedSession(
  client: CognitoIdentityProviderClient,
  given: ChallengeReply,
): Promise<string> {
  if (given.name !== "MFA_SETUP") return given.session;
  const { Session, Status } = await client.send(
    new VerifySoftwareTokenCommand({ Session: given.session, UserCode: given.code ?? "" }),
  );
  if (Status !== "SUCCESS" || Session === undefined) throw new Problem("session.challenge-refused");
  return Session;
}

/** Turns Cognito's reply into ours; a token is verified before anyone believes it. */
function stepOf({ client, pools, jwks }: CognitoParts) {
  const verifier = CognitoJwtVerifier.create(
    Object.values(pools).map(({ poolId, clientId }) => ({
      userPoolId: poolId,
      clientId,
      tokenUse: "access" as const,
    })),
    { jwksCache: jwks },
  );
  return async (answered: unknown): Promise<SignInStep> => {
    const reply = Reply.parse(answered);
    if (reply.AuthenticationResult) {
      const { sub } = await verifier.verify(reply.AuthenticationResult.AccessToken);
      return { kind: "verified", sub };
    }
    const name = KnownChallenge.parse(reply.ChallengeName);
    const session = z.string().parse(reply.Session);
    if (name !== "MFA_SETUP") return { kind: "challenge", name, session };
    const made = await client.send(new AssociateSoftwareTokenCommand({ Session: session }));
    return {
      kind: "challenge",
      name,
      session: made.Session ?? session,
      secret: made.SecretCode,
    };
  };
}

/** Proves to Cognito that we are the client: its secret is read once and kept in memory only. */
function secretHashes({ client, pools }: CognitoParts) {
  const secrets = new Map<PoolName, Promise<string>>();
  const read = async ({ poolId, clientId }: Pool): Promise<string> => {
    const { UserPoolClient } = await client.send(
      new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId }),
    );
    return z.string().parse(UserPoolClient?.ClientSecret);
  };
  return async (pool: PoolName, username: string): Promise<string> => {
    const { clientId } = pools[pool];
    const secret = secrets.get(pool) ?? read(pools[pool]);
    secrets.set(pool, secret);
    secret.catch(() => secrets.delete(pool));
    return createHmac("sha256", await secret)
      .update(`${username}${clientId}`)
      .digest("base64");
  };
}
