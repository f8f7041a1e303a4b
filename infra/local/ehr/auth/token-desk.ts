import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { claimsHold, parseAssertion, signatureHolds } from "./assertion.ts";
import { type ClientKeySource, ClientKeys } from "./client-keys.ts";

export interface Client extends ClientKeySource {
  id: string;
  secret?: string | undefined;
}

/** An OAuth error: these answers are not OperationOutcomes. */
export class OAuthError extends Error {
  readonly status: number;

  constructor(status: number, error: string) {
    super(error);
    this.status = status;
  }
}

const lifeSeconds = 300;
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Gives access tokens to registered clients (SMART backend services) and knows which still hold. */
export class TokenDesk {
  readonly #clients: Map<string, { client: Client; keys: ClientKeys }>;
  readonly #now: () => Date;
  readonly #tokens = new Map<string, number>();
  readonly #usedIds = new Map<string, number>();

  constructor(clients: Client[], now: () => Date) {
    this.#clients = new Map(
      clients.map((client) => [client.id, { client, keys: new ClientKeys(client) }]),
    );
    this.#now = now;
  }

  async grant(form: URLSearchParams, authorization: string | undefined, tokenUrl: string) {
    if (form.get("grant_type") !== "client_credentials")
      throw new OAuthError(400, "unsupported_grant_type");
    const assertion = form.get("client_assertion");
    const known = assertion
      ? form.get("client_assertion_type") === assertionType &&
        (await this.#provenByKey(assertion, tokenUrl))
      : this.#provenBySecret(form, authorization);
    if (!known) throw new OAuthError(assertion ? 400 : 401, "invalid_client");
    const token = randomBytes(24).toString("base64url");
    this.#sweep();
    this.#tokens.set(token, this.#seconds() + lifeSeconds);
    return {
      access_token: token,
      token_type: "bearer",
      expires_in: lifeSeconds,
      scope: form.get("scope") ?? "system/*.cruds",
    };
  }

  /** No Authorization at all is the operator at this machine; a wrong or expired token is nobody. */
  admits(authorization: string | undefined): boolean {
    if (authorization === undefined) return true;
    const [, token = ""] = /^Bearer (.+)$/i.exec(authorization) ?? [];
    return (this.#tokens.get(token) ?? 0) > this.#seconds();
  }

  async #provenByKey(text: string, tokenUrl: string): Promise<boolean> {
    const assertion = parseAssertion(text);
    if (!assertion || !claimsHold(assertion, tokenUrl, this.#seconds())) return false;
    const { iss, jti, exp } = assertion.claims;
    const key = await this.#clients.get(iss)?.keys.find(assertion.kid);
    if (!key || !signatureHolds(assertion, key)) return false;
    // Looked at after the last await: two parallel requests with one jti can't both pass.
    const once = `${iss} ${jti}`;
    if (this.#usedIds.has(once)) return false;
    this.#usedIds.set(once, exp);
    return true;
  }

  #provenBySecret(form: URLSearchParams, authorization: string | undefined): boolean {
    const [, basic] = /^Basic (.+)$/i.exec(authorization ?? "") ?? [];
    const [id, secret] = basic
      ? Buffer.from(basic, "base64").toString().split(":").map(decodeURIComponent)
      : [form.get("client_id"), form.get("client_secret")];
    const expected = id ? this.#clients.get(id)?.client.secret : undefined;
    return Boolean(expected && secret && sameText(expected, secret));
  }

  #seconds(): number {
    return this.#now().getTime() / 1000;
  }

  #sweep(): void {
    const now = this.#seconds();
    for (const kept of [this.#tokens, this.#usedIds])
      for (const [key, until] of kept) if (until < now) kept.delete(key);
  }
}

function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
