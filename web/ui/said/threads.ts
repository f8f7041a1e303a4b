import type { Message, Thread } from "#domain/messaging.ts";

/** What is read again may be older than what was written meanwhile: nothing that was sent goes from the screen. */
export const newer = <T extends Pick<Thread, "said">>(known: T | undefined, read: T): T =>
  known && known.said.length > read.said.length ? known : read;

/** Something this side wrote is not in the chart yet, and on its way there. */
export const isOnItsWay = (thread: Pick<Thread, "said"> | undefined, by: Message["by"]): boolean =>
  thread?.said.some((one) => one.by === by && one.writeBack.state === "saved") === true;

/** Which messages the patient has not opened: the last ones of the practice. */
export const unopened = ({ said, unread }: Pick<Thread, "said" | "unread">): number[] => {
  const theirs = said.filter(({ by }) => by === "practice").map(({ number }) => number);
  return theirs.slice(theirs.length - Math.min(unread, theirs.length));
};
