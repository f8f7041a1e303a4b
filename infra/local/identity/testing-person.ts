import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  type ChallengeNameType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Pool } from "./pools.ts";
import type { Wire } from "./testing-wire.ts";

/** For tests: one person at one pool's sign-in. */
export function person(wire: Wire, pool: Pool, email: string) {
  const UserPoolId = pool.id;
  const ClientId = pool.clients[0]?.id ?? "";
  return {
    async signIn(password: string) {
      const SECRET_HASH = await wire.secretHash(pool, email);
      const AuthParameters = { USERNAME: email, PASSWORD: password, SECRET_HASH };
      const AuthFlow = "ADMIN_USER_PASSWORD_AUTH";
      return wire.sdk.send(
        new AdminInitiateAuthCommand({ UserPoolId, ClientId, AuthFlow, AuthParameters }),
      );
    },
    async refresh(sub: string, token: string) {
      const SECRET_HASH = await wire.secretHash(pool, sub);
      const AuthParameters = { REFRESH_TOKEN: token, SECRET_HASH };
      const AuthFlow = "REFRESH_TOKEN_AUTH";
      return wire.sdk.send(
        new AdminInitiateAuthCommand({ UserPoolId, ClientId, AuthFlow, AuthParameters }),
      );
    },
    async respond(
      ChallengeName: ChallengeNameType,
      Session: string | undefined,
      answers: Record<string, string>,
    ) {
      const SECRET_HASH = await wire.secretHash(pool, email);
      const ChallengeResponses = { USERNAME: email, SECRET_HASH, ...answers };
      return wire.sdk.send(
        new AdminRespondToAuthChallengeCommand({
          UserPoolId,
          ClientId,
          ChallengeName,
          Session,
          ChallengeResponses,
        }),
      );
    },
  };
}
