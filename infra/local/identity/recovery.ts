import { createHash, randomInt } from "node:crypto";
import * as z from "zod/mini";
import { CognitoError, notAuthorized } from "./cognito-error.ts";
import { assertSecretHash, attemptKey, type House, name, operation } from "./house.ts";
import { assertPolicy, hashPassword } from "./passwords.ts";
import { emailOf, type User } from "./store.ts";

const CODE_MS = 60 * 60_000;

const Forgot = z.object({ ClientId: name, Username: name, SecretHash: z.optional(z.string()) });
const Confirm = z.object({
  ClientId: name,
  Username: name,
  SecretHash: z.optional(z.string()),
  ConfirmationCode: name,
  Password: z.string(),
});

type Asked = { ClientId: string; Username: string; SecretHash?: string | undefined };

const codeHash = (user: User, code: string) =>
  createHash("sha256").update(`${user.sub} ${code}`).digest("hex");

const limitExceeded = () =>
  new CognitoError("LimitExceededException", "Attempt limit exceeded, please try after some time.");

/** `ada@example.test` becomes `a***@e***`, for a name nobody holds as well. */
function masked(email: string): string {
  const [local = "", domain = ""] = email.split("@");
  return `${local.slice(0, 1)}***@${domain.slice(0, 1)}***`;
}

function asked(house: House, input: Asked) {
  const { pool, client } = house.pools.byClient(input.ClientId);
  const { Username: username, SecretHash: secretHash } = input;
  assertSecretHash(house, { client, username, secretHash });
  const user = house.store.find(pool.id, username);
  return { pool, user, attempt: attemptKey(pool.id, username, user) };
}

export const forgotPassword = operation(Forgot, async (house, input) => {
  const { pool, user, attempt } = asked(house, input);
  const asking = `${attempt} ask`;
  if (house.recoveries.locked(asking)) throw limitExceeded();
  house.recoveries.wrong(asking);
  if (user?.status === "FORCE_CHANGE_PASSWORD")
    throw notAuthorized("User password cannot be reset in the current state.");
  const email = user ? emailOf(user) : input.Username;
  if (user?.enabled) {
    const code = String(randomInt(1_000_000)).padStart(6, "0");
    const recovery = { codeHash: codeHash(user, code), until: house.now() + CODE_MS };
    house.store.change(user, { recovery });
    house.onCode({ kind: "recovery", poolId: pool.id, email, code });
  }
  // Written for a stranger as well: the answer takes the same time.
  await house.store.save();
  const delivery = { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: masked(email) };
  return { CodeDeliveryDetails: delivery };
});

export const confirmForgotPassword = operation(Confirm, async (house, input) => {
  const { pool, user, attempt } = asked(house, input);
  if (house.recoveries.locked(attempt)) throw limitExceeded();
  assertPolicy(input.Password, pool.minimumLength);
  const right = user?.recovery?.codeHash === (user && codeHash(user, input.ConfirmationCode));
  if (!user?.recovery || !right) {
    house.recoveries.wrong(attempt);
    throw new CognitoError(
      "CodeMismatchException",
      "Invalid verification code provided, please try again.",
    );
  }
  if (house.now() > user.recovery.until)
    throw new CognitoError(
      "ExpiredCodeException",
      "Invalid code provided, please request a code again.",
    );
  // The code is spent before the slow hash: two answers with it cannot both win.
  const { recovery: _spent, ...rest } = user;
  house.store.put(rest);
  const password = await hashPassword(input.Password);
  house.store.change(rest, { password, status: "CONFIRMED", modifiedAt: house.now() });
  await house.store.save();
  for (const tally of [house.recoveries, house.signIns]) tally.clear(attempt);
  return {};
});
