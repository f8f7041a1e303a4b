import * as z from "zod/mini";
import {
  AwsRefusal,
  type AwsService,
  type Guard,
  ok,
  unknownOperation,
} from "#infra/local/aws-service.ts";
import type { Place } from "#infra/local/physical-names.ts";
import type { Outbox } from "./outbox.ts";

const Text = z.object({ Data: z.string() });
const SendEmail = z.object({
  FromEmailAddress: z.string(),
  Destination: z.object({ ToAddresses: z.array(z.string()).check(z.minLength(1)) }),
  Content: z.object({
    Simple: z.object({ Subject: Text, Body: z.object({ Text }) }),
  }),
  EmailTags: z.optional(
    z.array(
      z.object({
        Name: z.string().check(z.regex(/^[\w-]{1,256}$/)),
        Value: z.string().check(z.regex(/^[\w.@-]{1,256}$/)),
      }),
    ),
  ),
});

/** SES v2 over REST and JSON, for sending plain e-mail. The identity is the sender's domain, verified here without asking. */
export function sesService(outbox: Outbox, { region, account }: Place, guard: Guard): AwsService {
  return async ({ caller, operation, input }) => {
    if (operation !== "/v2/email/outbound-emails") throw unknownOperation("ses", operation);
    const { data } = z.safeParse(SendEmail, input);
    const domain = /@([^@>\s]+)>?$/.exec(data?.FromEmailAddress ?? "")?.[1] ?? "unknown";
    guard(caller, "ses:SendEmail", `arn:aws:ses:${region}:${account}:identity/${domain}`);
    if (!data) throw new AwsRefusal("BadRequestException", "The e-mail is not as SES wants it.");
    const { MessageId } = faulty(outbox, () => keep(outbox, data));
    return { ...ok({ MessageId }), headers: { "content-type": "application/json" } };
  };
}

/** To the SDK a 5xx is as good as no answer. */
function faulty<T>(outbox: Outbox, work: () => T): T {
  const fault = outbox.faults.email.shift();
  if (fault?.fault === "status") throw failure(fault.status);
  if (fault?.fault === "drop-before") throw failure(503);
  const done = work();
  if (fault?.fault === "drop-after") throw failure(503);
  return done;
}

function keep(outbox: Outbox, mail: z.infer<typeof SendEmail>): { MessageId: string } {
  const { Subject, Body } = mail.Content.Simple;
  const tag = mail.EmailTags?.[0]?.Value;
  const { id } = outbox.add({
    channel: "email",
    from: mail.FromEmailAddress,
    to: mail.Destination.ToAddresses.join(", "),
    subject: Subject.Data,
    body: Body.Text.Data,
    ...(tag ? { tag } : {}),
  });
  return { MessageId: id };
}

const failure = (status: number) =>
  status === 429
    ? new AwsRefusal("TooManyRequestsException", "Maximum sending rate exceeded.", { status })
    : new AwsRefusal("InternalFailure", "SES could not answer.", { status });
