import * as z from "zod/mini";
import { type Check, type Finding, ok, unknown, wrong } from "./finding.ts";
import { secretOf } from "./secrets.ts";
import type { World } from "./world.ts";

const optional = z.optional(z.string());
const Filled = z.object({
  accountSid: z.string().check(z.regex(/^AC/)),
  authToken: z.string().check(z.minLength(1)),
  from: optional,
  messagingServiceSid: optional,
  /** Another address than Twilio's own, as the notices' worker reads it. */
  apiBase: optional,
});
type Filled = z.infer<typeof Filled>;

const notYet = "The stack is not deployed yet: it makes the secret porchlight/twilio.";
const fill =
  "Put accountSid, authToken and messagingServiceSid (or from) into the secret porchlight/twilio. Until then patients are told by e-mail only.";

/** Asks Twilio about the account that the secret names. */
const withAccount =
  (look: (secret: Filled, world: World) => Promise<Finding>): Check["run"] =>
  async ({ awsRegion }, world) => {
    const given = await secretOf(world, awsRegion, "porchlight/twilio");
    if (given === undefined) return unknown(notYet);
    const { data } = z.safeParse(Filled, given);
    if (!data || !(data.from || data.messagingServiceSid))
      return wrong("The secret porchlight/twilio is not filled in.", fill);
    return look(data, world);
  };

const Account = z.object({ status: z.string(), type: z.string() });

const account: Check = {
  what: "the secret porchlight/twilio is filled in, and names a Twilio account that is active and no trial",
  run: withAccount(async (secret, world) => {
    const path = `/2010-04-01/Accounts/${secret.accountSid}.json`;
    const reply = await ask(world, secret, { base: "https://api.twilio.com", path });
    if (reply.status === 401)
      return wrong("Twilio does not know this accountSid with this authToken.", fill);
    const { status, type } = z.parse(Account, await reply.json());
    if (status !== "active") return wrong(`The account is ${status}.`, "Settle it with Twilio.");
    return type === "Trial"
      ? wrong("It is a trial account: it texts verified numbers only.", "Upgrade it at Twilio.")
      : ok("Twilio accepts it.");
  }),
};

/** A thousand texts, about. */
const LEAST_USD = 15;
const Balance = z.object({ balance: z.coerce.number(), currency: z.string() });

const balance: Check = {
  what: "there is money at Twilio for texts: it stops them where there is none",
  run: withAccount(async (secret, world) => {
    const path = `/2010-04-01/Accounts/${secret.accountSid}/Balance.json`;
    const reply = await ask(world, secret, { base: "https://api.twilio.com", path });
    if (!reply.ok) return unknown(`Twilio answered ${reply.status}.`);
    const { balance: left, currency } = z.parse(Balance, await reply.json());
    return left >= LEAST_USD
      ? ok(`${left.toFixed(2)} ${currency}.`)
      : wrong(`Only ${left.toFixed(2)} ${currency}.`, "Turn auto-recharge on in Twilio's billing.");
  }),
};

/** A list at Twilio says under which name it stands. */
const List = z.pipe(
  z.looseObject({ meta: z.object({ key: z.string() }) }),
  z.transform(({ meta, ...rest }): unknown => Object(rest)[meta.key]),
);
const Registered = z.pipe(List, z.array(z.object({ campaign_status: optional, status: optional })));

/** Carriers stop texts of senders that nobody registered. */
const sender: Check = {
  what: "the carriers know the sender: a 10DLC campaign of the messaging service, or a verified toll-free number",
  run: withAccount(async (secret, world) => {
    const { messagingServiceSid, from } = secret;
    const path = messagingServiceSid
      ? `/v1/Services/${messagingServiceSid}/Compliance/Usa2p`
      : "/v1/Tollfree/Verifications?PageSize=50";
    const reply = await ask(world, secret, { base: "https://messaging.twilio.com", path });
    if (!reply.ok) return unknown(`Twilio answered ${reply.status}.`);
    const found = z.parse(Registered, await reply.json());
    const states = found.map(({ campaign_status, status }) => campaign_status ?? status ?? "?");
    if (states.some((state) => state === "VERIFIED" || state === "TWILIO_APPROVED"))
      return ok(`Registered (${messagingServiceSid ?? from}).`);
    return wrong(
      states.length === 0 ? "Nothing is registered." : `Not approved yet: ${states.join(", ")}.`,
      "Register a 10DLC brand and campaign for the messaging service, or verify the toll-free number, in Twilio's console: one to three weeks.",
    );
  }),
};

async function ask(
  { fetch }: World,
  { accountSid, authToken, apiBase }: Filled,
  { base, path }: { base: string; path: string },
): Promise<Response> {
  const basic = Buffer.from(`${accountSid}:${authToken}`).toString("base64");
  return fetch(`${apiBase ?? base}${path}`, {
    headers: { authorization: `Basic ${basic}` },
    signal: AbortSignal.timeout(10_000),
  });
}

/** Texts: whether Twilio and the carriers will send ours. */
export const textChecks: readonly Check[] = [account, balance, sender];
