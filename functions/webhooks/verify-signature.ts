import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import type { ConnectionSecrets } from "#ports/secrets.ts";

interface Signed {
  readonly connectionId?: string;
  readonly rawBody: string;
  header(name: string): string | undefined;
}

/** Checks one vendor's signature over the raw body. */
export type Check = (signed: Pick<Signed, "rawBody" | "header">) => Promise<boolean>;

/** Whether a vendor really sent this: an EHR by its connection's secret, Twilio by its own way of signing. */
export const verifySignature =
  ({ secrets, twilio }: { secrets: ConnectionSecrets; twilio: Check }) =>
  async (vendor: string, signed: Signed): Promise<boolean> => {
    if (vendor === "twilio") return twilio(signed);
    return vendor === "ehr" && byEhr(secrets, signed);
  };

/**
 * HMAC-SHA-256 over the raw body with the connection's webhook secret: as `x-hub-signature: sha256=<hex>` (FHIR
 * subscription channels, WebSub) or plain in `x-signature` (Medplum).
 */
async function byEhr(
  secrets: ConnectionSecrets,
  { connectionId = "", rawBody, header }: Signed,
): Promise<boolean> {
  const hub = /^sha256=([0-9a-f]{64})$/i.exec(header("x-hub-signature") ?? "")?.[1];
  const plain = /^[0-9a-f]{64}$/i.exec(header("x-signature") ?? "")?.[0];
  const shown = hub ?? plain;
  if (shown === undefined) return false;
  const { webhookSecret } = await secrets.read(connectionId);
  // An empty secret would be one that everybody knows.
  if (!webhookSecret) return false;
  const expected = createHmac("sha256", webhookSecret).update(rawBody).digest();
  return timingSafeEqual(expected, Buffer.from(shown, "hex"));
}
