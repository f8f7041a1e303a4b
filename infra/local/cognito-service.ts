import type { AwsService, Guard } from "./aws-service.ts";
import type { Place } from "./physical-names.ts";

/** The part of the identity service that the gateway needs. */
export interface IdentityCalls {
  call(operation: string, input: unknown): Promise<{ status: number; body: unknown }>;
  jwks(poolId: string): unknown;
}

/** Cognito: calls on a pool need the role's permission on that pool; the others carry their own proof (a token or session). */
export function cognitoService(identity: IdentityCalls, place: Place, guard: Guard): AwsService {
  const { region, account } = place;
  return async ({ caller, operation, input }) => {
    const pool = input["UserPoolId"];
    if (typeof pool === "string") {
      const arn = `arn:aws:cognito-idp:${region}:${account}:userpool/${pool}`;
      guard(caller, `cognito-idp:${operation}`, arn);
    }
    const { status, body } = await identity.call(operation, input);
    return { status, body: typeof body === "object" && body !== null ? body : {} };
  };
}
