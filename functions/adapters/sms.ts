// The SDK's own parts, not its front door: with every Twilio product the worker's bundle is four times as large.
import BaseTwilio from "twilio/lib/base/BaseTwilio.js";
import RequestClient from "twilio/lib/base/RequestClient.js";
import Api from "twilio/lib/rest/Api.js";
import * as z from "zod/mini";
import type { ReadSecret } from "#functions/adapters/secrets.ts";
import type { SendOutcome, SmsSender } from "#ports/notices.ts";

const optional = z.optional(z.string());
/** The secret `porchlight/twilio`. Empty until ops fills it in: then no text is sent. */
const TwilioSecret = z.object({
  accountSid: z.string(),
  authToken: z.string(),
  from: optional,
  messagingServiceSid: optional,
  /** Another address than Twilio's own: a region's, or a sandbox's. */
  apiBase: optional,
});
type TwilioSecret = z.infer<typeof TwilioSecret>;

const TIMEOUT_MS = 5_000;
/** How many of a number's last messages are looked through for ours. */
const LOOKED_THROUGH = 50;
/** Clocks differ: a message may seem older than the attempt that made it. */
const SKEW_MS = 60_000;

/** Sends every call to another base than the SDK would. */
class BasedClient extends RequestClient {
  readonly #base: string;
  constructor(base: string) {
    super({ timeout: TIMEOUT_MS });
    this.#base = base;
  }
  override request<T>(options: RequestClient.RequestOptions<T>) {
    const uri = options.uri.replace("https://api.twilio.com", this.#base);
    return super.request<T>({ ...options, uri });
  }
}

/** Texts through Twilio. Nothing is retried in here: whoever calls knows what may be sent again. */
export const twilioSms = (readSecret: ReadSecret, secretArn: string): SmsSender => ({
  async send({ to, text }) {
    const secret = await secretOf(readSecret, secretArn).catch(() => undefined);
    if (!secret) return { is: "retry", code: "no-secret" };
    if (!isFilled(secret)) return { is: "refused", code: "not-configured" };
    const { from, messagingServiceSid } = secret;
    const sender = messagingServiceSid ? { messagingServiceSid } : { from: from ?? "" };
    try {
      const { sid } = await messagesOf(secret).create({ to, body: text, ...sender });
      return { is: "sent", reference: sid };
    } catch (error) {
      return outcomeOf(error);
    }
  },
  async find({ to, text, since }) {
    try {
      const secret = await secretOf(readSecret, secretArn);
      if (!isFilled(secret)) return { is: "refused", code: "not-configured" };
      // Not by the date it was sent: a message still queued has none, and would be missed.
      const messages = await messagesOf(secret).list({ to, limit: LOOKED_THROUGH });
      const from = Date.parse(since) - SKEW_MS;
      const found = messages.find(
        ({ body, dateCreated }) =>
          // A trial account puts words before ours.
          body.endsWith(text) && new Date(dateCreated).getTime() >= from,
      );
      return found ? { is: "sent", reference: found.sid } : { is: "refused", code: "absent" };
    } catch {
      return { is: "unknown" };
    }
  },
});

const secretOf = async (read: ReadSecret, arn: string): Promise<TwilioSecret> =>
  TwilioSecret.parse(JSON.parse(await read(arn)));

const isFilled = ({ accountSid, from, messagingServiceSid }: TwilioSecret) =>
  accountSid !== "" && (from ?? messagingServiceSid ?? "") !== "";

function messagesOf({ accountSid, authToken, apiBase }: TwilioSecret) {
  const httpClient = apiBase
    ? new BasedClient(apiBase)
    : new RequestClient({ timeout: TIMEOUT_MS });
  const client = new BaseTwilio.Client(accountSid, authToken, { accountSid, httpClient });
  return new Api(client).v2010.accounts(accountSid).messages;
}

const Refusal = z.object({ status: z.number(), code: z.optional(z.number()) });
/** Twilio's codes for what no second try will change. */
const CODES: Readonly<Record<number, string>> = {
  21211: "invalid-number",
  21214: "invalid-number",
  21217: "invalid-number",
  21408: "country-not-allowed",
  21610: "opted-out",
  21612: "cannot-be-reached",
  21614: "not-a-mobile",
};
/** The connection was never made, so nothing was sent. */
const NEVER_LEFT: ReadonlySet<unknown> = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);

function outcomeOf(error: unknown): SendOutcome {
  const refusal = Refusal.safeParse(error);
  if (refusal.success) return refused(refusal.data);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return NEVER_LEFT.has(code) ? { is: "retry", code: "not-connected" } : { is: "unknown" };
}

function refused({ status, code = 0 }: z.infer<typeof Refusal>): SendOutcome {
  if (status >= 500) return { is: "unknown" };
  // Too many at once, or credentials that ops has to put right: later.
  if (status === 429 || status === 401 || status === 403)
    return { is: "retry", code: `http-${status}` };
  return { is: "refused", code: CODES[code] ?? `twilio-${code || status}` };
}
