import type { Instant } from "#domain/identifiers.ts";
import type { ChartOf, RulesHere, StateOfResult } from "./records.ts";
import type { Change } from "./store.ts";

/** Who is to hear of something new in a chart: its patient, or those who may read it for them. */
export type NewsFor = "patient" | "carers";

/** Something new in a chart of which somebody was not told yet. `again`: it may be due at another time than was known. */
export interface PendingNews {
  readonly ref: string;
  readonly for: NewsFor | "again";
  /** When to look at it; absent where it waits for an event. */
  readonly dueAt?: Instant | undefined;
  /** Grows with every change of the record it is about. */
  readonly version: number;
}

/** What the mirror of charts noted as new. */
export interface News {
  /** Patients in whose charts something is to be looked at by then, the oldest first; one query. */
  due(practiceId: string, upTo: Instant, limit: number): Promise<string[]>;
  of(chart: ChartOf): Promise<PendingNews[]>;
  /** Nothing is left to tell of it; fails with ConditionFailed when it is gone, or newer. */
  done(chart: ChartOf, one: PendingNews): Change;
  /** To be looked at then; fails as `done` does. */
  putOff(chart: ChartOf, one: PendingNews, dueAt: Instant | undefined): Change;
  /** Whether its patient had this state of a result before their eyes when they last looked. */
  looked(chart: ChartOf): Promise<(state: StateOfResult) => boolean>;
}

/** visible: those it is for may see it, in its present state. later: not before then. open: not before an event. over: never. */
export type NewsState =
  | { readonly is: "visible"; readonly state: StateOfResult }
  | { readonly is: "later"; readonly at: Instant }
  | { readonly is: "open" }
  | { readonly is: "over" };

/** Asks the gate before a chart how each of these stands now; in their order. */
export type JudgeNews = (
  chart: ChartOf,
  asked: { readonly here: RulesHere; readonly now: Instant; readonly news: readonly NewsAbout[] },
) => Promise<NewsState[]>;
export interface NewsAbout {
  readonly ref: string;
  readonly for: NewsFor;
}
