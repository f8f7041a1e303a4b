import * as z from "zod/mini";
import { CognitoError } from "./cognito-error.ts";
import { type House, name, operation, secretFits } from "./house.ts";
import { REFRESH_MS } from "./tokens.ts";

const Revoke = z.object({
  ClientId: name,
  Token: z.string(),
  ClientSecret: z.optional(z.string()),
});

/** Ends a refresh token and every access token that came from it. */
export const revokeToken = operation(Revoke, async (house, input) => {
  const { client } = house.pools.byClient(input.ClientId);
  if (!secretFits(house, client, input.ClientSecret))
    throw new CognitoError("UnauthorizedException", "Invalid client secret.");
  if (input.Token.split(".").length === 3)
    throw new CognitoError("UnsupportedTokenTypeException", "Unsupported token type.");
  const grant = house.tokens.openRefresh(input.Token);
  // RFC 7009, 2.2: a token that means nothing here is already revoked.
  if (grant?.clientId !== client.id) return {};
  forgetOld(house);
  house.store.contents.revoked[grant.originJti] = grant.authTime * 1000 + REFRESH_MS;
  await house.store.save();
  return {};
});

function forgetOld(house: House): void {
  const { revoked } = house.store.contents;
  for (const [jti, until] of Object.entries(revoked)) if (until < house.now()) delete revoked[jti];
}
