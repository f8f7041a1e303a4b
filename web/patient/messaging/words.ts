import type { Message, ThreadSummary } from "#domain/messaging.ts";
import type { Key } from "#web/i18n/catalog.ts";
import { counted, t } from "#web/i18n/language.ts";
import type { Look } from "#web/ui/said/said.tsx";
import { stateLook } from "#web/ui/visit-state.ts";

type Named = Pick<ThreadSummary, "about">;

/** What a conversation is called: after its record, where it has one. */
export function titleOf({ about }: Named): string {
  if (!about) return t("messages.question");
  return about.title || t("messages.record");
}

/** Where its record stands. */
export const recordPath = ({ about }: Named): string | undefined =>
  about && `/health/${about.section}/${about.id}`;

const STANDING: Record<ThreadSummary["state"], Omit<Look, "words"> & { key: Key }> = {
  waiting: { tone: "wait", icon: "clock", key: "messages.waiting" },
  answered: { tone: "good", icon: "check", key: "messages.answered" },
  closed: { tone: "plain", icon: "check", key: "messages.closed" },
};

/** Whose turn it is. */
export function standing({ state }: Pick<ThreadSummary, "state">): Look {
  const { tone, icon, key } = STANDING[state];
  return { tone, icon, words: t(key) };
}

/** The same in a list: what is new there comes first, and that there was an answer goes without saying then. */
export function inShort(thread: Pick<ThreadSummary, "state" | "unread">): Look[] {
  if (thread.unread === 0) return [standing(thread)];
  const fresh: Look = {
    tone: "info",
    icon: "chat",
    words: counted("messages.new", thread.unread),
  };
  return thread.state === "closed" ? [fresh, standing(thread)] : [fresh];
}

const IN_CHART: Partial<Record<string, "saved" | "in-chart">> = {
  saved: "saved",
  "in-chart": "in-chart",
};

/** Where a message of one's own is. The practice has each of them, also where its chart takes none. */
export function chartLook({ by, writeBack }: Pick<Message, "by" | "writeBack">): Look[] {
  if (by !== "patient") return [];
  const where = IN_CHART[writeBack.state] ?? "with-practice";
  const { tone, icon } = stateLook(where);
  return [{ tone, icon, words: t(`messages.${where}`) }];
}

/** That a message was not opened before. */
export const newLook = (): Look => ({ tone: "info", icon: "chat", words: t("messages.new") });
