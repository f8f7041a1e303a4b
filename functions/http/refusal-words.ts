import type * as z from "zod/mini";

type Issue = z.core.$ZodRawIssue;

/**
 * What is wrong with one value of a request, for whoever wrote the client. Words of our own: the parser's depend on
 * which language somebody in the process chose for it, and on none it says only "Invalid input".
 */
export function refusalWords(issue: Issue): string {
  if (issue.input === undefined && issue.code !== "custom") return "Is missing.";
  switch (issue.code) {
    case "invalid_type":
      return `Must be of type ${issue.expected}.`;
    case "invalid_value":
      return `Must be ${oneOf(issue.values)}.`;
    case "too_small":
      return `Must ${bound(issue.origin)} at least ${issue.minimum}.`;
    case "too_big":
      return `Must ${bound(issue.origin)} at most ${issue.maximum}.`;
    case "invalid_format":
      return `Is not a valid ${NAMES[issue.format] ?? issue.format}.`;
    case "unrecognized_keys":
      return `Unknown: ${issue.keys.slice(0, 5).join(", ").slice(0, 100)}.`;
    case "not_multiple_of":
      return `Must be a multiple of ${issue.divisor}.`;
    default:
      return "Is not allowed here.";
  }
}

const NAMES: Readonly<Record<string, string>> = {
  regex: "value of this form",
  date: "date (YYYY-MM-DD)",
  datetime: "instant (ISO 8601)",
  email: "e-mail address",
};

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1
    ? String(values[0])
    : `one of ${values.slice(0, 20).map(String).join(", ").slice(0, 150)}`;

const COUNTED: Readonly<Record<string, string>> = {
  string: "have a length of",
  array: "have a number of items of",
  set: "have a number of items of",
};
const bound = (origin: string): string => COUNTED[origin] ?? "be";
