import { isSaid, smsText } from "#domain/notices.ts";
import type { NewsFor } from "#ports/news.ts";
import type { Delivery, Notice, Recipient } from "#ports/notices.ts";
import type { NoticePorts } from "./ports.ts";
import type { Turn } from "./turn.ts";

/**
 * Decides whom a notice reaches and how. What was told last of a visit is not told again: a change can come to us from
 * the ledger and from the chart. That is decided in one transaction, so of two such notices one closes.
 */
export async function planned(ports: NoticePorts, held: Notice, turn: Turn): Promise<Notice> {
  if (!turn.isTrue) return { ...held, closed: "overtaken" };
  const told = await ports.notices.told(held);
  if (isSaid(told, held)) return { ...held, closed: "told-before" };
  const people = await ports.recipients.of(held.practiceId, held.patientId, sideOf(held));
  const deliveries = people.flatMap((person) => deliveriesTo(ports, held, { person, turn }));
  if (deliveries.length === 0) return { ...held, closed: "nobody-to-tell" };
  const next = { ...held, deliveries: unique(deliveries), version: held.version + 1 };
  const { key, event, start } = held;
  await ports.store.transact(
    [
      ports.notices.saving(next),
      ports.notices.telling(held, { key, event, start, version: (told?.version ?? 0) + 1 }),
    ],
    ports.newId("plan"),
  );
  return next;
}

const sideOf = ({ news, thread }: Notice): NewsFor | undefined =>
  thread === undefined ? news?.for : "patient";

function deliveriesTo(
  ports: NoticePorts,
  { event, start, dueAt }: Notice,
  { person, turn }: { person: Recipient; turn: Turn },
): Delivery[] {
  const { email, phone, language } = person;
  const shared = { language, state: "waiting", attempts: 0, dueAt } as const;
  const { practice } = turn;
  const text = smsText({ event, start, practice, portal: ports.portal, language });
  return [
    { ...shared, channel: "email", to: email },
    ...(phone && text ? [{ ...shared, channel: "sms", to: phone, text } as const] : []),
  ];
}

/** Two carers with one number get one text. */
const unique = (deliveries: readonly Delivery[]): Delivery[] => [
  ...new Map(
    deliveries.map((delivery) => [`${delivery.channel} ${delivery.to}`, delivery]),
  ).values(),
];
