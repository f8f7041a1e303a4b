import { dynamoTable } from "#functions/adapters/dynamo/table.ts";
import { freshStore } from "#functions/adapters/dynamo/testing-table.ts";
import { labReport } from "#functions/wiring/testing-chart.ts";
import { openReleaseClinic, type ReleaseClinic } from "#test/fixtures/release-clinic.ts";
import { median, type Row } from "./report.ts";
import { meter } from "./units.ts";

const FEW = { patientId: "p1", results: 50 };
const MANY = { patientId: "p2", results: 5_000 };
const ROUNDS = 60;
const WARMING = 10;
/** Pages of the long chart whose units are compared. */
const PAGES = 40;
/** Ten years. */
const DAYS = 3_650;

/** Reports of five values each, as far apart as they fit. */
function chart({ server }: ReleaseClinic, { patientId, results }: typeof FEW): void {
  const values = [1, 2, 3, 4, 5].map((n) => [`4548-${n}`, n] as const);
  for (let n = 0; n < results; n++) {
    const daysAgo = 10 + (n * DAYS) / results;
    for (const one of labReport(patientId, { id: `${patientId}-${n}`, daysAgo, values }).all)
      server.put(one);
  }
}

async function page(clinic: ReleaseClinic, patientId: string, cursor?: string) {
  const began = performance.now();
  const asked = cursor === undefined ? "" : `?cursor=${encodeURIComponent(cursor)}`;
  const { status, body } = await clinic.call(patientId, `GET /api/results${asked}`);
  if (status !== 200 || body.items.length === 0) throw new Error(`A page of results: ${status}`);
  return { body, ms: performance.now() - began };
}

/** Five thousand results in one chart, against fifty: a page is a page. */
export async function longChart(): Promise<Row[]> {
  const store = await freshStore();
  const clinic = await openReleaseClinic({}, { table: dynamoTable(store) });
  for (const one of [FEW, MANY]) {
    chart(clinic, one);
    await clinic.fill(one.patientId);
    await page(clinic, one.patientId);
  }
  const ms = { few: [] as number[], many: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    ms.few.push((await page(clinic, FEW.patientId)).ms);
    ms.many.push((await page(clinic, MANY.patientId)).ms);
  }
  const seen = meter(store);
  const units: number[] = [];
  let bytes = 0;
  for (let cursor: string | undefined, n = 0; n < PAGES; n++) {
    seen.units = 0;
    const { body } = await page(clinic, MANY.patientId, cursor);
    units.push(seen.units);
    if (n === 0) bytes = Buffer.byteLength(JSON.stringify(body));
    cursor = body.cursor;
    if (cursor === undefined) throw new Error(`Five thousand results end on page ${n + 1}.`);
  }
  const [first = Number.NaN] = units;
  const timed = (all: readonly number[]) => median(all.slice(WARMING));
  const what = "5,000 results";
  return [
    { part: "4 units", what: `${what}, first page`, ours: first, unit: "units" },
    {
      ...{ part: "4 units", what: `${what}, the dearest of ${PAGES} pages` },
      ...{ ours: Math.max(...units), reference: first, unit: "units", bar: 1, exactly: true },
    },
    { part: "5 bytes", what: `${what}, first page`, ours: bytes, unit: "B", bar: 102_400 },
    {
      ...{ part: "p50", what: `a page of ${what}, against one of 50` },
      ...{ ours: timed(ms.many), reference: timed(ms.few), unit: "ms", bar: 1.3 },
    },
  ];
}
