import type { ChartReading, ChartVisit } from "./chart.ts";
import type { PortalVisit } from "./local-deps.ts";

/** `waiting`: they differ and the portal says so. `wrong`: they differ and it does not. */
type Tone = "same" | "waiting" | "wrong" | "unknown";

export type Row = Readonly<{
  chart: ChartVisit | undefined;
  portal: PortalVisit | undefined;
  tone: Tone;
  note: string;
}>;

const GONE = new Set(["cancelled", "entered-in-error", "noshow"]);

const sameInstant = (one: string, other: string) => Date.parse(one) === Date.parse(other);

function noteOnPair(chart: ChartVisit, portal: PortalVisit, fresh: boolean): [Tone, string] {
  if (portal.reference === undefined && portal.state !== "in-chart")
    return ["waiting", "The chart has it. The portal has not heard so yet, and does not claim it."];
  if (GONE.has(chart.status)) return ["wrong", "Cancelled in the chart, not yet in the portal."];
  if (!sameInstant(chart.start, portal.start)) return ["wrong", "The times differ."];
  if (portal.state !== "in-chart")
    return ["waiting", "A change to this visit is not in the chart yet, and the portal says so."];
  return fresh ? ["same", "Same in both"] : ["unknown", "Same when the chart was last read"];
}

const HONEST: Readonly<Record<string, string>> = {
  saved: "Only in the portal, and the portal says so.",
  "with-practice": "Not in the chart. A person at the practice has it, and the portal says so.",
  entered: "Somebody says they typed it in. No read has found it yet, and the portal says so.",
  "needs-attention": "Not in the chart. Ada is told why and what to do next.",
};

function noteOnPortalOnly(portal: PortalVisit, fresh: boolean): [Tone, string] {
  if (portal.state !== "in-chart")
    return ["waiting", HONEST[portal.state] ?? "Only in the portal, which claims no more."];
  if (!fresh) return ["unknown", "The chart cannot be read now."];
  return ["wrong", "The portal says it is in the chart. The chart does not have it."];
}

function counterpart(portal: PortalVisit, chart: readonly ChartVisit[]): ChartVisit | undefined {
  if (portal.reference !== undefined)
    return chart.find((each) => each.reference === portal.reference);
  return chart.find((each) => each.ours && sameInstant(each.start, portal.start));
}

/** One row a visit: what the chart holds on one side, what the patient is told on the other. */
export function compare(reading: ChartReading, portal: readonly PortalVisit[]): Row[] {
  const fresh = reading.answering;
  const unmatched = new Set(reading.visits);
  const known = portal.map((visit): Row => {
    const chart = counterpart(visit, [...unmatched]);
    if (!chart) {
      const [tone, note] = noteOnPortalOnly(visit, fresh);
      return { chart, portal: visit, tone, note };
    }
    unmatched.delete(chart);
    const [tone, note] = noteOnPair(chart, visit, fresh);
    return { chart, portal: visit, tone, note };
  });
  const chartOnly = [...unmatched].filter((each) => !GONE.has(each.status));
  const news = chartOnly.map(
    (chart): Row => ({
      chart,
      portal: undefined,
      tone: "waiting",
      note: "Only in the chart. The portal shows it after its next read.",
    }),
  );
  const start = (row: Row) => Date.parse(row.portal?.start ?? row.chart?.start ?? "");
  return [...known, ...news].sort((one, other) => start(one) - start(other));
}

export type Verdict = Readonly<{ tone: Tone; words: string }>;

const visits = (count: number) => (count === 1 ? "1 visit" : `${count} visits`);
const visitsAre = (count: number) => `${visits(count)} ${count === 1 ? "is" : "are"}`;

/** The sentence on top: does the portal tell the truth right now? */
export function verdict(rows: readonly Row[], answering: boolean): Verdict {
  const count = (tone: Tone) => rows.filter((row) => row.tone === tone).length;
  const [wrong, waiting] = [count("wrong"), count("waiting")];
  if (wrong > 0) return { tone: "wrong", words: `They disagree about ${visits(wrong)}.` };
  // News from the chart that the portal has not read yet is nothing Ada was told.
  const told = rows.every((row) => row.tone !== "waiting" || row.portal !== undefined);
  const missing = `${visitsAre(waiting)} not the same in both${told ? ", and Ada is told so." : " yet."}`;
  if (!answering)
    return waiting > 0
      ? { tone: "waiting", words: `The EHR does not answer. ${missing}` }
      : { tone: "unknown", words: "The EHR does not answer. Nothing is waiting for it." };
  if (waiting > 0) return { tone: "waiting", words: missing };
  if (rows.length === 0)
    return { tone: "same", words: "They agree: no coming visits. Book one as Ada to begin." };
  return { tone: "same", words: `They agree: ${visits(rows.length)}, the same in both.` };
}
