import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import * as z from "zod/mini";
import { foldToGsm } from "#domain/gsm.ts";
import type { EmailMessage, EmailSender, SendOutcome } from "#ports/notices.ts";

export const connectedEmail = (from: string): EmailSender =>
  sesEmail(
    new SESv2Client({
      // The SDK must not send a second time what it got no answer to.
      maxAttempts: 1,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 },
    }),
    from,
  );

/** E-mail through SES. Its API can't be asked whether it has a message: an attempt without an answer stays unknown. */
export const sesEmail = (client: SESv2Client, from: string): EmailSender => ({
  async send(message) {
    try {
      const { MessageId } = await client.send(new SendEmailCommand(inputOf(message, from)));
      return { is: "sent", reference: MessageId ?? "" };
    } catch (error) {
      return outcomeOf(error);
    }
  },
});

const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });

const inputOf = ({ to, senderName, subject, body, tag }: EmailMessage, from: string) => ({
  // SES wants the name in ASCII or encoded; quotes and signs of its own would break the header.
  FromEmailAddress: `"${foldToGsm(senderName).replace(/[^A-Za-z0-9 .,&'-]/g, "")}" <${from}>`,
  Destination: { ToAddresses: [to] },
  Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(body) } } },
  EmailTags: [{ Name: "notice", Value: tag }],
});

const Failure = z.object({
  name: z.string(),
  code: z.optional(z.string()),
  $metadata: z.optional(z.object({ httpStatusCode: z.optional(z.number()) })),
});
const FINAL: ReadonlySet<string> = new Set(["MessageRejected", "BadRequestException"]);
/** The connection was never made, so nothing was sent. */
const NEVER_LEFT: ReadonlySet<string | undefined> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

function outcomeOf(error: unknown): SendOutcome {
  const failure = Failure.safeParse(error);
  if (!failure.success) return { is: "unknown" };
  const { name, code, $metadata } = failure.data;
  const status = $metadata?.httpStatusCode;
  if (FINAL.has(name)) return { is: "refused", code: name };
  // Throttled, paused, or not permitted (yet): SES has not taken it.
  if (status !== undefined && status >= 400 && status < 500) return { is: "retry", code: name };
  return NEVER_LEFT.has(code) ? { is: "retry", code: "not-connected" } : { is: "unknown" };
}
