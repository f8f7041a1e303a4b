import type { ChartItem } from "#domain/records.ts";
import type { RecordEntry, StoredRecord } from "#ports/records.ts";
import { type Chart, heldWith, standsAlone } from "./assemble.ts";

/** A list is to be quick on a phone: what is long stands in the record itself. */
const MOST_FACTS = 8;
const MOST_LETTERS = 160;

const short = (text: string): string =>
  text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS - 1).trimEnd()}…`;

/** What a section's list holds of a record; undefined for a value that is listed with its report. */
export function entryOf(record: StoredRecord, chart: Chart): RecordEntry | undefined {
  if (record.awaited) return undefined;
  if (record.section === "results" && !standsAlone(record)) return undefined;
  return {
    item: listed(record.item),
    ...(record.result ? { result: summaryOf(record.result) } : {}),
    held: heldWith(record, chart),
  };
}

const summaryOf = ({
  measured: _values,
  missing: _missing,
  ...summary
}: NonNullable<StoredRecord["result"]>) => ({ ...summary, title: short(summary.title) });

function listed({ facts, measured, comments: _words, attachments, ...item }: ChartItem): ChartItem {
  const { comments: _more, ...value } = measured ?? { name: "" };
  return {
    ...item,
    title: short(item.title),
    facts: facts
      .slice(0, MOST_FACTS)
      .map((fact) => (fact.text === undefined ? fact : { ...fact, text: short(fact.text) })),
    ...(measured && item.type === "Observation" ? { measured: value } : {}),
    ...(attachments ? { attachments: attachments.map(({ text: _text, ...file }) => file) } : {}),
  };
}
