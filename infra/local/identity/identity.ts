import { mkdir } from "node:fs/promises";
import { countAttempts } from "./attempts.ts";
import { openChallenges } from "./challenges.ts";
import { CognitoError } from "./cognito-error.ts";
import { describeUserPool, describeUserPoolClient, listUsers } from "./directory.ts";
import type { CodeMessage, House, Operation } from "./house.ts";
import { installKeys, type PublicKey } from "./keys.ts";
import { sharedHashes } from "./passwords.ts";
import { type Pool, poolDirectory } from "./pools.ts";
import { confirmForgotPassword, forgotPassword } from "./recovery.ts";
import { adminRespondToAuthChallenge } from "./respond.ts";
import { revokeToken } from "./revoke.ts";
import { adminInitiateAuth } from "./sign-in.ts";
import {
  adminSetUserMfaPreference,
  associateSoftwareToken,
  verifySoftwareToken,
} from "./software-token.ts";
import { openStore } from "./store.ts";
import { tokenMint } from "./tokens.ts";
import {
  addUser,
  adminCreateUser,
  adminDeleteUser,
  adminDisableUser,
  adminEnableUser,
  adminGetUser,
  adminSetUserPassword,
  adminUpdateUserAttributes,
  adminUserGlobalSignOut,
} from "./users.ts";

export type IdentityOptions = Readonly<{
  dataDir: string;
  region: string;
  pools: readonly Pool[];
  now?: () => number;
  onCode?: (message: CodeMessage) => void;
  /** A bug of this service, never a refusal: the caller only sees InternalErrorException. */
  onError?: (error: unknown) => void;
}>;

type EnsuredUser = Readonly<{
  poolId: string;
  email: string;
  password: string;
  sub?: string | undefined;
  groups?: readonly string[] | undefined;
}>;

export type Identity = Readonly<{
  /** One AWS JSON 1.1 request: `operation` is the part of X-Amz-Target after the dot. */
  call(operation: string, input: unknown): Promise<{ status: number; body: unknown }>;
  jwks(poolId: string): { keys: PublicKey[] };
  /** Makes a confirmed user, or leaves the one who has this e-mail as they are. */
  ensureUser(user: EnsuredUser): Promise<{ sub: string }>;
}>;

const operations: Readonly<Record<string, Operation>> = {
  AdminCreateUser: adminCreateUser,
  AdminDeleteUser: adminDeleteUser,
  AdminDisableUser: adminDisableUser,
  AdminEnableUser: adminEnableUser,
  AdminGetUser: adminGetUser,
  AdminInitiateAuth: adminInitiateAuth,
  AdminRespondToAuthChallenge: adminRespondToAuthChallenge,
  AdminSetUserMFAPreference: adminSetUserMfaPreference,
  AdminSetUserPassword: adminSetUserPassword,
  AdminUpdateUserAttributes: adminUpdateUserAttributes,
  AdminUserGlobalSignOut: adminUserGlobalSignOut,
  AssociateSoftwareToken: associateSoftwareToken,
  ConfirmForgotPassword: confirmForgotPassword,
  DescribeUserPool: describeUserPool,
  DescribeUserPoolClient: describeUserPoolClient,
  ForgotPassword: forgotPassword,
  ListUsers: listUsers,
  RevokeToken: revokeToken,
  VerifySoftwareToken: verifySoftwareToken,
};

/** Cognito's wire protocol for the operations the product uses, kept in `<dataDir>/identity.json`. */
export async function startIdentity(options: IdentityOptions): Promise<Identity> {
  const {
    dataDir,
    region,
    pools,
    now = Date.now,
    onCode = () => undefined,
    onError = () => undefined,
  } = options;
  await mkdir(dataDir, { recursive: true });
  const store = await openStore(dataDir);
  const keys = await installKeys(store, pools);
  const house: House = {
    region,
    pools: poolDirectory(pools),
    store,
    tokens: tokenMint(region, keys, now),
    challenges: openChallenges(now),
    signIns: countAttempts(now),
    recoveries: countAttempts(now),
    now,
    onCode,
  };
  return {
    async call(operation, input) {
      try {
        return { status: 200, body: await perform(house, operation, input) };
      } catch (error) {
        if (error instanceof CognitoError) return failure(400, error.type, error.message);
        onError(error);
        return failure(500, "InternalErrorException", "Something went wrong");
      }
    },
    jwks(poolId) {
      const key = keys.published(poolId);
      return { keys: key ? [key] : [] };
    },
    ensureUser: ensuring(house),
  };
}

const failure = (status: number, type: string, message: string) => ({
  status,
  body: { __type: type, message },
});

function perform(house: House, operation: string, input: unknown): unknown {
  const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (!run) throw new CognitoError("UnknownOperationException", `Not served here: ${operation}`);
  return run(house, input);
}

function ensuring(house: House): Identity["ensureUser"] {
  const hash = sharedHashes();
  return async ({ poolId, email, password: chosen, sub, groups }) => {
    house.pools.pool(poolId);
    const known = house.store.find(poolId, email);
    if (known) return { sub: known.sub };
    const password = await hash(chosen);
    const attributes = { email_verified: "true" };
    const user =
      house.store.find(poolId, email) ??
      addUser(house, { poolId, email, sub, groups, attributes, password, temporary: false });
    await house.store.save();
    return { sub: user.sub };
  };
}
