import { stillTrue } from "#domain/notices.ts";
import { addSeconds } from "#domain/time.ts";
import { EhrUnavailable } from "#ports/ehr.ts";
import { type Notice, NoticeMoved, type NoticeRef } from "#ports/notices.ts";
import type { Practice } from "#ports/practices.ts";
import { isToTell } from "./announce-news.ts";
import { attempt, backoffSeconds, isOpen } from "./attempt.ts";
import { planned } from "./plan.ts";
import type { NoticePorts } from "./ports.ts";
import { save, type Turn } from "./turn.ts";

/** Longer than the worker may run: whoever holds an ended lease is gone. */
const LEASE_SECONDS = 75;
/** Tries to find out whom to tell, while the chart does not answer. */
const PLAN_TRIES = 100;

/** Brings one notice as far as it can be brought now. Rejects only for a failure of ours; the sweep comes again. */
export async function deliver(ports: NoticePorts, ref: NoticeRef): Promise<void> {
  const notice = await ports.notices.read(ref);
  if (!notice || !isDue(notice, ports.clock())) return;
  const until = addSeconds(ports.clock(), LEASE_SECONDS);
  try {
    const held = await save(ports, { ...notice, lease: { owner: ports.newId("send"), until } });
    await save(ports, released(await bringOn(ports, held)));
  } catch (error) {
    // Another worker has it: it is in good hands.
    if (!(error instanceof NoticeMoved)) throw error;
  }
}

const isDue = (notice: Notice, now: string): boolean =>
  notice.closed === undefined &&
  (notice.deliveries?.some(isOpen) ?? true) &&
  (notice.lease?.until ?? notice.dueAt) <= now;

function released({ lease: _held, ...notice }: Notice): Notice {
  const due = (notice.deliveries ?? []).filter(isOpen).map(({ dueAt }) => dueAt);
  return { ...notice, dueAt: due.sort()[0] ?? notice.dueAt };
}

async function bringOn(ports: NoticePorts, held: Notice): Promise<Notice> {
  const practice = ports.practices.byId(held.practiceId);
  if (!practice) return { ...held, closed: "no-such-practice" };
  const isTrue = await truthOf(held)(ports, held, practice);
  const turn = { practice, isTrue };
  let notice = held.deliveries ? held : await plannedOrLater(ports, held, turn);
  for (const index of (notice.deliveries ?? []).keys())
    notice = await attempt(ports, notice, { ...turn, index });
  return notice;
}

type Truth = (ports: NoticePorts, held: Notice, here: Practice) => Promise<boolean>;

function truthOf({ news, thread }: Notice): Truth {
  if (thread !== undefined) return isStillUnread;
  return news ? isStillNews : isStillTrue;
}

/** The patient has not opened by themselves what the practice wrote. */
async function isStillUnread(ports: NoticePorts, held: Notice): Promise<boolean> {
  const { practiceId, patientId, thread: id = "" } = held;
  const thread = await ports.threads.read({ practiceId, patientId, id });
  return thread !== undefined && thread.unread > 0;
}

async function isStillTrue(ports: NoticePorts, held: Notice): Promise<boolean> {
  const visit = await ports.visits.read(held.practiceId, held.patientId, held.visitId);
  return stillTrue(held, visit, ports.clock());
}

/** Somebody it is for still sees something of it, and the patient has not looked by themselves. */
async function isStillNews(ports: NoticePorts, held: Notice, here: Practice): Promise<boolean> {
  const { practiceId, patientId, news: { for: side, refs } = { for: "patient", refs: [] } } = held;
  const chart = { practiceId, patientId };
  const news = refs.map((ref) => ({ ref, for: side }));
  const [states, looked] = await Promise.all([
    ports.judgeNews(chart, { here, now: ports.clock(), news }),
    ports.news.looked(chart),
  ]);
  return states.some((state) => isToTell({ for: side }, state, looked));
}

/** Without the chart nobody knows the number or the language: it is asked again until it answers. */
async function plannedOrLater(ports: NoticePorts, held: Notice, turn: Turn): Promise<Notice> {
  try {
    return await planned(ports, held, turn);
  } catch (error) {
    if (!(error instanceof EhrUnavailable)) throw error;
    const attempts = held.attempts + 1;
    if (attempts >= PLAN_TRIES) return { ...held, closed: "chart-unavailable" };
    return { ...held, attempts, dueAt: addSeconds(ports.clock(), backoffSeconds(attempts)) };
  }
}
