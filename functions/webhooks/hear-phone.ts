import * as z from "zod/mini";
import { type TextWish, wishIn } from "#domain/texting.ts";
import type { Access } from "#http/access.ts";
import type { PhoneNumbers } from "#ports/notices.ts";

/** What Twilio posts for a text that came in, as far as we look at it. */
const Incoming = z.object({
  MessageSid: z.string().check(z.regex(/^[A-Za-z0-9]{1,64}$/)),
  From: z.string().check(z.regex(/^\+[1-9]\d{7,14}$/)),
  Body: z._default(z.string(), ""),
  /** Twilio's own reading of it, where the messaging service has one. */
  OptOutType: z.optional(z.string()),
});

const READ: Readonly<Record<string, TextWish>> = { STOP: "stop", START: "start" };

/** Somebody answers a text. STOP and what means it end them at once; HELP is answered by Twilio; nobody reads the rest. */
export const hearPhone =
  ({ numbers }: { numbers: Pick<PhoneNumbers, "heard"> }) =>
  async ({ now, http }: Access): Promise<undefined> => {
    const form = Object.fromEntries(new URLSearchParams(http.rawBody));
    const { data } = Incoming.safeParse(form);
    if (!data) return;
    const wish = READ[data.OptOutType ?? ""] ?? wishIn(data.Body);
    if (wish) await numbers.heard(data.From, { id: data.MessageSid, wish, at: now });
  };
