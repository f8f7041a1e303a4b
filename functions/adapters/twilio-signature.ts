// The SDK's own check, without the rest of it.
import { validateRequest } from "twilio/lib/webhooks/webhooks.js";
import * as z from "zod/mini";
import type { ReadSecret } from "./secrets.ts";

const Secret = z.object({ accountSid: z.string(), authToken: z.string() });

/**
 * Twilio signs the address it calls with the form it sends, by the account's token (`x-twilio-signature`).
 * @param url the webhook's address as it stands in Twilio's settings
 */
export const twilioSignature =
  (readSecret: ReadSecret, secretArn: string, url: string) =>
  async (signed: {
    readonly rawBody: string;
    header(name: string): string | undefined;
  }): Promise<boolean> => {
    const signature = signed.header("x-twilio-signature");
    if (!signature) return false;
    const { accountSid, authToken } = Secret.parse(JSON.parse(await readSecret(secretArn)));
    // Without an account nobody can have signed.
    if (accountSid === "" || authToken === "") return false;
    const form = Object.fromEntries(new URLSearchParams(signed.rawBody));
    return validateRequest(authToken, signature, url, form);
  };
