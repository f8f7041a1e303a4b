import { Problem } from "#domain/problem.ts";
import { inItemId } from "#domain/records.ts";
import type { DeskCounts, DeskPreview, releaseDeskApi } from "#domain/release-desk.ts";
import type { Standing } from "#domain/release-standing.ts";
import type { Result } from "#domain/results.ts";
import type { Access, Handlers } from "#http/access.ts";
import type { Rows } from "#ports/ledger.ts";
import type {
  ChartOf,
  Freshen,
  RecordStore,
  RecordsFreshness,
  StoredRecord,
  WaitingResult,
} from "#ports/records.ts";
import { decisionsAbout } from "./chart-notes.ts";
import { type DeskRow, type ViewPorts, viewsOf } from "./desk-view.ts";
import { deskStanding, faceOf } from "./waiting.ts";

type Api = Handlers<typeof releaseDeskApi>;

export interface DeskPorts extends ViewPorts {
  readonly records: RecordStore;
  readonly freshen: Freshen;
  readonly rows: Rows;
  /** A result as its patient sees it once it is shown; undefined for what is shown within another. */
  whole(record: StoredRecord): Result | undefined;
}

/** Entries of the queue read for one page, whatever of them is shown. */
const PAGE = 50;
/** Results of one patient in a page: each is read whole. */
const OF_PATIENT = 25;
/** How far the queue is counted. */
const COUNTED = 200;
const TYPES = ["DiagnosticReport", "Observation"];

/** The queue, its counts, and one result of it. */
export const desk = (ports: DeskPorts): Pick<Api, "queue" | "counts" | "result"> => ({
  queue: {
    async run(access, { state, class: wanted, patientId, cursor }) {
      const after = cursor === undefined ? undefined : keyIn(cursor);
      const found =
        patientId === undefined
          ? await waitingRows(ports, access, { after, limit: PAGE })
          : await rowsOf(ports, access, { patientId, after });
      const fits = ({ standing }: DeskRow) =>
        (state === undefined || standing.state === state) &&
        (wanted === undefined || standing.classes.includes(wanted));
      return {
        items: await viewsOf(ports, access.practice, found.rows.filter(fits)),
        ...(found.next === undefined ? {} : { cursor: cursorOf(found.next) }),
        ...found.age,
      };
    },
  },
  counts: {
    async run(access) {
      const { rows, next } = await waitingRows(ports, access, { after: undefined, limit: COUNTED });
      const counts = { held: 0, waits: 0, due: 0, overdue: 0, visible: 0 };
      for (const { standing } of rows) counts[standing.state] += 1;
      const { held: onHold, waits, due, overdue } = counts;
      return {
        onHold,
        waits,
        due,
        overdue,
        ...(next === undefined ? {} : { more: true }),
      } satisfies DeskCounts;
    },
  },
  result: {
    async run(access, { patientId, id }) {
      const chart = { practiceId: access.practice.id, patientId };
      const record = (await ports.records.read(chart, [id])).get(id);
      return previewOf(ports, access, { chart, record });
    },
  },
});

interface Found {
  readonly rows: readonly DeskRow[];
  readonly next: string | undefined;
  readonly age?: RecordsFreshness;
}

/** What waits in the queue now. What has become visible since is passed over. */
async function waitingRows(
  ports: DeskPorts,
  { practice, now }: Access,
  range: { after: string | undefined; limit: number },
): Promise<Found> {
  const { entries, more } = await ports.records.waiting(practice.id, range);
  const all = entries.map(({ value }) => value);
  const timings = await ports.records.timings(
    practice.id,
    all.map(({ patientId }) => patientId),
  );
  const rows = all.flatMap((one: WaitingResult & ChartOf) => {
    const choices = timings.get(one.patientId)?.choices ?? [];
    const standing = deskStanding(one.held, { here: practice, choices }, now);
    return standing && standing.state !== "visible" ? [{ ...one, standing }] : [];
  });
  return { rows, next: more ? entries.at(-1)?.key : undefined };
}

/** All results of one patient, the visible ones too; `stale` where they are being read behind the answer. */
async function rowsOf(
  ports: DeskPorts,
  access: Access,
  { patientId, after }: { patientId: string; after: string | undefined },
): Promise<Found> {
  const { practice, now } = access;
  const chart = { practiceId: practice.id, patientId };
  const age = (await ports.freshen({ ...access, patientId }, TYPES))(TYPES);
  const range = { after, limit: OF_PATIENT };
  const { entries, more } = await ports.records.list(chart, "results", range);
  const refs = entries.map(({ value }) => value.item.id);
  const [records, { choices }] = await Promise.all([
    ports.records.read(chart, refs),
    ports.records.timing(chart),
  ]);
  const rows = refs.flatMap((ref) => {
    const record = records.get(ref);
    const standing = record && deskStanding(record.held, { here: practice, choices }, now);
    return record && standing ? [rowOf(record, chart, standing)] : [];
  });
  return { rows, next: more ? entries.at(-1)?.key : undefined, age };
}

const rowOf = (record: StoredRecord, { patientId }: ChartOf, standing: Standing): DeskRow => ({
  patientId,
  ref: record.ref,
  version: record.version,
  face: faceOf(record),
  standing,
});

/** One result at the desk, with what its patient sees of it; what is no result of its own is as missing as none. */
export async function previewOf(
  ports: DeskPorts,
  { practice, now }: Access,
  { chart, record }: { chart: ChartOf; record: StoredRecord | undefined },
): Promise<DeskPreview> {
  const { choices } = await ports.records.timing(chart);
  const preview = record && (ports.whole(record) ?? documentView(record));
  const standing = record && deskStanding(record.held, { here: practice, choices }, now);
  if (!record || record.awaited || !preview || !standing) throw new Problem("not-found");
  const [[view], history, decided] = await Promise.all([
    viewsOf(ports, practice, [rowOf(record, chart, standing)]),
    ports.records.past(chart, record.ref),
    decisionsAbout(ports.rows, chart, record.ref),
  ]);
  if (!view) throw new Problem("not-found");
  return { ...view, preview: { ...preview, history }, decisions: decided };
}

/** A document that is a result, such as a pathologist's letter: it stands among documents, under the same rules. */
function documentView(record: StoredRecord): Result | undefined {
  const { item, section, ref, said } = record;
  if (section === "results") return undefined;
  const { title, kind, status, date } = faceOf(record);
  const { attachments, source } = item;
  const shown = { title, kind, status, date, attachments, source, comments: said };
  return { id: ref, ...shown, values: 0, measured: [], history: [] };
}

const cursorOf = (key: string): string => Buffer.from(key).toString("base64url");

/** The key in a cursor of ours: a moment, and what stands at it. */
function keyIn(cursor: string): string {
  const key = Buffer.from(cursor, "base64url").toString("utf8");
  const [, ref = ""] =
    /^[0-9TZ:.-]{4,30}#(?:[A-Za-z0-9._~-]{1,160}#)?([A-Za-z0-9._~-]+)$/.exec(key) ?? [];
  if (inItemId(ref)) return key;
  throw new Problem("request.invalid", { errors: [{ path: "cursor", message: "Not a cursor." }] });
}
