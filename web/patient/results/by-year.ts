import type { ResultSummary } from "#domain/results.ts";

export interface Year {
  /** "2026"; empty for results without a date. */
  readonly year: string;
  readonly items: ResultSummary[];
}

/** Results in the order they came in, under the year they are of. */
export function byYear(results: readonly ResultSummary[]): Year[] {
  const years: Year[] = [];
  for (const result of results) {
    const year = (result.date ?? result.issued ?? "").slice(0, 4);
    const last = years.at(-1);
    if (last?.year === year) last.items.push(result);
    else years.push({ year, items: [result] });
  }
  return years;
}
