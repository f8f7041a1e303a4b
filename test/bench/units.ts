import { randomUUID } from "node:crypto";
import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { addSeconds } from "#domain/time.ts";
import { encode } from "#functions/adapters/dynamo/items.ts";
import { patientPartition } from "#functions/adapters/dynamo/keys-of.ts";
import { dynamoTable } from "#functions/adapters/dynamo/table.ts";
import { freshStore } from "#functions/adapters/dynamo/testing-table.ts";
import { type Clinic, openClinic } from "#test/fixtures/clinic.ts";
import { openTimes } from "#test/fixtures/open-times.ts";
import type { Row } from "./report.ts";

/** Patients in the table. */
const SIZES = [1_000, 10_000, 100_000];
const BATCH = 25;
const AT_ONCE = 16;

type Store = Awaited<ReturnType<typeof freshStore>>;

/** Counts what DynamoDB says every call consumed, and the calls it should never see. */
export function meter({ client }: Store) {
  const seen = { units: 0, scans: 0, filters: 0 };
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const input = { ...args.input, ReturnConsumedCapacity: "TOTAL" };
        if (commandName === "ScanCommand") seen.scans += 1;
        if ("FilterExpression" in input && input.FilterExpression) seen.filters += 1;
        const result = await next({ ...args, input });
        seen.units += unitsOf(result.output);
        return result;
      },
    { step: "initialize", name: "meter" },
  );
  return seen;
}

/** Of one answer: a transaction or batch names each table. */
function unitsOf(output: object): number {
  const { ConsumedCapacity = [] } = output as { ConsumedCapacity?: Consumed | Consumed[] };
  return [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}
type Consumed = { CapacityUnits?: number };

/** Other patients' visits: what must not make anybody's call dearer. */
async function fill({ client, name }: Store, patients: number): Promise<void> {
  const items = Array.from({ length: patients }, (_, n) => ({
    pk: patientPartition("demo", `other-${n}`),
    sk: `VISIT#chart_${n}`,
    gsi1pk: `SCHEDULE#demo#2020-01-${String((n % 28) + 1).padStart(2, "0")}`,
    gsi1sk: `${n}`,
    data: { id: `chart_${n}`, filler: "x".repeat(400) },
  }));
  const batches = Array.from({ length: Math.ceil(items.length / BATCH) }, (_, at) =>
    items.slice(at * BATCH, (at + 1) * BATCH),
  );
  const one = async () => {
    for (let batch = batches.pop(); batch; batch = batches.pop())
      await client.send(
        new BatchWriteItemCommand({
          RequestItems: { [name]: batch.map((item) => ({ PutRequest: { Item: encode(item) } })) },
        }),
      );
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

type Step = () => Promise<unknown>;

/** The same actions by the same patient, each measured alone after one that warms the mirror. */
async function actions(clinic: Clinic): Promise<Record<string, Step>> {
  const ada = await clinic.signIn({ id: "patient-ada", name: "Ada Marlowe" });
  const times = await openTimes(clinic, ada);
  const [slot, other] = times;
  const type = slot?.id.split("~")[1] ?? "";
  const from = addSeconds(clinic.ports.clock(), 3600);
  const week = new URLSearchParams({ visitTypeId: type, from, to: addSeconds(from, 7 * 86_400) });
  let id = "";
  const ask = async (what: string, body?: object) => {
    const key = { "idempotency-key": randomUUID() };
    const answer = await clinic.call(ada, what, body ? { body, headers: key } : {});
    if (answer.status >= 300) throw new Error(`${what}: ${JSON.stringify(answer.body)}`);
    return answer;
  };
  // What is read from the chart once belongs to whoever came first.
  await ask("GET /api/appointments");
  await ask(`GET /api/slots?${week}`);
  return {
    "open slots, a week": () => ask(`GET /api/slots?${week}`),
    hold: () => ask("POST /api/holds", { slotId: slot?.id }),
    "book, into the chart": async () => {
      id = (await ask("POST /api/appointments", { slotId: slot?.id })).body.id;
    },
    "my visits": () => ask("GET /api/appointments"),
    "one visit": () => ask(`GET /api/appointments/${id}`),
    move: () => ask(`POST /api/appointments/${id}/reschedule`, { slotId: other?.id }),
    cancel: () => ask(`POST /api/appointments/${id}/cancel`, {}),
  };
}

async function measured(patients: number) {
  const store = await freshStore();
  await fill(store, patients);
  const seen = meter(store);
  const clinic = await openClinic({ table: dynamoTable(store) });
  const steps = await actions(clinic);
  const units = new Map<string, number>();
  for (const [what, step] of Object.entries(steps)) {
    seen.units = 0;
    await step();
    units.set(what, seen.units);
  }
  await clinic.close();
  return { units, seen };
}

/** What each action consumes of the table, and that it is the same whoever else is in there. */
export async function units(): Promise<Row[]> {
  const runs: Awaited<ReturnType<typeof measured>>[] = [];
  for (const size of SIZES) runs.push(await measured(size));
  const [least, ...more] = runs;
  const part = "4 units";
  const rows = [...(least?.units ?? [])].flatMap(([what, reference]): Row[] => [
    { part, what: `${what}, ${named(SIZES[0])}`, ours: reference, unit: "units" },
    ...more.map(
      ({ units: taken }, at): Row => ({
        ...{ part, what: `${what}, ${named(SIZES[at + 1])}` },
        ...{ ours: taken.get(what) ?? Number.NaN, unit: "units", reference, bar: 1, exactly: true },
      }),
    ),
  ]);
  const sum = (of: "scans" | "filters") => runs.reduce((all, { seen }) => all + seen[of], 0);
  return [
    ...rows,
    { part, what: "scans", ours: sum("scans"), unit: "", bar: 0 },
    { part, what: "filter expressions", ours: sum("filters"), unit: "", bar: 0 },
  ];
}

const named = (size = 0) => `${size / 1000}k patients`;
