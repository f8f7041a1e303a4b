import * as z from "zod/mini";
import type { Stack } from "./template.ts";

const UserPool = z.object({
  UserPoolName: z.optional(z.string()),
  MfaConfiguration: z._default(z.enum(["OFF", "OPTIONAL", "ON"]), "OFF"),
  Policies: z.optional(
    z.object({
      PasswordPolicy: z.optional(z.object({ MinimumLength: z.optional(z.number()) })),
    }),
  ),
});

const UserPoolClient = z.object({
  UserPoolId: z.string(),
  ClientName: z.optional(z.string()),
  GenerateSecret: z._default(z.boolean(), false),
  ExplicitAuthFlows: z._default(z.array(z.string()), []),
  AccessTokenValidity: z.optional(z.number()),
  TokenValidityUnits: z.optional(z.object({ AccessToken: z.optional(z.string()) })),
});

const unitMinutes: Record<string, number> = { seconds: 1 / 60, minutes: 1, hours: 60, days: 1440 };

/** Cognito's own default, where a pool sets none. */
const defaultMinimumLength = 8;

/** The stack's user pools and their clients, as the identity service takes them. */
export function readUserPools(stack: Stack) {
  const clients = stack.ids("AWS::Cognito::UserPoolClient").map((id) => {
    const client = stack.properties(id, UserPoolClient);
    return { id: stack.ref(id), name: client.ClientName ?? id, ...client };
  });
  return stack.ids("AWS::Cognito::UserPool").map((id) => {
    const pool = stack.properties(id, UserPool);
    const poolId = stack.ref(id);
    return {
      id: poolId,
      name: pool.UserPoolName ?? id,
      mfa: pool.MfaConfiguration,
      minimumLength: pool.Policies?.PasswordPolicy?.MinimumLength ?? defaultMinimumLength,
      clients: clients
        .filter(({ UserPoolId }) => UserPoolId === poolId)
        .map((client) => ({
          id: client.id,
          name: client.name,
          hasSecret: client.GenerateSecret,
          explicitAuthFlows: client.ExplicitAuthFlows,
          ...accessTokenMinutes(client),
        })),
    };
  });
}

function accessTokenMinutes(client: z.infer<typeof UserPoolClient>) {
  const { AccessTokenValidity: validity, TokenValidityUnits: units } = client;
  const minutes = (validity ?? 0) * (unitMinutes[units?.AccessToken ?? "hours"] ?? 60);
  return minutes ? { accessTokenMinutes: minutes } : {};
}
