import type { JsonWebKey } from "node:crypto";
import * as z from "zod/mini";

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

const fetchTimeoutMs = 3000;
const refetchAfterMs = 500;

export interface ClientKeySource {
  jwksUrl?: string | undefined;
  jwks?: { keys: JsonWebKey[] } | undefined;
}

/** A client's public keys: given, or fetched from where it hosts them and fetched again for an unknown kid. */
export class ClientKeys {
  readonly #source: ClientKeySource;
  #keys: JsonWebKey[];
  #fetchedAt = 0;

  constructor(source: ClientKeySource) {
    this.#source = source;
    this.#keys = source.jwks?.keys ?? [];
  }

  async find(kid: string): Promise<JsonWebKey | undefined> {
    const known = this.#named(kid);
    if (known || !this.#source.jwksUrl) return known;
    if (Date.now() - this.#fetchedAt > refetchAfterMs) await this.#fetch(this.#source.jwksUrl);
    return this.#named(kid);
  }

  #named(kid: string): JsonWebKey | undefined {
    return this.#keys.find((key) => key["kid"] === kid);
  }

  async #fetch(url: string): Promise<void> {
    try {
      const reply = await fetch(url, { signal: AbortSignal.timeout(fetchTimeoutMs) });
      const parsed = KeySet.safeParse(await reply.json());
      if (!reply.ok || !parsed.success) return;
      this.#keys = parsed.data.keys;
      this.#fetchedAt = Date.now();
    } catch {
      // A client whose keys can't be fetched can't sign in; it is told invalid_client.
    }
  }
}
