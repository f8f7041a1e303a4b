import { randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { originOf } from "#infra/local/gateway.ts";
import type { Outbox, Sent, VendorFault } from "./outbox.ts";

/** What a deployed portal would find in the secret `porchlight/twilio`. */
export interface TwilioConnection {
  accountSid: string;
  authToken: string;
  from: string;
  apiBase: string;
}

export interface TwilioSandbox {
  connection: TwilioConnection;
  close(): Promise<void>;
}

/** Twilio's own numbers for trying refusals (www.twilio.com/docs/iam/test-credentials). */
const MAGIC: Readonly<Record<string, readonly [code: number, message: string]>> = {
  "+15005550001": [21211, "The 'To' number +15005550001 is not a valid phone number."],
  "+15005550004": [21610, "Attempt to send to unsubscribed recipient"],
  "+15005550009": [21614, "'To' number is not a valid mobile number"],
};
const E164 = /^\+[1-9]\d{7,14}$/;
const LONGEST = 1600;

/** Twilio's Messages resource over its wire protocol, as far as sending and looking up need it. */
export async function openTwilioSandbox(
  outbox: Outbox,
  keys: { accountSid: string; authToken: string },
): Promise<TwilioSandbox> {
  const server = createServer((request, response) => {
    void answer(outbox, keys, { request, response }).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    // "+15005550006" is the number Twilio lets everyone send from when trying.
    connection: { ...keys, from: "+15005550006", apiBase: originOf(server) },
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Credentials of the shape Twilio gives out. */
export const twilioKeys = () => ({
  accountSid: `AC${randomBytes(16).toString("hex")}`,
  authToken: randomBytes(16).toString("hex"),
});

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

async function answer(
  outbox: Outbox,
  keys: { accountSid: string; authToken: string },
  { request, response }: Exchange,
): Promise<void> {
  const form = new URLSearchParams(await text(request));
  const fault = outbox.faults.sms.shift();
  if (fault?.fault === "drop-before") return void response.destroy();
  const reply = await reached(outbox, keys, { request, form, fault });
  if (fault?.fault === "drop-after") return void response.destroy();
  response.writeHead(reply.status, { "content-type": "application/json" });
  response.end(JSON.stringify(reply.body));
}

type Reply = { status: number; body: object };

const refusal = (status: number, code: number, message: string): Reply => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});

async function reached(
  outbox: Outbox,
  keys: { accountSid: string; authToken: string },
  asked: { request: IncomingMessage; form: URLSearchParams; fault: VendorFault | undefined },
): Promise<Reply> {
  const { request, form, fault } = asked;
  if (!isSignedIn(request, keys)) return refusal(401, 20003, "Authenticate");
  if (fault?.fault === "status")
    return fault.status === 429
      ? refusal(429, 20429, "Too Many Requests")
      : refusal(fault.status, 20500, "An internal server error has occurred");
  const url = new URL(request.url ?? "/", "http://localhost");
  const path = `/2010-04-01/Accounts/${keys.accountSid}/Messages.json`;
  if (url.pathname !== path) return refusal(404, 20404, "The requested resource was not found");
  if (request.method === "POST") return create(outbox, keys.accountSid, form);
  return list(outbox, keys.accountSid, url);
}

function isSignedIn(
  { headers }: IncomingMessage,
  { accountSid, authToken }: { accountSid: string; authToken: string },
): boolean {
  const wanted = Buffer.from(
    `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`,
  );
  const given = Buffer.from(headers.authorization ?? "");
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

function create(outbox: Outbox, account: string, form: URLSearchParams): Reply {
  const to = form.get("To") ?? "";
  const body = form.get("Body") ?? "";
  const from = form.get("From") ?? form.get("MessagingServiceSid") ?? "";
  if (to === "") return refusal(400, 21604, "A 'To' phone number is required.");
  const magic = MAGIC[to];
  if (magic) return refusal(400, ...magic);
  if (!E164.test(to)) return refusal(400, 21211, `The 'To' number ${to} is not valid.`);
  if (from === "") return refusal(400, 21603, "A 'From' phone number is required.");
  if (body === "") return refusal(400, 21602, "Message body is required.");
  if (body.length > LONGEST) return refusal(400, 21617, "The message body is too long.");
  const id = `SM${randomBytes(16).toString("hex")}`;
  return {
    status: 201,
    body: resource(outbox.add({ id, channel: "sms", from, to, body }), account, "queued"),
  };
}

function list(outbox: Outbox, account: string, url: URL): Reply {
  const size = Number(url.searchParams.get("PageSize") ?? 50);
  const to = url.searchParams.get("To");
  const messages = outbox
    .list()
    .filter((sent) => sent.channel === "sms" && (to === null || sent.to === to))
    .toReversed()
    .slice(0, size)
    .map((sent) => resource(sent, account, "delivered"));
  const here = `${url.pathname}${url.search}`;
  const paging = { page: 0, page_size: size, start: 0, end: messages.length - 1 };
  const links = { uri: here, first_page_uri: here, next_page_uri: null, previous_page_uri: null };
  return { status: 200, body: { messages, ...paging, ...links } };
}

function resource({ id, at, from, to, body }: Sent, account: string, status: string): object {
  const when = new Date(at).toUTCString().replace("GMT", "+0000");
  return {
    sid: id,
    account_sid: account,
    api_version: "2010-04-01",
    body,
    from,
    to,
    status,
    direction: "outbound-api",
    date_created: when,
    date_updated: when,
    date_sent: status === "queued" ? null : when,
    error_code: null,
    error_message: null,
    messaging_service_sid: null,
    num_media: "0",
    num_segments: "1",
    price: null,
    price_unit: "USD",
    subresource_uris: {},
    uri: `/2010-04-01/Accounts/${account}/Messages/${id}.json`,
  };
}
