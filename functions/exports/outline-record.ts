import type { Attachment, Comment, Measured } from "#domain/measured.ts";
import type { ChartItem, Fact } from "#domain/records.ts";
import type { EarlierResult } from "#domain/results.ts";
import type { Block } from "#ports/paper.ts";
import type { WholeRecord } from "#ports/records.ts";
import { dayWords, factWords, momentWords, rangeWords, valueWords, type Words } from "./words.ts";

/** One record of the chart as paper has it: what its page on the screen says, to the last word. */
export function recordBlocks(whole: WholeRecord, words: Words): Block[] {
  const { item, result } = whole.record;
  const status = result ? words.coded("stage", result.status) : statusOf(item, words);
  return [
    {
      is: "record",
      text: item.title || words.t("item.untitled"),
      beside: [status, whenOf(item, words)].filter(Boolean).join(" · ") || undefined,
    },
    ...(item.unread ? [{ is: "words" as const, text: words.t("item.unread") }] : []),
    ...(result ? resultBlocks(whole, words) : plainBlocks(item, words)),
    ...attachmentBlocks(item.attachments, words),
    { is: "words", soft: true, text: sourceOf(item, words) },
  ];
}

const statusOf = ({ status }: ChartItem, words: Words) => status && words.coded("code", status);

function whenOf({ date, end }: ChartItem, words: Words): string | undefined {
  const [start, until] = [date && dayWords(date, words), end && dayWords(end, words)];
  return start && until && start !== until
    ? words.t("item.until", { start, end: until })
    : (start ?? until);
}

const plainBlocks = ({ measured, facts, comments }: ChartItem, words: Words): Block[] => [
  ...(measured ? valueBlocks([measured], words) : []),
  ...factBlocks(facts, words),
  ...commentBlocks(comments, words),
];

/** A result: when, by whom, its values, what was said of it, and what it said before. */
function resultBlocks({ record, past }: WholeRecord, words: Words): Block[] {
  const { result, parts, item, said = [] } = record;
  if (!result) return [];
  const row = (name: string, value: string | undefined): Block[] =>
    value === undefined ? [] : [{ is: "fact", name, values: [value] }];
  const { missing = 0 } = result;
  return [
    ...row(words.t("results.taken"), result.date && momentWords(result.date, words)),
    ...row(words.t("results.reported"), result.issued && momentWords(result.issued, words)),
    ...row(words.t("results.performer"), parts?.performer),
    ...row(words.t("results.interpreter"), parts?.interpreter),
    ...valueBlocks(result.measured, words),
    ...(missing > 0 ? [{ is: "words" as const, text: missingWords(missing, words) }] : []),
    ...factBlocks(item.facts, words),
    ...(parts?.conclusion
      ? [{ is: "quote" as const, text: parts.conclusion, by: words.t("results.report") }]
      : []),
    ...commentBlocks([...(parts?.comments ?? []), ...said], words),
    ...past.flatMap((one) => earlierBlocks(one, words)),
  ];
}

const missingWords = (count: number, words: Words): string =>
  words.t(count === 1 ? "results.missing_one" : "results.missing_other", { count });

function earlierBlocks(
  { status, issued, values, conclusion }: EarlierResult,
  words: Words,
): Block[] {
  const state = words.coded("stage", status);
  const when = issued
    ? words.t("results.earlierOn", { status: state, day: dayWords(issued, words) })
    : state;
  return [
    { is: "words", text: `${words.t("results.earlier")}: ${when}` },
    ...valueBlocks(values, words, 1),
    ...(conclusion ? [{ is: "quote" as const, text: conclusion }] : []),
  ];
}

const hasOwn = ({ value, text, absent, parts }: Measured): boolean =>
  (value ?? text ?? absent) !== undefined || !parts?.length;

/** Values with what is usual, and their members below them. */
function valueBlocks(all: readonly Measured[], words: Words, depth = 0): Block[] {
  return all.flatMap((one) => [
    {
      is: "value",
      depth,
      name: one.name || words.t("item.untitled"),
      value: hasOwn(one) ? valueWords(one, words) : undefined,
      range: one.range && rangeWords(one.range, words),
      flag: one.flag && words.coded("flag", one.flag),
    },
    ...notesOf(one, words),
    ...commentBlocks(one.comments, words),
    ...valueBlocks(one.parts ?? [], words, depth + 1),
  ]);
}

function notesOf({ status, method }: Measured, words: Words): Block[] {
  const stage = status !== undefined && status !== "final" ? words.coded("stage", status) : "";
  const measured = method === undefined ? "" : words.t("value.method", { method });
  return [stage, measured].filter(Boolean).map((text) => ({ is: "words", soft: true, text }));
}

/** Facts of the same name stand together. */
function factBlocks(facts: readonly Fact[], words: Words): Block[] {
  const names = Map.groupBy(facts, ({ name }) => name);
  return [...names].map(([name, all]) => ({
    is: "fact",
    name: words.t(`fact.${name}`),
    values: all.map((fact) => factWords(fact, words)),
  }));
}

function commentBlocks(comments: readonly Comment[] | undefined, words: Words): Block[] {
  return (comments ?? []).map(({ text, by, at }) => {
    const day = at && dayWords(at, words);
    const signature = by && day ? words.t("comment.by", { name: by, day }) : (by ?? day);
    return { is: "quote", text, by: signature };
  });
}

function attachmentBlocks(files: readonly Attachment[] | undefined, words: Words): Block[] {
  return (files ?? []).flatMap(({ title, contentType, text }): Block[] => [
    { is: "fact", name: words.t("paper.file"), values: [`${title ?? ""} (${contentType})`.trim()] },
    text === undefined
      ? { is: "words", soft: true, text: words.t("export.closed") }
      : { is: "quote", text },
  ]);
}

function sourceOf({ source }: ChartItem, words: Words): string {
  const { reference, updated } = source;
  const at = updated && words.t("health.updated", { day: momentWords(updated, words) });
  return [words.t("health.source", { reference }), at].filter(Boolean).join(". ");
}
