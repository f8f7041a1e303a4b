import { chartDay, chartMoment } from "#domain/chart-dates.ts";
import { typesOf } from "#domain/record-sections.ts";
import type { ExportRecord } from "#ports/exports.ts";
import type { Block, Outline } from "#ports/paper.ts";
import type { Practice } from "#ports/practices.ts";
import type { FilledSection } from "./gather.ts";
import { recordBlocks } from "./outline-record.ts";
import { type Words, wordsFor } from "./words.ts";

export interface OutlineOf {
  readonly sections: readonly FilledSection[];
  readonly practice: Practice;
  readonly record: ExportRecord;
  /** The types that were read. */
  readonly types: readonly string[];
  readonly asOf: string;
  readonly at: string;
}

/** A chart as paper has it: who, what may be missing, and every section with its records. */
export function outlineOf(of: OutlineOf): Outline {
  const { practice, record, sections, at } = of;
  const { language } = record;
  const words = wordsFor({ timeZone: practice.timeZone, language });
  const who = personOf(sections, words);
  const filled = sections.filter(({ records }) => records.length > 0);
  return {
    language,
    title: who.name ? words.t("export.title", { name: who.name }) : words.t("export.person"),
    author: practice.name,
    at,
    blocks: [
      ...headBlocks(of, who, words),
      ...filled.flatMap((section) => sectionBlocks(section, words)),
      ...emptyBlocks(of, words),
    ],
    foot: [who.name, who.born && `${words.t("export.born")} ${who.born}`, practice.name]
      .filter(Boolean)
      .join(" · "),
    pageOf: (page, pages) => words.t("export.page", { page, pages }),
    notDrawn: (sign) => words.t("export.signs", { sign }),
  };
}

interface Person {
  readonly name?: string | undefined;
  readonly born?: string | undefined;
}

/** As the chart's own page of them says. */
function personOf(sections: readonly FilledSection[], words: Words): Person {
  const [whole] = sections.find(({ id }) => id === "demographics")?.records ?? [];
  const { title, facts = [] } = whole?.record.item ?? {};
  const at = facts.find(({ name }) => name === "birth-date")?.at;
  return { name: title || undefined, born: at && chartDay(at, words.place) };
}

function headBlocks({ practice, record, asOf, at }: OutlineOf, who: Person, words: Words): Block[] {
  const row = (name: string, value: string | undefined): Block[] =>
    value ? [{ is: "fact", name, values: [value] }] : [];
  return [
    { is: "title", text: words.t("export.person") },
    ...row(words.t("export.name"), who.name),
    ...row(words.t("export.born"), who.born),
    ...row(words.t("export.clinic"), practice.name),
    ...row(words.t("export.made"), chartMoment(at, words.place)),
    ...row(words.t("export.asOf"), chartMoment(asOf, words.place)),
    { is: "words", text: words.t("export.lead") },
    ...(record.relation === "proxy"
      ? [{ is: "words" as const, text: words.t("export.carer") }]
      : []),
    { is: "words", text: words.t("export.reading", { phone: practice.phone }) },
  ];
}

const sectionBlocks = ({ id, records }: FilledSection, words: Words): Block[] => [
  {
    is: "section",
    text: words.t(`section.${id}`),
    beside: words.t(records.length === 1 ? "export.count_one" : "export.count_other", {
      count: records.length,
    }),
  },
  ...records.flatMap((whole) => recordBlocks(whole, words)),
];

/** What there is nothing of, and what nobody could ask for: silence would leave the two alike. */
function emptyBlocks({ sections, types }: OutlineOf, words: Words): Block[] {
  const empty = sections.filter(({ records }) => records.length === 0);
  const isReadable = ({ id }: FilledSection) => typesOf(id, types).length > 0;
  const names = (some: readonly FilledSection[]) =>
    some.map(({ id }) => words.t(`section.${id}`)).join(", ");
  const nothing = empty.filter(isReadable);
  const closed = empty.filter((section) => !isReadable(section) && section.id !== "other");
  return [
    ...(nothing.length > 0
      ? [
          { is: "section" as const, text: words.t("export.none") },
          { is: "words" as const, text: names(nothing) },
        ]
      : []),
    ...(closed.length > 0
      ? [
          { is: "section" as const, text: words.t("export.unreadable") },
          { is: "words" as const, text: `${names(closed)}. ${words.t("export.unreadableHelp")}` },
        ]
      : []),
  ];
}
