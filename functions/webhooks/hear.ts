import { createHash } from "node:crypto";
import type { Access } from "#http/access.ts";
import type { Events } from "#ports/events.ts";
import type { Queue } from "#ports/queue.ts";
import { type News, newsIn } from "./notification.ts";

/** An EHR rings. Nothing in the message is believed but which records to read again. */
export const hear =
  ({ events, rereads }: { events: Events; rereads: Queue }) =>
  async (access: Access, { connectionId }: { connectionId: string }): Promise<undefined> => {
    const { practice, requestId, now, http } = access;
    const news = newsIn(http.rawBody);
    if (news.kind === "none") return;
    const eventId = createHash("sha256").update(`${connectionId} ${http.rawBody}`).digest("hex");
    if (!(await events.first(eventId, { requestId, now }))) return;
    try {
      await rereads.send(messageOf(practice.id, news));
    } catch (error) {
      await events.forget(eventId, { requestId, now });
      throw error;
    }
  };

const messageOf = (practiceId: string, news: News) =>
  news.kind === "records"
    ? { practiceId, references: news.references }
    : { practiceId, poll: true };
