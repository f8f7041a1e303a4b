import { stillTrue } from "#domain/notices.ts";
import { addSeconds } from "#domain/time.ts";
import { EhrUnavailable } from "#ports/ehr.ts";
import { type Notice, NoticeMoved, type NoticeRef } from "#ports/notices.ts";
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
  const { practiceId, patientId, visitId } = held;
  const practice = ports.practices.byId(practiceId);
  if (!practice) return { ...held, closed: "no-such-practice" };
  const visit = await ports.visits.read(practiceId, patientId, visitId);
  const isTrue = stillTrue(held, visit, ports.clock());
  const turn = { practice, visit, isTrue };
  let notice = held.deliveries ? held : await plannedOrLater(ports, held, turn);
  for (const index of (notice.deliveries ?? []).keys())
    notice = await attempt(ports, notice, { ...turn, index });
  return notice;
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
