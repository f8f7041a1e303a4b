import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod/mini";
import { atomicFile } from "./atomic-file.ts";
import { userNotFound } from "./cognito-error.ts";
import { PasswordHash } from "./passwords.ts";

const User = z.object({
  poolId: z.string(),
  sub: z.string(),
  attributes: z.record(z.string(), z.string()),
  groups: z.array(z.string()),
  status: z.enum(["CONFIRMED", "FORCE_CHANGE_PASSWORD"]),
  enabled: z.boolean(),
  password: z.optional(PasswordHash),
  temporaryUntil: z.optional(z.number()),
  /** Raised by a global sign-out: refresh tokens of an older generation are dead. */
  generation: z.number(),
  signedOutAt: z.optional(z.number()),
  totp: z.optional(
    z.object({ secret: z.string(), enabled: z.boolean(), lastStep: z.optional(z.number()) }),
  ),
  /** Associated but not verified yet. */
  totpDraft: z.optional(z.string()),
  recovery: z.optional(z.object({ codeHash: z.string(), until: z.number() })),
  createdAt: z.number(),
  modifiedAt: z.number(),
});
export type User = z.infer<typeof User>;

const SigningKey = z.object({ kid: z.string(), privateKeyPem: z.string() });
export type SigningKey = z.infer<typeof SigningKey>;

const Contents = z.object({
  signingKeys: z.record(z.string(), SigningKey),
  refreshKey: z.optional(z.string()),
  clientSecrets: z.record(z.string(), z.string()),
  users: z.array(User),
  /** origin_jti to the instant its refresh token would have expired anyway. */
  revoked: z.record(z.string(), z.number()),
});
type Contents = z.infer<typeof Contents>;

const empty = (): Contents => ({ signingKeys: {}, clientSecrets: {}, users: [], revoked: {} });

async function read(path: string): Promise<Contents> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return empty();
  try {
    return Contents.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${path} cannot be read. Start with --fresh to begin anew.`, { cause });
  }
}

export const emailOf = (user: User): string => user.attributes["email"] ?? "";
const nameKey = (poolId: string, name: string) => `${poolId} ${name.toLowerCase()}`;

export type Store = Readonly<{
  contents: Omit<Contents, "users">;
  /** By e-mail (any case) or sub. */
  find(poolId: string, username: string): User | undefined;
  /** As `find`, or UserNotFoundException. */
  need(poolId: string, username: string): User;
  list(poolId: string): User[];
  put(user: User): void;
  /** Changes the record as it is now, not as the caller read it before waiting for something. */
  change(user: User, changes: Partial<User>): User;
  remove(user: User): void;
  /** Resolves when everything changed so far is on disk. */
  save(): Promise<void>;
}>;

export async function openStore(dataDir: string): Promise<Store> {
  const path = join(dataDir, "identity.json");
  const { users: saved, ...contents } = await read(path);
  const bySub = new Map<string, User>();
  const byEmail = new Map<string, User>();

  const drop = (user: User) => {
    const old = bySub.get(nameKey(user.poolId, user.sub));
    if (old) byEmail.delete(nameKey(old.poolId, emailOf(old)));
    bySub.delete(nameKey(user.poolId, user.sub));
  };
  const put = (user: User) => {
    drop(user);
    bySub.set(nameKey(user.poolId, user.sub), user);
    byEmail.set(nameKey(user.poolId, emailOf(user)), user);
  };
  for (const user of saved) put(user);

  const find = (poolId: string, username: string) =>
    byEmail.get(nameKey(poolId, username)) ?? bySub.get(nameKey(poolId, username));
  return {
    contents,
    find,
    need(poolId, username) {
      const user = find(poolId, username);
      if (!user) throw userNotFound();
      return user;
    },
    list: (poolId) => [...bySub.values()].filter((user) => user.poolId === poolId),
    put,
    change(user, changes) {
      const current = bySub.get(nameKey(user.poolId, user.sub));
      if (!current) throw userNotFound();
      const changed = { ...current, ...changes };
      put(changed);
      return changed;
    },
    remove: drop,
    save: atomicFile(path, () => JSON.stringify({ ...contents, users: [...bySub.values()] })),
  };
}
