import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import {
  type Attributes,
  holds,
  keyOf,
  MemoryItems,
  MemoryRefusal,
  type When,
} from "./testing-memory-items.ts";

/**
 * What befalls one call on its way: refused before anything happened, carried out with its reply lost (the SDK then sends
 * it again), or nothing. Asked before each call; it may take its time, which is how callers are interleaved.
 */
export type OnTheWay = (operation: string) => Promise<MemoryMishap | undefined>;
type MemoryMishap = "lose-reply" | { readonly error: string; readonly reasons?: readonly string[] };

const MOST_IN_A_TRANSACTION = 100;
const CLEAR: OnTheWay = async () => undefined;

/**
 * DynamoDB in this process: the SDK's client, its calls answered from memory. The portal has one store and this is not a
 * second one: the adapter above it is the real one. For tests that need a table ten thousand times; `table.test.ts` holds
 * it to what the emulator does.
 */
export function memoryClient(
  onTheWay: OnTheWay = CLEAR,
): DynamoDBClient & { readonly items: MemoryItems } {
  const store = new MemoryStore();
  const send = async (command: unknown): Promise<unknown> => {
    const mishap = await onTheWay(operationOf(command));
    if (mishap === undefined) return store.answer(command);
    if (mishap !== "lose-reply") throw new MemoryRefusal(mishap.error, mishap.reasons);
    store.answer(command);
    return send(command);
  };
  const client = new DynamoDBClient({
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  return Object.assign(client, { send, items: store.items });
}

const operationOf = (command: unknown): string =>
  command instanceof Object ? command.constructor.name.replace(/Command$/, "") : "";

interface Write {
  readonly key: Attributes;
  readonly when: When;
  /** Undefined leaves the item as it is, null takes it away. */
  readonly put: Attributes | null | undefined;
}

class MemoryStore {
  readonly items = new MemoryItems();
  readonly #tokens = new Map<string, string>();

  answer(command: unknown): unknown {
    if (command instanceof GetItemCommand) return { Item: this.items.at(command.input.Key ?? {}) };
    if (command instanceof BatchGetItemCommand) return this.#batch(command);
    if (command instanceof QueryCommand) return this.items.query(command.input);
    if (command instanceof TransactWriteItemsCommand) return this.#transact(command);
    if (command instanceof UpdateItemCommand) return this.#increment(command);
    if (command instanceof PutItemCommand) return this.#one(putting(command.input));
    if (command instanceof DeleteItemCommand) return this.#one(removing(command.input));
    throw new TypeError(`${operationOf(command)} is not known here`);
  }

  #one(write: Write): object {
    if (!holds(this.items.at(write.key), write.when))
      throw new MemoryRefusal("ConditionalCheckFailedException");
    this.items.set(write.key, write.put);
    return {};
  }

  #transact({ input }: TransactWriteItemsCommand): object {
    const { TransactItems = [], ClientRequestToken: token = "" } = input;
    const asked = JSON.stringify(TransactItems);
    const before = this.#tokens.get(token);
    if (before === asked) return {};
    if (before !== undefined) throw new MemoryRefusal("IdempotentParameterMismatchException");
    const writes = TransactItems.map(writeOf);
    if (
      writes.length > MOST_IN_A_TRANSACTION ||
      new Set(writes.map(({ key }) => keyOf(key))).size < writes.length
    )
      throw new MemoryRefusal("ValidationException");
    const reasons = writes.map(({ key, when }) =>
      holds(this.items.at(key), when) ? "None" : "ConditionalCheckFailed",
    );
    if (reasons.some((reason) => reason !== "None"))
      throw new MemoryRefusal("TransactionCanceledException", reasons);
    for (const { key, put } of writes) this.items.set(key, put);
    if (token !== "") this.#tokens.set(token, asked);
    return {};
  }

  #batch({ input }: BatchGetItemCommand): object {
    const [[name, { Keys = [] }] = ["", {}]] = Object.entries(input.RequestItems ?? {});
    if (Keys.length === 0 || Keys.length > 100) throw new MemoryRefusal("ValidationException");
    const found = Keys.map((key) => this.items.at(key)).filter((item) => item !== undefined);
    return { Responses: { [name]: found } };
  }

  /** The one update there is: `ADD #count :one SET #expiresAt = :expiresAt`. */
  #increment({ input }: UpdateItemCommand): object {
    const { Key: key = {}, ExpressionAttributeValues: values = {} } = input;
    const item = this.items.at(key) ?? key;
    const count = { N: String(Number(item["count"]?.N ?? 0) + Number(values[":one"]?.N)) };
    const expiresAt = values[":expiresAt"] ?? { N: "0" };
    this.items.set(key, { ...item, count, expiresAt });
    return { Attributes: { count, expiresAt } };
  }
}

interface Wanted extends When {
  readonly Item?: Attributes | undefined;
  readonly Key?: Attributes | undefined;
}
const putting = (wanted: Wanted): Write => {
  const put = wanted.Item ?? {};
  return { key: put, put, when: wanted };
};
const removing = (wanted: Wanted): Write => ({ key: wanted.Key ?? {}, put: null, when: wanted });

function writeOf({ Put, Delete, ConditionCheck }: TransactWriteItem): Write {
  if (Put) return putting(Put);
  if (Delete) return removing(Delete);
  return { key: ConditionCheck?.Key ?? {}, put: undefined, when: ConditionCheck ?? {} };
}
