import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import { z } from "zod";

/** What one would write after the textbook: DocumentClient, classic zod, a logger. Ours is compared with it. */
export interface Request {
  readonly table: string;
  readonly session: string;
  readonly patient: string;
}

interface Sent {
  readonly body: string;
  readonly key: string;
}

const Session = z.object({ account: z.string(), patient: z.string() });
const Named = z.object({ id: z.string(), name: z.string() });
const Time = { id: z.string(), start: z.string(), end: z.string() };
const Slot = z.object({ ...Time, practitioner: Named, location: Named });
const Visit = z.object({
  ...Time,
  status: z.string(),
  visitType: Named,
  practitioner: Named,
  location: Named,
});
const Result = z.object({
  ...{ id: z.string(), kind: z.string(), title: z.string(), status: z.string() },
  ...{ date: z.string().optional(), issued: z.string().optional(), flag: z.string().optional() },
  ...{ values: z.number().int(), commented: z.boolean().optional() },
});
const Booking = z.object({ slotId: z.string().min(1), reason: z.string().max(200).optional() });
const logger = new Logger({ serviceName: "reference", logLevel: "ERROR" });

export function handlerOn(client: DynamoDBClient) {
  const documents = DynamoDBDocumentClient.from(client);

  const signedIn = async ({ table, session, patient }: Request) => {
    const { Item } = await documents.send(
      new GetCommand({
        TableName: table,
        Key: { pk: session, sk: "SESSION" },
        ConsistentRead: true,
      }),
    );
    if (Session.parse(Item).patient !== patient) throw new Error("not found");
  };
  const list = async (table: string, pk: string, sk: string) => {
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: "pk = :pk and begins_with(sk, :sk)",
        ExpressionAttributeValues: { ":pk": pk, ":sk": sk },
      }),
    );
    return Items;
  };
  const entry = (patient: string, action: string) => ({
    pk: `AUDIT#${patient}`,
    sk: `${Date.now()}#${Math.random()}`,
    action,
  });

  return {
    /** The signed-in patient's visits: session, query, an audit item, JSON. */
    async visits(request: Request): Promise<string> {
      const { table, patient } = request;
      logger.info("visits.list", { patient });
      await signedIn(request);
      const items = z.array(Visit).parse(await list(table, patient, "VISIT#"));
      await documents.send(new PutCommand({ TableName: table, Item: entry(patient, "list") }));
      return JSON.stringify({ items });
    },
    /** A page of the patient's results: session, query, an audit item, JSON. */
    async results(request: Request): Promise<string> {
      const { table, patient } = request;
      logger.info("results.list", { patient });
      await signedIn(request);
      const items = z.array(Result).parse(await list(table, patient, "RESULT#"));
      await documents.send(new PutCommand({ TableName: table, Item: entry(patient, "results") }));
      return JSON.stringify({ items });
    },
    /** A clinician's open slots: session, query, an audit item, JSON. */
    async slots(request: Request, clinician: string): Promise<string> {
      const { table, patient } = request;
      logger.info("slots.list", { clinician });
      await signedIn(request);
      const items = z.array(Slot).parse(await list(table, clinician, "SLOT#"));
      await documents.send(new PutCommand({ TableName: table, Item: entry(patient, "slots") }));
      return JSON.stringify({ items });
    },
    /** A booking: session, the slot, then visit, slot, outbox, audit and key in one transaction, JSON. */
    async book(request: Request, clinician: string, sent: Sent): Promise<string> {
      const { table, patient } = request;
      logger.info("visits.book", { patient });
      await signedIn(request);
      const { body, key } = sent;
      const { slotId } = Booking.parse(JSON.parse(body));
      const Key = { pk: clinician, sk: `SLOT#${slotId}` };
      const found = await documents.send(new GetCommand({ TableName: table, Key }));
      const visit = { ...Slot.parse(found.Item), id: crypto.randomUUID(), status: "booked" };
      const absent = { TableName: table, ConditionExpression: "attribute_not_exists(pk)" };
      await documents.send(
        new TransactWriteCommand({
          ClientRequestToken: key,
          TransactItems: [
            { Put: { ...absent, Item: { ...visit, pk: patient, sk: `VISIT#${visit.id}` } } },
            {
              Put: {
                TableName: table,
                Item: { pk: `TAKEN#${clinician}`, sk: slotId, visit: visit.id },
              },
            },
            { Put: { ...absent, Item: { pk: "OUTBOX", sk: visit.id, visit } } },
            { Put: { ...absent, Item: entry(patient, "book") } },
            { Put: { ...absent, Item: { pk: `KEY#${patient}`, sk: key, visit: visit.id } } },
          ],
        }),
      );
      return JSON.stringify(visit);
    },
  };
}

const wired = handlerOn(new DynamoDBClient({}));
export const handler = wired.visits;
