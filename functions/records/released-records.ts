import type { Instant } from "#domain/identifiers.ts";
import { Problem } from "#domain/problem.ts";
import { release } from "#domain/release.ts";
import { type Classified, classify } from "#domain/release-classify.ts";
import type { ReleaseEvent, ResultVersion } from "#domain/release-events.ts";
import { rulesFor } from "#domain/release-rules.ts";
import type { Clock } from "#ports/clock.ts";
import type {
  HeldFacts,
  Listed,
  Looking,
  RecordStore,
  ReleasedRecords,
  Shown,
  StoredRecord,
} from "#ports/records.ts";

/** Read beyond a page, for what is withheld: so much at once costs the same whatever is hidden in it. */
const BEYOND = 15;

/** Every read of a chart for a patient or carer: what is withheld now is as if it were not there. */
export function releasedRecords(store: RecordStore, clock: Clock): ReleasedRecords {
  const seesAll = (looking: Looking, all: readonly HeldFacts[]): boolean => {
    // Not when the request came in: what was read for it since is known by now.
    const now = clock();
    return all.length > 0 && all.every((held) => sees(looking, held, now));
  };
  const chartOf = ({ practice, patientId }: Looking) => ({ practiceId: practice.id, patientId });
  return {
    page: (looking, section, { cursor, size }) =>
      visiblePage({
        read: (range) => store.list(chartOf(looking), section, range),
        sees: (entry) => seesAll(looking, entry.held),
        cursor,
        size,
      }),
    async trend(looking, loinc, { cursor, size }) {
      const page = await visiblePage({
        read: (range) => store.trend(chartOf(looking), loinc, range),
        sees: ({ held }) => seesAll(looking, held),
        cursor,
        size,
      });
      return { ...page, items: page.items.map(({ point }) => point) };
    },
    async one(looking, ref) {
      const chart = chartOf(looking);
      const record = (await store.read(chart, [ref])).get(ref);
      if (!record || record.awaited) return undefined;
      const owners = await ownersOf(store, looking, record);
      const held = [record.held, ...owners.map((owner) => owner.held)];
      if (!seesAll(looking, held)) return undefined;
      return { record, past: record.result ? await store.past(chart, ref) : [] };
    },
  };
}

async function ownersOf(
  store: RecordStore,
  { practice, patientId }: Looking,
  { owners }: StoredRecord,
): Promise<StoredRecord[]> {
  if (owners.length === 0) return [];
  return [...(await store.read({ practiceId: practice.id, patientId }, owners)).values()];
}

interface Paging<T> {
  readonly read: (range: { after: string | undefined; limit: number }) => Promise<Listed<T>>;
  readonly sees: (one: T) => boolean;
  readonly cursor: string | undefined;
  readonly size: number;
}

/** A page of what may be seen, full while there is more, whatever stands between: its cursor names the last one seen. */
async function visiblePage<T>({ read, sees, cursor, size }: Paging<T>): Promise<Shown<T>> {
  const seen: { key: string; value: T }[] = [];
  let after = cursor === undefined ? undefined : keyIn(cursor);
  for (let more = true; more && seen.length <= size; ) {
    const found = await read({ after, limit: size + 1 + BEYOND });
    seen.push(...found.entries.filter(({ value }) => sees(value)));
    after = found.entries.at(-1)?.key;
    more = found.more && after !== undefined;
  }
  const shown = seen.slice(0, size);
  const last = shown.at(-1);
  return {
    items: shown.map(({ value }) => value),
    ...(last && seen.length > size ? { cursor: Buffer.from(last.key).toString("base64url") } : {}),
  };
}

/** "2026-05-01#Condition~12", as a cursor of ours holds it. */
function keyIn(cursor: string): string {
  const key = Buffer.from(cursor, "base64url").toString("utf8");
  if (/^[0-9TZ:.-]{4,30}#[A-Za-z]{1,64}~[A-Za-z0-9._~-]{1,96}$/.test(key)) return key;
  throw new Problem("request.invalid", { errors: [{ path: "cursor", message: "Not a cursor." }] });
}

/**
 * Whether one record may be seen. Results, and documents that are results, stand under the practice's rules; of the rest
 * only what is sensitive is kept from carers.
 */
function sees({ practice, relation }: Looking, held: HeldFacts, now: Instant): boolean {
  const versions = versionsOf(held);
  const [first] = versions;
  if (!first) return false;
  const isResult = held.kind !== "record";
  const seen = isResult ? versions : [{ ...(versions.at(-1) ?? first), status: "final" as const }];
  const under = {
    rules: isResult ? rulesFor(practice.jurisdiction ?? "US") : [],
    timeZone: practice.timeZone,
    events: isResult ? eventsOf(held) : [],
    // How a patient wants to learn of results is kept once there is a route to choose it.
    choices: [],
    viewer:
      relation === "self" ? { is: "patient" as const } : { is: "representative" as const, may: [] },
  };
  return release(seen, under, now).is === "visible";
}

/** States with what describes each; one that says nothing of it is described like the one before. */
function versionsOf({ versions }: HeldFacts): ResultVersion[] {
  let is: Classified = classify({ codes: [], categories: [], labels: [], findings: [] });
  return versions.map(({ status, issued, seen, described }) => {
    if (described) is = classify(described);
    return { status, ...(issued ? { issued } : {}), seen, is };
  });
}

/** What people decided, and that somebody wrote a word beside it in the chart. */
const eventsOf = ({ events, commentedAt }: HeldFacts): ReleaseEvent[] =>
  commentedAt === undefined ? events : [...events, commented(commentedAt)];

const commented = (at: Instant): ReleaseEvent => ({ is: "commented", at, by: "chart" });
