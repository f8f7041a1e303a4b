import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import * as z from "zod/mini";
import { type Promised, promises } from "./fixtures/promised.ts";

/** Where the long run keeps its figures, and the page they become. */
const FIGURES = "node_modules/.cache/porchlight/promises.jsonl";
const PAGE = "docs/promises.md";

const Run = z.object({ run: z.object({ at: z.string(), commit: z.string() }) });
const End = z.object({ end: z.object({ code: z.number() }) });
const Figure = z.object({
  promise: z.string(),
  bar: z.string(),
  value: z.string(),
  command: z.string(),
  tried: z.optional(z.number()),
  wrong: z.optional(z.number()),
});
type Figure = z.infer<typeof Figure>;

/** What one long run has left behind, a line each: when it began and of which commit, its figures, how it ended. */
export interface Account {
  readonly run: z.infer<typeof Run>["run"] | undefined;
  readonly figures: readonly Figure[];
  /** Undefined: it never ended, or nobody has run it as a whole. */
  readonly code: number | undefined;
}

export function accountIn(lines: string): Account {
  const said = lines
    .split("\n")
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line));
  const all = said.flatMap((one) => Figure.safeParse(one).data ?? []);
  // Shown twice, the later counts: somebody looked at one promise again.
  const last = new Map(all.map((one) => [`${one.promise} ${one.command} ${one.bar}`, one]));
  return {
    run: said.map((one) => Run.safeParse(one).data?.run).find(Boolean),
    figures: [...last.values()],
    code: said.map((one) => End.safeParse(one).data?.end.code).find((code) => code !== undefined),
  };
}

/** How a promise stands: what its figures come to, held against its bar. */
export type Standing =
  | { readonly is: "reached" }
  | { readonly is: "below"; readonly by: string }
  | { readonly is: "missing" }
  | { readonly is: "untestable"; readonly why: string };

export function standingOf(promised: Promised, figures: readonly Figure[]): Standing {
  const { least, untested } = promised;
  if (figures.length === 0)
    return untested ? { is: "untestable", why: untested } : { is: "missing" };
  const wrong = figures.reduce((sum, one) => sum + (one.wrong ?? 0), 0);
  if (wrong > 0) return { is: "below", by: `${grouped(wrong)} came out wrong` };
  const tried = Math.max(...figures.map(triedIn));
  if (tried >= least) return { is: "reached" };
  return { is: "below", by: `${grouped(tried)} tried, at least ${grouped(least)} asked for` };
}

const grouped = (count: number) => count.toLocaleString("en-US");

function triedIn({ tried, value }: Figure): number {
  const [first = "0"] = /\d[\d,]*/.exec(value) ?? [];
  return tried ?? Number(first.replaceAll(",", ""));
}

/** The page: each promise with its bar, its figure and the command that gives it. */
export function pageOf({ run, figures, code }: Account, list = promises): string {
  const all = list.map((promised) => {
    const own = figures.filter(({ promise }) => promise === promised.number);
    return { promised, own, standing: standingOf(promised, own) };
  });
  const count = (is: Standing["is"]) => all.filter(({ standing }) => standing.is === is).length;
  return [
    "# What the portal promises, and what its tests have shown",
    "",
    "Made by `npm run promises` from what `npm run test:deep` wrote down; nobody edits it by hand.",
    "",
    run
      ? `Run of ${run.at.slice(0, 16).replace("T", " ")} UTC, commit ${run.commit}.`
      : "**No whole run: these figures were taken one by one.**",
    ...(code === 0 ? [] : ["", ended(code)]),
    "",
    `Of ${list.length} promises ${count("reached")} reach their bar, ${count("below")} stand below it, ` +
      `${count("missing")} have no figure in this run, ${count("untestable")} can't be tested yet.`,
    ...all.flatMap(section),
    "",
  ].join("\n");
}

const ended = (code: number | undefined) =>
  code === undefined
    ? "**This run did not come to its end: what is missing below may only not have been reached.**"
    : "**This run did not end green: a test failed, or what is counted at its end came out wrong. Until that is mended, it proves less than it says.**";

function section(given: { promised: Promised; own: readonly Figure[]; standing: Standing }) {
  const { promised, own, standing } = given;
  const { number, promise, bar, untested } = promised;
  return [
    "",
    `## ${number}. ${promise}`,
    "",
    `- Bar: ${bar}.`,
    `- Figure: ${wordsOf(standing)}.`,
    ...own.flatMap((one) => [`  - ${one.value} (${one.bar}).`, `    \`${one.command}\``]),
    ...(untested && own.length > 0 ? [`- Not in it: ${untested}.`] : []),
  ];
}

function wordsOf(standing: Standing): string {
  switch (standing.is) {
    case "reached":
      return "reaches its bar";
    case "below":
      return `**below its bar: ${standing.by}**`;
    case "missing":
      return "**none in this run**";
    case "untestable":
      return `not yet testable: ${standing.why}`;
  }
}

/** The commit the run is of, and whether files differed from it. */
function commit(): string {
  const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8" }).trim();
  try {
    const changed = git("status", "--porcelain", "--untracked-files=no") !== "";
    return `${git("rev-parse", "--short=12", "HEAD")}${changed ? " with changes" : ""}`;
  } catch {
    return "unknown";
  }
}

function begin(): void {
  mkdirSync(dirname(FIGURES), { recursive: true });
  const run = { at: new Date().toISOString(), commit: commit() };
  writeFileSync(FIGURES, `${JSON.stringify({ run })}\n`);
}

/** Passes on how the run ended, so that a red one stays red. */
function end(code: number): void {
  writeFileSync(FIGURES, `${JSON.stringify({ end: { code } })}\n`, { flag: "a" });
  process.exitCode = code;
}

function write(): void {
  if (!existsSync(FIGURES)) {
    process.stderr.write("There are no figures yet: `npm run test:deep` takes them.\n");
    process.exitCode = 1;
    return;
  }
  writeFileSync(PAGE, pageOf(accountIn(readFileSync(FIGURES, "utf8"))));
  process.stdout.write(`${PAGE}\n`);
}

if (import.meta.main) {
  const [step, code] = process.argv.slice(2);
  if (step === "begin") begin();
  else if (step === "end") end(Number(code));
  else write();
}
