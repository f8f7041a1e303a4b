import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { addSeconds } from "#domain/time.ts";
import { newId, systemClock } from "#functions/adapters/clock.ts";
import { dynamoTable } from "#functions/adapters/dynamo/table.ts";
import { connectCharts } from "#functions/ehr/connect-charts.ts";
import { startSimulator } from "#infra/local/ehr-worker.ts";
import { EhrUnavailable } from "#ports/ehr.ts";
import type { ChartEhr } from "#ports/ehr-records.ts";
import { openPortal } from "#test/fixtures/portal.ts";
import { practice } from "#test/fixtures/practice.ts";
import { handlerOn } from "./reference/handler.ts";
import { median, type Row } from "./report.ts";

/** Until the compiler has seen enough. */
const WARMING = 5;
const ROUNDS = 9;
const CALLS = 16;
const CPU_BAR = 0.6;
/** 0.12 of what Medplum sends for 20 results with 100 values. */
const RESULTS_BAR_BYTES = 12_960;

interface Store {
  readonly client: DynamoDBClient;
  readonly name: string;
}
type Call = () => Promise<unknown>;

/** This thread's CPU, milliseconds. */
const used = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** For one of these calls; what is done between them to make room is not counted. */
async function perCall(call: Call, between: Call = async () => {}): Promise<number> {
  let sum = 0;
  for (let n = 0; n < CALLS; n++) {
    const before = used();
    await call();
    sum += used() - before;
    await between();
  }
  return sum / CALLS;
}

/** Answers nothing, and costs nothing. */
const silent = (ehr: ChartEhr): ChartEhr =>
  new Proxy(ehr, {
    get: (_, name) => {
      // A connection is awaited, and must not look like a promise.
      if (name === "then") return undefined;
      return () => Promise.reject(new EhrUnavailable("left-out"));
    },
  });

/** Our handlers over a table, and an EHR in a thread of its own, which can be left out of it. */
async function openHouse(store: Store) {
  const dataDir = mkdtempSync(join(tmpdir(), "porchlight-cpu-"));
  const seeded = { port: 0, dataDir, patients: 12, seed: 1, zone: practice.timeZone };
  const simulator = await startSimulator({ ...seeded, clients: [], webhooks: [] });
  const baseUrl = simulator.fhirBaseUrl;
  const real = connectCharts(
    { connectionId: "demo", baseUrl, searchLagSeconds: 0 },
    { clock: systemClock },
  );
  let ehr = real;
  const portal = openPortal({
    table: dynamoTable(store),
    clock: systemClock,
    newId,
    random: Math.random,
    ehr: () => ehr,
    baseUrl,
  });
  return {
    ...portal,
    silence() {
      ehr = silent(real);
    },
    async close() {
      await simulator.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
type House = Awaited<ReturnType<typeof openHouse>>;

/** A week of one clinician, as the patient's screen asks for it, and times enough to book each once. */
async function weekOf(house: House, who: string) {
  const types = await house.call(who, "GET /api/visit-types");
  const from = addSeconds(systemClock(), 7200);
  const query = { visitTypeId: types.body.items[0].id, from, to: addSeconds(from, 7 * 86_400) };
  const all = await house.call(who, `GET /api/slots?${new URLSearchParams(query)}`);
  const practitionerId: string = all.body.items[0].practitioner.id;
  const later = { ...query, to: addSeconds(from, 21 * 86_400) };
  const open = await house.call(who, `GET /api/slots?${new URLSearchParams(later)}`);
  return {
    week: `GET /api/slots?${new URLSearchParams({ ...query, practitionerId })}`,
    times: open.body.items as { id: string }[],
  };
}

/** Our three calls, made ready. */
async function ours(house: House) {
  const ada = await house.signIn({ id: "patient-ada", name: "Ada Marlowe" });
  const { week, times } = await weekOf(house, ada);
  const slots: { id: string }[] = (await house.call(ada, week)).body.items;
  const visits: { id: string }[] = (await house.call(ada, "GET /api/appointments")).body.items;
  const page = await house.call(ada, "GET /api/results");
  const whole = await wholeResults(house, ada, page.body.items);
  house.silence();
  let booked = "";
  let turn = 0;
  let who = ada;
  const ask = async (what: string, body: unknown, status: number) => {
    const headers = { "idempotency-key": randomUUID() };
    const answer = await house.call(who, what, { body, headers });
    if (answer.status !== status) throw new Error(`${what}: ${JSON.stringify(answer.body)}`);
    return answer;
  };
  return {
    slots,
    visits,
    results: page.body.items as { id: string }[],
    whole,
    page: () => house.call(ada, "GET /api/results"),
    list: () => house.call(ada, "GET /api/appointments"),
    week: () => house.call(ada, week),
    book: async () => {
      const slotId = times[turn++]?.id;
      booked = (await ask("POST /api/appointments", { slotId }, 201)).body.id;
    },
    /** A visit that the chart does not know to be cancelled counts as open: the next one is booked by somebody else. */
    cancel: async () => {
      await ask(`POST /api/appointments/${booked}/cancel`, {}, 200);
      who = await house.signIn({ id: `patient-${turn}`, name: "Ada Marlowe" });
    },
  };
}

/** So many results, each read whole as the screen reads it, until they have a hundred values: how many, and how large. */
async function wholeResults(
  house: House,
  who: string,
  listed: readonly { id: string; values: number }[],
) {
  const size = { results: 0, values: 0, bytes: 0 };
  for (const { id, values } of listed) {
    if (size.values >= 100) break;
    const { body } = await house.call(who, `GET /api/results/${id}`);
    size.results += 1;
    size.values += values;
    size.bytes += Buffer.byteLength(JSON.stringify(body));
  }
  return size;
}

type Ours = Awaited<ReturnType<typeof ours>>;

/** The textbook's, with the same visits and slots, one item each. */
async function textbook(
  { client, name: table }: Store,
  { slots, visits, results }: Pick<Ours, "slots" | "visits" | "results">,
) {
  const documents = DynamoDBDocumentClient.from(client);
  const put = (pk: string, sk: string, item: object) =>
    documents.send(new PutCommand({ TableName: table, Item: { ...item, pk, sk } }));
  await put("reference", "SESSION", { account: "a", patient: "reference-ada" });
  for (const visit of visits) await put("reference-ada", `VISIT#${visit.id}`, visit);
  for (const slot of slots) await put("clinician", `SLOT#${slot.id}`, slot);
  for (const result of results) await put("reference-ada", `RESULT#${result.id}`, result);
  const handlers = handlerOn(client);
  const request = { table, session: "reference", patient: "reference-ada" };
  let turn = 0;
  return {
    list: () => handlers.visits(request),
    page: () => handlers.results(request),
    week: () => handlers.slots(request, "clinician"),
    book: () =>
      handlers.book(request, "clinician", {
        body: JSON.stringify({ slotId: slots[turn++ % slots.length]?.id }),
        key: randomUUID(),
      }),
  };
}

/** In turns, so that what slows the machine down slows both down. */
async function measured(store: Store): Promise<Row[]> {
  const house = await openHouse(store);
  const mine = await ours(house);
  const theirs = await textbook(store, mine);
  // Booking last: the visits it leaves behind are nobody's list.
  const pairs: Pair[] = [
    {
      what: `a clinician's week of slots (${mine.slots.length})`,
      peer: "Fastify 0.44 ms, Medplum 1.86 ms",
      mine: () => perCall(mine.week),
      theirs: theirs.week,
    },
    {
      what: `my visits (${mine.visits.length})`,
      mine: () => perCall(mine.list),
      theirs: theirs.list,
    },
    {
      what: `a page of results (${mine.results.length}; values with each)`,
      peer: "20 with 100 values: Fastify 0.20 ms, Medplum 4.3 ms",
      mine: () => perCall(mine.page),
      theirs: theirs.page,
    },
    {
      what: "book",
      peer: "Fastify 0.15 ms, Medplum 2.1 ms",
      mine: () => perCall(mine.book, mine.cancel),
      theirs: theirs.book,
    },
  ];
  const { results, values, bytes } = mine.whole;
  const rows: Row[] = [
    {
      ...{ part: "5 bytes", what: `${results} results with ${values} values`, ours: bytes },
      ...{ unit: "B", bar: RESULTS_BAR_BYTES, peer: "20 with 100: Fastify 16 KB, Medplum 108 KB" },
    },
  ];
  for (const pair of pairs) rows.push(await compared(pair));
  await house.close();
  return rows;
}

interface Pair {
  readonly what: string;
  readonly peer?: string;
  readonly mine: () => Promise<number>;
  readonly theirs: Call;
}

async function compared({ what, peer, mine, theirs }: Pair): Promise<Row> {
  const taken = { mine: [] as number[], theirs: [] as number[] };
  for (let round = 0; round < WARMING + ROUNDS; round++) {
    taken.mine.push(await mine());
    taken.theirs.push(await perCall(theirs));
  }
  const [figure, reference] = [taken.mine, taken.theirs].map((all) => median(all.slice(WARMING)));
  return {
    ...{ part: "3 CPU of a call", what, ours: figure ?? Number.NaN, unit: "ms" },
    ...{ reference: reference ?? Number.NaN, bar: CPU_BAR },
    ...(peer && { peer }),
  };
}

/** This file, for Node to run: with a DynamoDB endpoint and a table it writes the rows as JSON. */
export const program = import.meta.filename;

if (import.meta.main) {
  const [endpoint = "", name = ""] = process.argv.slice(2);
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials });
  process.stdout.write(JSON.stringify(await measured({ client, name })));
  process.exit(0);
}
