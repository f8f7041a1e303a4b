import { createHash } from "node:crypto";
import { emailText, mayText, smsDueAt } from "#domain/notices.ts";
import { addSeconds } from "#domain/time.ts";
import {
  type Delivery,
  type Notice,
  NumberMoved,
  type NumberRecord,
  OptedOut,
  type SendOutcome,
} from "#ports/notices.ts";
import type { Change } from "#ports/store.ts";
import type { NoticePorts } from "./ports.ts";
import { save, type Turn } from "./turn.ts";

/** A vendor shows a text it took within this time; only then does its absence prove anything. */
const LOOK_UP_SECONDS = 30;
/** After this a notice is old news. */
const GIVE_UP_SECONDS = 24 * 3600;

export const isOpen = ({ state }: Delivery): boolean =>
  state === "waiting" || state === "sending" || state === "unknown";

/** 10 s, 20 s, … 15 minutes. */
export const backoffSeconds = (attempts: number): number =>
  Math.min(900, 10 * 2 ** Math.min(attempts - 1, 10));

type At = Turn & { readonly index: number };

/** One delivery, brought as far as it can be brought now. */
export async function attempt(ports: NoticePorts, notice: Notice, at: At): Promise<Notice> {
  const delivery = notice.deliveries?.[at.index];
  if (!delivery || !isOpen(delivery) || delivery.dueAt > ports.clock()) return notice;
  if (delivery.state !== "waiting") return lookUp(ports, notice, { ...at, delivery });
  // One reading serves both, the rule and the count: a text counted in between fails the count.
  const number = delivery.channel === "sms" ? await ports.numbers.read(delivery.to) : undefined;
  const trying = { ...at, delivery, number };
  const against = whyNot(notice, trying, ports.clock());
  return against ? changed(notice, at.index, against) : send(ports, notice, trying);
}

type Trying = At & { readonly delivery: Delivery; readonly number?: NumberRecord | undefined };

function changed(notice: Notice, index: number, patch: Partial<Delivery>): Notice {
  const deliveries = (notice.deliveries ?? []).map((delivery, at) =>
    at === index ? { ...delivery, ...patch } : delivery,
  );
  return { ...notice, deliveries };
}

/** What stands against sending it now: for good, or until later. */
function whyNot(notice: Notice, trying: Trying, now: string): Partial<Delivery> | undefined {
  const { isTrue, number } = trying;
  if (!isTrue) return { state: "skipped", reason: "overtaken" };
  if (now > addSeconds(notice.at, GIVE_UP_SECONDS)) return { state: "failed", reason: "gave-up" };
  return number && whyNoText(notice, { ...trying, number }, now);
}

function whyNoText(
  notice: Notice,
  { practice, index, number }: Trying & { readonly number: NumberRecord },
  now: string,
): Partial<Delivery> | undefined {
  const dueAt = smsDueAt(now, notice.start, practice.timeZone);
  if (dueAt > now) return { dueAt };
  if (number.optedOut) return { state: "skipped", reason: "opted-out" };
  const others = number.texts.filter(({ id }) => id !== textId(notice, index)).map(({ at }) => at);
  return number.consented || mayText(others, now, practice.timeZone)
    ? undefined
    : { state: "skipped", reason: "cap" };
}

const textId = ({ key }: Notice, index: number) => `${key}#${index}`;

/** Marked as being sent before the vendor is called: whoever finds that mark later asks the vendor first. */
async function send(ports: NoticePorts, notice: Notice, trying: Trying): Promise<Notice> {
  const { delivery, index } = trying;
  const now = ports.clock();
  const attempts = delivery.attempts + 1;
  const marked = changed(notice, index, { state: "sending", attempts, triedAt: now });
  const sending = { ...marked, version: notice.version + 1 };
  try {
    await ports.store.transact(
      [ports.notices.saving(sending), ...counting(ports, notice, trying)],
      ports.newId("mark"),
    );
  } catch (error) {
    if (error instanceof OptedOut)
      return changed(notice, index, { state: "skipped", reason: "opted-out" });
    // Another text to this number was faster: whether this one may follow is asked again.
    if (error instanceof NumberMoved) return changed(notice, index, { dueAt: addSeconds(now, 1) });
    throw error;
  }
  const outcome = await call(ports, sending, trying);
  const settled = await after(ports, outcome, { ...delivery, attempts, triedAt: now });
  return save(ports, changed(sending, index, settled));
}

function counting(
  ports: NoticePorts,
  notice: Notice,
  { delivery, index, number }: Trying,
): Change[] {
  const text = { id: textId(notice, index), at: ports.clock() };
  return number ? ports.numbers.texting(delivery.to, number, text) : [];
}

function call(
  ports: NoticePorts,
  { event, start, key }: Notice,
  { delivery, practice, index }: Trying,
): Promise<SendOutcome> {
  const { to, text = "", language } = delivery;
  if (delivery.channel === "sms") return ports.sms.send({ to, text });
  const { subject, body } = emailText({ event, start, practice, portal: ports.portal, language });
  // Tells our own log which e-mail it was, and nobody else anything: the key names a visit.
  const tag = createHash("sha256").update(`${key}#${index}`).digest("hex").slice(0, 32);
  return ports.email.send({ to, senderName: practice.name, subject, body, tag });
}

/** Where a delivery stands after an attempt. */
async function after(
  ports: NoticePorts,
  outcome: SendOutcome,
  { channel, to, attempts, triedAt = "" }: Delivery,
): Promise<Partial<Delivery>> {
  const now = ports.clock();
  switch (outcome.is) {
    case "sent":
      return { state: "sent", reference: outcome.reference };
    case "refused":
      if (channel === "sms" && outcome.code === "opted-out") await ports.numbers.optOut(to, now);
      ports.log.warn("notices.refused", { channel, code: outcome.code });
      return { state: "failed", reason: outcome.code };
    case "retry":
      return {
        state: "waiting",
        reason: outcome.code,
        dueAt: addSeconds(now, backoffSeconds(attempts)),
      };
    case "unknown":
      return channel === "sms"
        ? { state: "unknown", dueAt: addSeconds(triedAt, LOOK_UP_SECONDS) }
        : unsure(ports, channel);
  }
}

/** E-mail can't be looked up: it may have gone, so it does not go again. */
function unsure(ports: NoticePorts, channel: string): Partial<Delivery> {
  ports.log.warn("notices.unsure", { channel });
  return { state: "unsure", reason: "no-answer" };
}

/** An attempt whose end nobody saw: the vendor is asked whether it has the message. Never sent again without that. */
async function lookUp(
  ports: NoticePorts,
  notice: Notice,
  { delivery, index }: Trying,
): Promise<Notice> {
  const { channel, to, text = "", triedAt = notice.at, attempts } = delivery;
  const now = ports.clock();
  if (channel === "email") return changed(notice, index, unsure(ports, channel));
  const askedFrom = addSeconds(triedAt, LOOK_UP_SECONDS);
  if (now < askedFrom) return changed(notice, index, { state: "unknown", dueAt: askedFrom });
  const found = await ports.sms.find({ to, text, since: triedAt });
  if (found.is === "sent")
    return changed(notice, index, { state: "sent", reference: found.reference });
  if (found.is === "refused") return changed(notice, index, { state: "waiting", dueAt: now });
  if (now > addSeconds(notice.at, GIVE_UP_SECONDS))
    return changed(notice, index, unsure(ports, channel));
  return changed(notice, index, {
    state: "unknown",
    dueAt: addSeconds(now, backoffSeconds(attempts)),
  });
}
