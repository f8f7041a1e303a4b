import * as z from "zod/mini";
import type { PublicKey } from "#domain/ops.ts";
import { Answer } from "#http/access.ts";
import type { Log } from "#ports/log.ts";
import type { ConnectionSecrets } from "#ports/secrets.ts";

/** The members of a key that anyone may know: an allow-list, so that a private one can't slip through. */
const text = z.string();
const optionalText = z.optional(text);
const PublicPart = z.discriminatedUnion("kty", [
  z.object({ kty: z.literal("EC"), crv: text, x: text, y: text, kid: optionalText }),
  z.object({ kty: z.literal("RSA"), n: text, e: text, kid: optionalText }),
]);
const ALGORITHM = { EC: "ES384", RSA: "RS384" } as const;

/** The public half of each connection's signing key: where an EHR looks up who signed our token requests. */
export const jwks = (ports: { secrets: ConnectionSecrets; log: Log }) => async () => {
  const keys = await Promise.all(ports.secrets.ids().map((id) => publicKey(ports, id)));
  const distinct = new Map<string, PublicKey>(
    keys.flatMap((key) => (key ? [[JSON.stringify(key), key]] : [])),
  );
  return new Answer(
    { keys: [...distinct.values()] },
    // Epic and others ask again for every token: five minutes is how long a secret is kept here too.
    { headers: { "cache-control": "public, max-age=300" } },
  );
};

async function publicKey(
  { secrets, log }: { secrets: ConnectionSecrets; log: Log },
  connectionId: string,
): Promise<PublicKey | undefined> {
  try {
    const { privateKey } = await secrets.read(connectionId);
    if (!privateKey) return undefined;
    const key = PublicPart.parse(privateKey);
    return { ...key, alg: privateKey.alg ?? ALGORITHM[key.kty], use: "sig" };
  } catch (error) {
    // One connection set up wrongly must not take the others' keys away.
    log.error("jwks.key-unreadable", error, { connectionId });
    return undefined;
  }
}
