import { CognitoError } from "./cognito-error.ts";

export type Client = Readonly<{
  id: string;
  name: string;
  hasSecret: boolean;
  explicitAuthFlows: readonly string[];
  /** Cognito's own default is 60; it accepts 5 minutes to a day. */
  accessTokenMinutes?: number;
}>;

export type Pool = Readonly<{
  id: string;
  name: string;
  mfa: "OFF" | "OPTIONAL" | "ON";
  minimumLength: number;
  clients: readonly Client[];
}>;

export type Pools = Readonly<{
  pool(id: string): Pool;
  client(poolId: string, clientId: string): Client;
  /** ForgotPassword and RevokeToken name the client alone. */
  byClient(clientId: string): { pool: Pool; client: Client };
}>;

const missing = (what: string, id: string) =>
  new CognitoError("ResourceNotFoundException", `${what} ${id} does not exist.`);

export function poolDirectory(pools: readonly Pool[]): Pools {
  const pool = (id: string) => {
    const found = pools.find((each) => each.id === id);
    if (!found) throw missing("User pool", id);
    return found;
  };
  return {
    pool,
    client(poolId, clientId) {
      const found = pool(poolId).clients.find((each) => each.id === clientId);
      if (!found) throw missing("User pool client", clientId);
      return found;
    },
    byClient(clientId) {
      for (const each of pools) {
        const client = each.clients.find((candidate) => candidate.id === clientId);
        if (client) return { pool: each, client };
      }
      throw missing("User pool client", clientId);
    },
  };
}
