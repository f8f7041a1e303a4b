import { Problem } from "#domain/problem.ts";
import { inItemId } from "#domain/records.ts";
import { HOLD_DAYS } from "#domain/release-events.ts";
import type { Result, resultsApi } from "#domain/results.ts";
import type { ChartAccess, Handlers } from "#http/access.ts";
import type {
  Freshen,
  RecordEntry,
  RecordStore,
  RecordsFreshness,
  ReleasedRecords,
  StoredRecord,
} from "#ports/records.ts";

type Api = Handlers<typeof resultsApi>;

const PAGE = 50;
/** Points of a trend in one answer: years of a test. */
const POINTS = 200;
const TYPES = ["DiagnosticReport", "Observation"];

export interface ResultPorts {
  readonly released: ReleasedRecords;
  readonly freshen: Freshen;
  readonly records: Pick<RecordStore, "looked">;
}

const freshResults = async (ports: ResultPorts, access: ChartAccess): Promise<RecordsFreshness> =>
  (await ports.freshen(access, TYPES))(TYPES);

/** Nothing known and nothing to be had: an empty list would be a lie. */
function refuseUnknown({ asOf, stale }: RecordsFreshness, some: boolean): void {
  if (asOf === undefined && stale && !some) throw new Problem("ehr.unavailable");
}

const chartOf = ({ practice, patientId }: ChartAccess) => ({ practiceId: practice.id, patientId });

/** The longest that a clock holds anything back, and two days: older results wait for no notice any more. */
const MATTERS_MS = (HOLD_DAYS + 2) * 86_400_000;

/** Of what the patient saw by themselves nobody tells them. */
async function remember(
  { records }: ResultPorts,
  access: ChartAccess,
  shown: readonly RecordEntry[],
): Promise<void> {
  const from = new Date(Date.parse(access.now) - MATTERS_MS).toISOString();
  const states = shown.flatMap(({ item, held: [held] }) => {
    const seen = held?.versions.at(-1)?.seen ?? "";
    const isRecent = seen > from || held?.events.some(({ at }) => at > from);
    return isRecent ? [{ ref: item.id, seen }] : [];
  });
  if (states.length > 0) await records.looked(chartOf(access), states);
}

/** This patient's results that may be seen, newest first. */
export const list = (ports: ResultPorts): Api["list"] => ({
  async run(access, { cursor }) {
    const age = await freshResults(ports, access);
    const page = await ports.released.page(access, "results", { cursor, size: PAGE });
    if (access.relation === "self" && cursor === undefined)
      await remember(ports, access, page.items);
    refuseUnknown(age, page.items.length > 0);
    return {
      items: page.items.flatMap(({ result }) => result ?? []),
      ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
      ...age,
    };
  },
});

/** One result; one that may not be seen is as missing as one that never was. */
export const read = (ports: ResultPorts): Api["read"] => ({
  async run(access, { id }) {
    if (!inItemId(id)) throw new Problem("not-found");
    const age = await freshResults(ports, access);
    const found = await ports.released.one(access, id);
    const result = found && wholeResult(found.record);
    if (!result) throw new Problem("not-found");
    return { ...result, history: found.past, ...age };
  },
});

/** A result as its patient sees it, without what it said before; undefined for what is shown within another. */
export function wholeResult({
  result,
  item,
  parts,
  owners,
  said = [],
}: StoredRecord): Result | undefined {
  // A value that stands in a report is shown there.
  if (!result || owners.length > 0) return undefined;
  const comments = [...(parts?.comments ?? []), ...said];
  return {
    ...result,
    conclusion: parts?.conclusion,
    comments: comments.length > 0 ? comments : undefined,
    attachments: item.attachments,
    performer: parts?.performer,
    interpreter: parts?.interpreter,
    history: [],
    source: item.source,
  };
}

/** The values of one test over time. */
export const trend = (ports: ResultPorts): Api["trend"] => ({
  async run(access, { loinc, cursor }) {
    const age = await freshResults(ports, access);
    const page = await ports.released.trend(access, loinc, { cursor, size: POINTS });
    refuseUnknown(age, page.items.length > 0);
    return {
      items: [...page.items],
      ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
      ...age,
    };
  },
});
