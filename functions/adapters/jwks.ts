import { SimpleJwksCache } from "aws-jwt-verify/jwk";

const TIMEOUT_MS = 3_000;

/**
 * Public keys of user pools. They stand at the issuer's own address, except beside a local gateway (`endpoint`), which
 * serves them as `/<poolId>/.well-known/jwks.json`. The issuer inside a token is checked the same either way.
 */
export const poolKeys = (endpoint: string | undefined): SimpleJwksCache =>
  new SimpleJwksCache({
    fetcher: {
      async fetch(uri) {
        const reply = await fetch(addressOf(uri, endpoint), {
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        if (!reply.ok) throw new Error("The user pool's keys can't be read.");
        return reply.arrayBuffer();
      },
    },
  });

const addressOf = (uri: string, endpoint: string | undefined): string =>
  endpoint === undefined ? uri : endpoint.replace(/\/$/, "") + new URL(uri).pathname;
