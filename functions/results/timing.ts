import { Problem } from "#domain/problem.ts";
import { COMMENT_DAYS, TimingChoice } from "#domain/release-events.ts";
import type { ResultTiming, resultsApi } from "#domain/results.ts";
import type { ChartAccess, Handlers } from "#http/access.ts";
import type { RecordStore, TimingRecord } from "#ports/records.ts";
import type { Store } from "#ports/store.ts";

type Api = Handlers<typeof resultsApi>;

export interface TimingPorts {
  readonly records: RecordStore;
  readonly store: Store;
}

/** Changes of mind kept at once: far more than anybody has in a week. */
const MOST = 200;
/** A wish holds a result back for so long at most: what was replaced before that decides about nothing any more. */
const MATTERS_MS = (COMMENT_DAYS + 1) * 86_400_000;

/** When and how this patient wants to learn of results. */
export const timing = (ports: TimingPorts): Api["timing"] => ({
  run: async (access) => shown(await ports.records.timing(chartOf(access))),
});

/** The choice from now on. What is visible stays so; every read obeys it at once. */
export const chooseTiming = (ports: TimingPorts): Api["chooseTiming"] => ({
  async run(access, { version, ...choice }) {
    const chart = chartOf(access);
    const before = await ports.records.timing(chart);
    if (before.version !== version) throw new Problem("work.changed");
    const at = behind(before.choices.at(-1), access.now);
    const chosen = TimingChoice.parse({ at, ...choice });
    const choices = stillMattering([...before.choices, chosen], access.now);
    if (choices.length > MOST) throw new Problem("request.too-many", { retryAfterSeconds: 3600 });
    const next = { choices, version: version + 1 };
    await ports.store.transact(
      [
        ...access.commitment("result-timing"),
        ports.records.savingTiming(chart, next),
        ports.records.judgingAgain(chart, next, access.now),
      ],
      access.requestId.replaceAll("-", ""),
    );
    return shown(next);
  },
});

/**
 * Now, or just after the choice it replaces: two at one instant, or by two clocks, would leave no time in which the first
 * one held, and what it showed would be hidden again.
 */
function behind(last: TimingChoice | undefined, now: string): string {
  const at = Math.max(Date.parse(now), last ? Date.parse(last.at) + 1 : 0);
  return new Date(at).toISOString();
}

const chartOf = ({ practice, patientId }: ChartAccess) => ({ practiceId: practice.id, patientId });

function shown({ choices, version }: TimingRecord): ResultTiming {
  const { usual = "now", byClass = {} } = choices.at(-1) ?? {};
  return { usual, byClass, version };
}

function stillMattering(choices: readonly TimingChoice[], now: string): TimingChoice[] {
  const from = Date.parse(now) - MATTERS_MS;
  return choices.filter((_, index) => {
    const replaced = choices[index + 1];
    return replaced === undefined || Date.parse(replaced.at) > from;
  });
}
