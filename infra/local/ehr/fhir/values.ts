import { isRecord, textOf } from "./resource.ts";

/** The half-open span of milliseconds that a FHIR date, instant or Period covers. */
export interface Span {
  low: number;
  high: number;
}

const forever = 8.64e15;
const dayMs = 86_400_000;

export interface Coded {
  system: string;
  code: string;
}

export function codesOf(value: unknown): Coded[] {
  if (typeof value === "string" || typeof value === "boolean")
    return [{ system: "", code: String(value) }];
  if (!isRecord(value)) return [];
  if (Array.isArray(value["coding"])) return value["coding"].flatMap(codesOf);
  const code = textOf(value, "code") ?? textOf(value, "value");
  return code === undefined ? [] : [{ system: textOf(value, "system") ?? "", code }];
}

/** The searchable words of a string, HumanName or Address. */
export function wordsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (!isRecord(value)) return [];
  return ["text", "family", "given", "prefix", "line", "city", "state", "postalCode"]
    .flatMap((key) => value[key] ?? [])
    .filter((word) => typeof word === "string");
}

/** Search by string ignores case and accents, as FHIR asks. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

export function spanOf(value: unknown): Span | undefined {
  if (typeof value === "string") return spanOfDate(value);
  const [start, end] = [textOf(value, "start"), textOf(value, "end")];
  if (!start && !end) return undefined;
  return {
    low: (start && spanOfDate(start)?.low) || -forever,
    high: (end && spanOfDate(end)?.high) || forever,
  };
}

export function spanOfDate(text: string): Span | undefined {
  if (text.includes("T")) return spanOfInstant(text);
  const [, year, month, day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? [];
  if (!year) return undefined;
  const low = Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  if (day) return { low, high: low + dayMs };
  return {
    low,
    high: month ? Date.UTC(Number(year), Number(month), 1) : Date.UTC(Number(year) + 1, 0, 1),
  };
}

function spanOfInstant(text: string): Span | undefined {
  const low = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(low)) return undefined;
  if (/T\d\d:\d\d(?!:)/.test(text)) return { low, high: low + 60_000 };
  return { low, high: low + (text.includes(".") ? 1 : 1000) };
}
