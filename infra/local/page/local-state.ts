import { chartReader, startOfToday } from "./chart.ts";
import { compare, type Row, type Verdict, verdict } from "./comparison.ts";
import { type Controlled, ehrControls } from "./ehr-controls.ts";
import type { Denial, LocalDeps, OutboxMessage, PortalVisit } from "./local-deps.ts";

/** The demo's patient. Everybody else's visits stay behind a sign-in. */
const DEMO_PATIENT = "ada@example.test";
const RECENT = 8;

export type LocalState = Readonly<{
  ehr: {
    controllable: boolean;
    answering: boolean;
    stopped: boolean;
    faults: Controlled["faults"];
    readAt: string | undefined;
  };
  portal: { readable: boolean };
  rows: readonly Row[];
  verdict: Verdict;
  outbox: { count: number; recent: readonly OutboxMessage[] };
  denials: readonly Denial[];
}>;

const newestFirst = (one: OutboxMessage, other: OutboxMessage) => other.at.localeCompare(one.at);

/** Visits of the past are no disagreement: the chart is asked for the coming ones only. */
async function comingVisits(deps: LocalDeps): Promise<PortalVisit[]> {
  const visits = await deps.portalVisits(DEMO_PATIENT);
  return visits.filter((visit) => Date.parse(visit.start) >= Date.parse(startOfToday()));
}

export function stateReader(deps: LocalDeps): () => Promise<LocalState> {
  const readChart = chartReader(deps.ehrFhirUrl, DEMO_PATIENT);
  const controls = deps.ehrAdminUrl === undefined ? undefined : ehrControls(deps.ehrAdminUrl);
  return async () => {
    const [chart, portal, controlled] = await Promise.all([
      readChart(),
      comingVisits(deps).catch(() => undefined),
      controls?.state(),
    ]);
    const rows = compare(chart, portal ?? []);
    const messages = deps.outbox();
    return {
      ehr: {
        controllable: controls !== undefined,
        answering: chart.answering,
        stopped: controlled?.stopped ?? !chart.answering,
        faults: controlled?.faults ?? [],
        readAt: chart.asOf,
      },
      portal: { readable: portal !== undefined },
      rows: portal ? rows : [],
      verdict: portal
        ? verdict(rows, chart.answering)
        : { tone: "unknown", words: "The portal's records cannot be read right now." },
      outbox: { count: messages.length, recent: messages.toSorted(newestFirst).slice(0, RECENT) },
      denials: deps.denials(),
    };
  };
}
