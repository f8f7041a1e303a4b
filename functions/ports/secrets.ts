/** What a connection's secret holds: where the EHR is, how the portal signs in there, and who may ring its webhook. */
export interface ConnectionSecret {
  /** Empty until ops filled it in: this connection is not set up yet. */
  readonly baseUrl: string;
  readonly tokenUrl?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  /** A private JSON Web Key; its public members are what our JWKS publishes. */
  readonly privateKey?: PrivateJwk | undefined;
  readonly webhookSecret?: string | undefined;
  readonly scope?: string | undefined;
  /** How long this server's searches may lag behind its writes. */
  readonly searchLagSeconds?: number | undefined;
  /** Calls this EHR takes in a minute; absent: not known. */
  readonly requestsPerMinute?: number | undefined;
}

export interface PrivateJwk {
  readonly kty: "EC" | "RSA";
  readonly kid?: string | undefined;
  readonly alg?: "ES384" | "RS384" | undefined;
  readonly [member: string]: unknown;
}

export interface ConnectionSecrets {
  /** The connection's secret, at most five minutes old. Rejects where this function has no such connection. */
  read(connectionId: string): Promise<ConnectionSecret>;
  /** Every connection this function may read. */
  ids(): readonly string[];
}
