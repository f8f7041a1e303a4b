import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { dynamoTable } from "#functions/adapters/dynamo/table.ts";
import { freshStore } from "#functions/adapters/dynamo/testing-table.ts";
import { openClinic } from "#test/fixtures/clinic.ts";
import { handlerOn } from "./reference/handler.ts";
import { median, type Row } from "./report.ts";

const ROUNDS = 9;
const CALLS = 60;
const CPU_BAR = 0.6;

/** This thread's CPU for one of these calls, milliseconds. */
async function perCall(call: () => Promise<unknown>): Promise<number> {
  const before = process.threadCpuUsage();
  for (let n = 0; n < CALLS; n++) await call();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000 / CALLS;
}

/**
 * The handler's CPU for "my visits" against a textbook handler that does as much: session, query, audit, JSON; the same
 * visits, client and emulator, in turns.
 */
export async function cpu(): Promise<Row[]> {
  const store = await freshStore();
  const clinic = await openClinic({ table: dynamoTable(store) });
  const ada = await clinic.signIn({ id: "patient-ada", name: "Ada Marlowe" });
  const { items } = (await clinic.call(ada, "GET /api/appointments")).body;
  const documents = DynamoDBDocumentClient.from(store.client);
  const put = (item: Record<string, unknown>) =>
    documents.send(new PutCommand({ TableName: store.name, Item: item }));
  await put({ pk: "reference", sk: "SESSION", account: "a", patient: "reference-ada" });
  for (const visit of items) await put({ ...visit, pk: "reference-ada", sk: `VISIT#${visit.id}` });
  const textbook = handlerOn(store.client);
  const asked = { table: store.name, session: "reference", patient: "reference-ada" };
  const taken = { ours: [] as number[], reference: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    taken.ours.push(await perCall(() => clinic.call(ada, "GET /api/appointments")));
    taken.reference.push(await perCall(() => textbook(asked)));
  }
  await clinic.close();
  const [ours, reference] = [median(taken.ours), median(taken.reference)];
  const what = `my visits (${items.length})`;
  return [{ part: "CPU of a call", what, ours, unit: "ms", reference, bar: CPU_BAR }];
}
