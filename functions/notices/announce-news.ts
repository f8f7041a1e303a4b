import type { Instant } from "#domain/identifiers.ts";
import type { NewsAbout, NewsFor, NewsState, PendingNews } from "#ports/news.ts";
import type { Practice } from "#ports/practices.ts";
import type { ChartOf, StateOfResult } from "#ports/records.ts";
import { type Change, ConditionFailed } from "#ports/store.ts";
import type { NoticePorts } from "./ports.ts";

/** Entries of one practice looked at in one sweep. */
const SWEPT_AT_ONCE = 100;
/** Changes in one transaction: some room is left under DynamoDB's hundred. */
const AT_ONCE = 80;
/** So many of what is new are looked at again before each send. */
const MOST_REFS = 20;

/** Announces what is new in charts and may be told by now: one notice to each side, however much it is. */
export async function announceNews(ports: NoticePorts, practice: Practice): Promise<void> {
  const due = await ports.news.due(practice.id, ports.clock(), SWEPT_AT_ONCE);
  for (const patientId of due)
    try {
      await announceIn(ports, practice, { practiceId: practice.id, patientId });
    } catch (error) {
      // The chart changed, or another sweep was faster: the next one looks again.
      if (!(error instanceof ConditionFailed)) ports.log.error("notices.news-failed", error);
    }
}

type Telling = PendingNews & NewsAbout;
const isTelling = (one: PendingNews): one is Telling => one.for !== "again";

async function announceIn(ports: NoticePorts, here: Practice, chart: ChartOf): Promise<void> {
  const now = ports.clock();
  const pending = await ports.news.of(chart);
  const news = pending.filter(isTelling);
  const [states, looked] = await Promise.all([
    ports.judgeNews(chart, { here, now, news }),
    ports.news.looked(chart),
  ]);
  const told: Telling[] = [];
  const settled: Change[] = [];
  for (const [index, one] of news.entries()) {
    const state = states[index] ?? { is: "over" };
    if (isToTell(one, state, looked)) told.push(one);
    else settled.push(...settling(ports, chart, { one, state }));
  }
  const notices = (["patient", "carers"] as const).flatMap((side) => {
    const theirs = told.filter((one) => one.for === side);
    return theirs.length > 0 ? [{ side, theirs, now }] : [];
  });
  const done = (all: readonly PendingNews[]) => all.map((one) => ports.news.done(chart, one));
  // The first of each side goes with its notice, what is left before: a crash between leaves something to tell.
  const last = notices.flatMap(({ theirs }) => theirs.slice(0, 1));
  await write(ports, [...settled, ...done(told.filter((one) => !last.includes(one)))]);
  const announced = notices.map((notice) => announcing(ports, chart, notice));
  await write(ports, [...done(last), ...announced]);
  await write(ports, done(pending.filter((one) => one.for === "again")));
}

/** What its patient has seen by themselves needs no notice. */
export const isToTell = (
  one: { readonly for: NewsFor },
  answer: NewsState,
  looked: (state: StateOfResult) => boolean,
): boolean => answer.is === "visible" && (one.for === "carers" || !looked(answer.state));

function settling(
  ports: NoticePorts,
  chart: ChartOf,
  { one, state }: { one: Telling; state: NewsState },
): Change[] {
  if (state.is === "over" || state.is === "visible") return [ports.news.done(chart, one)];
  const dueAt = state.is === "later" ? state.at : undefined;
  return dueAt === one.dueAt ? [] : [ports.news.putOff(chart, one, dueAt)];
}

function announcing(
  ports: NoticePorts,
  chart: ChartOf,
  { side, theirs, now }: { side: NewsFor; theirs: readonly Telling[]; now: Instant },
): Change {
  const refs = theirs.slice(0, MOST_REFS).map(({ ref }) => ref);
  return ports.notices.announcing({
    ...chart,
    key: ports.newId("news"),
    visitId: `news-${side}`,
    event: "news",
    start: now,
    at: now,
    news: { for: side, refs },
  });
}

async function write(ports: NoticePorts, changes: readonly Change[]): Promise<void> {
  for (let at = 0; at < changes.length; at += AT_ONCE)
    await ports.store.transact(changes.slice(at, at + AT_ONCE), ports.newId("news"));
}
