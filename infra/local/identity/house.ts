import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod/mini";
import type { Attempts } from "./attempts.ts";
import type { Challenges } from "./challenges.ts";
import { invalidParameter, notAuthorized } from "./cognito-error.ts";
import type { Client, Pools } from "./pools.ts";
import type { Store, User } from "./store.ts";
import type { Tokens } from "./tokens.ts";

/** A code or temporary password on its way to a person: the runner puts it in the outbox. */
export type CodeMessage = Readonly<{
  kind: "recovery" | "invitation";
  poolId: string;
  email: string;
  code: string;
}>;

/** Everything an operation may use. */
export type House = Readonly<{
  region: string;
  pools: Pools;
  store: Store;
  tokens: Tokens;
  challenges: Challenges;
  signIns: Attempts;
  recoveries: Attempts;
  now: () => number;
  onCode: (message: CodeMessage) => void;
}>;

export type Operation = (house: House, input: unknown) => unknown;

/** One row of the operation table: the input is parsed here, once. */
export function operation<Schema extends z.ZodMiniType>(
  schema: Schema,
  run: (house: House, input: z.output<Schema>) => unknown,
): Operation {
  return (house, input) => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return run(house, parsed.data);
    const wrong = parsed.error.issues.map((issue) => issue.path.join("."));
    throw invalidParameter(
      `${wrong.length} validation error detected: Value at '${wrong.join("', '")}' failed to satisfy constraint`,
    );
  };
}

export const name = z.string().check(z.minLength(1), z.maxLength(2048));
export const Attributes = z.array(z.object({ Name: name, Value: z.optional(z.string()) }));

function same(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

type SecretProof = { client: Client; username: string; secretHash: string | undefined };

/** SECRET_HASH = Base64(HMAC-SHA-256(client secret, user name + client id)). */
export function assertSecretHash(
  house: House,
  { client, username, secretHash }: SecretProof,
): void {
  const secret = house.store.contents.clientSecrets[client.id];
  if (!client.hasSecret || secret === undefined) {
    if (secretHash === undefined) return;
    throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
  }
  if (secretHash === undefined)
    throw notAuthorized(
      `Client ${client.id} is configured with secret but SECRET_HASH was not received`,
    );
  const proof = createHmac("sha256", secret).update(`${username}${client.id}`).digest("base64");
  if (!same(proof, secretHash))
    throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
}

export function secretFits(house: House, client: Client, given: string | undefined): boolean {
  const secret = house.store.contents.clientSecrets[client.id];
  return !client.hasSecret || (secret !== undefined && given !== undefined && same(secret, given));
}

export const attemptKey = (poolId: string, username: string, user: User | undefined): string =>
  `${poolId} ${user?.sub ?? username.toLowerCase()}`;
