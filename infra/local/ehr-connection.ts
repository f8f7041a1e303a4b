import { createHash, createPrivateKey, generateKeyPairSync, type JsonWebKey } from "node:crypto";
import { StartProblem } from "./start-problem.ts";

/** The client under which the portal is registered at the simulator. */
export const simulatorClientId = "porchlight-local";

/** What a connection's secret holds: where the EHR is, and how the portal signs in there. */
export interface EhrConnection {
  baseUrl: string;
  tokenUrl?: string;
  clientId?: string;
  clientSecret?: string;
  privateKey?: JsonWebKey;
  /** Shared with the EHR that rings our webhook. */
  webhookSecret?: string;
  /** How long the EHR's searches may lag behind its writes; the connector's own caution where absent. */
  searchLagSeconds?: number;
}

/** A connection named by the environment (`EHR_BASE_URL` and its companions). */
export interface ExternalEhr {
  baseUrl: string;
  tokenUrl?: string | undefined;
  clientId?: string | undefined;
  clientSecret?: string | undefined;
  privateKey?: string | undefined;
}

/** A fresh signing key as SMART backend services want it. */
export function signingKey(): JsonWebKey {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
  return identified({ ...privateKey.export({ format: "jwk" }), alg: "ES384" });
}

/** Only what was given: without any credentials the server is asked without authentication. */
export function externalConnection(ehr: ExternalEhr): EhrConnection {
  return {
    baseUrl: ehr.baseUrl,
    ...(ehr.tokenUrl && { tokenUrl: ehr.tokenUrl }),
    ...(ehr.clientId && { clientId: ehr.clientId }),
    ...(ehr.clientSecret && { clientSecret: ehr.clientSecret }),
    ...(ehr.privateKey && { privateKey: parsePrivateKey(ehr.privateKey) }),
  };
}

function parsePrivateKey(text: string): JsonWebKey {
  try {
    if (text.trimStart().startsWith("{")) {
      const jwk: JsonWebKey = JSON.parse(text);
      createPrivateKey({ key: jwk, format: "jwk" });
      return identified(jwk);
    }
    const pem = text.replaceAll("\\n", "\n");
    return identified(createPrivateKey(pem).export({ format: "jwk" }));
  } catch {
    throw new StartProblem(
      "EHR_PRIVATE_KEY is not a private key. Give a PEM block or a JSON Web Key.",
    );
  }
}

function identified(jwk: JsonWebKey): JsonWebKey {
  const publicPart = JSON.stringify([jwk.kty, jwk.crv, jwk.x, jwk.y, jwk.n, jwk.e]);
  const kid = createHash("sha256").update(publicPart).digest("base64url").slice(0, 16);
  return { kid, use: "sig", ...jwk };
}
