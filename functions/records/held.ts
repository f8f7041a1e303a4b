import type { Described } from "#domain/release-classify.ts";
import { ResultStatus } from "#domain/release-events.ts";
import type { HeldFacts, StoredRecord } from "#ports/records.ts";

/** States kept of one result for the rules of release: the first, and the latest. */
const MOST_VERSIONS = 20;

/** A state as it is now. */
export interface State {
  readonly kind: HeldFacts["kind"];
  readonly status?: string | undefined;
  readonly issued?: string | undefined;
  readonly described: Described;
  readonly commented: boolean;
  /** Told apart from the state before by more than the above: its values. */
  readonly changed: boolean;
}

/** What decides about a record after it was seen in this state. */
export function heldAfter(before: HeldFacts | undefined, now: State, at: string): HeldFacts {
  const versions = before?.versions ?? [];
  const last = versions.at(-1);
  const status = statusOf(now);
  const described = versions.findLast((one) => one.described)?.described;
  const sameWords = JSON.stringify(described) === JSON.stringify(now.described);
  const same = last?.status === status && last.issued === now.issued && sameWords && !now.changed;
  const next = {
    status,
    ...(now.issued ? { issued: now.issued } : {}),
    seen: at,
    ...(sameWords ? {} : { described: { ...inArrays(now.described) } }),
  };
  const commentedAt = before?.commentedAt ?? (now.commented ? at : undefined);
  return {
    kind: now.kind,
    versions: same ? versions : few([...versions, next]),
    ...(commentedAt ? { commentedAt } : {}),
    events: before?.events ?? [],
  };
}

const inArrays = ({ codes, categories, labels, findings }: Described) => ({
  codes: [...codes],
  categories: [...categories],
  labels: [...labels],
  findings: [...findings],
});

type Versions = HeldFacts["versions"];

function few(versions: Versions): Versions {
  const [first] = versions;
  if (!first || versions.length <= MOST_VERSIONS) return versions;
  const latest = versions.slice(1 - MOST_VERSIONS);
  const [oldest, ...rest] = latest;
  const known = versions
    .slice(0, versions.length - latest.length + 1)
    .findLast(({ described }) => described)?.described;
  return [
    first,
    ...(oldest ? [{ ...oldest, ...(known ? { described: known } : {}) }] : []),
    ...rest,
  ];
}

/** Only results have FHIR's statuses of results; a note or a problem is as final as it gets, or was a mistake. */
function statusOf({ kind, status }: State): ResultStatus {
  const known = ResultStatus.safeParse(status);
  if (known.success) return known.data;
  return kind === "record" || status === "current" || status === "superseded" ? "final" : "unknown";
}

/** Everything that describes a result: a report is as sensitive as its most sensitive member. */
export function describedTogether(all: readonly StoredRecord["own"]["described"][]): Described {
  const each = (pick: (one: Described) => readonly string[]) => [...new Set(all.flatMap(pick))];
  return {
    codes: each(({ codes }) => codes),
    categories: each(({ categories }) => categories),
    labels: each(({ labels }) => labels),
    findings: each(({ findings }) => findings),
  };
}
