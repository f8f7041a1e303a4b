import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as z from "zod/mini";
import { Engine, type Input, type Output } from "./engine.ts";
import { type Change, Journal } from "./journal.ts";
import { DynamoRefusal, invalid, isOfType } from "./refusal.ts";
import { Rehearsal, type Write } from "./rehearsal.ts";
import { streamArn, streamsOf } from "./streams.ts";
import { readTransaction, rehearse } from "./transaction.ts";

const Named = z.object({ TableName: z.string() });
const Streamed = z.object({
  StreamSpecification: z.optional(z.object({ StreamViewType: z.optional(z.string()) })),
});
const BatchWrite = z.object({
  RequestItems: z.record(
    z.string(),
    z.array(
      z.object({
        PutRequest: z.optional(z.object({ Item: z.unknown() })),
        DeleteRequest: z.optional(z.object({ Key: z.unknown() })),
      }),
    ),
  ),
});
const TransactGet = z.object({
  TransactItems: z.array(z.object({ Get: z.record(z.string(), z.unknown()) })),
});

type Handler = (input: Input) => Promise<Output>;

/**
 * DynamoDB on dynalite, with what that lacks: transactions, streams, and writes that are whole after any end. One call
 * is finished before the next begins, reads too: nobody sees a transaction half done.
 */
export class Tables {
  readonly #kept: Engine;
  readonly #journal: Journal;
  readonly #rehearsal: Rehearsal;
  readonly #streams: (operation: string, input: Input) => Promise<Output>;
  #turn: Promise<unknown>;

  /** Without a folder everything is in memory. */
  constructor(folder?: string) {
    if (folder) mkdirSync(folder, { recursive: true });
    this.#journal = new Journal(folder && join(folder, "journal.sqlite"));
    this.#kept = new Engine(folder && join(folder, "items"));
    this.#rehearsal = new Rehearsal(this.#kept);
    this.#streams = streamsOf(this.#journal);
    this.#turn = this.#carryOutAgain();
  }

  /** Rejects when the folder cannot be used. */
  async ready(): Promise<void> {
    await this.#turn;
  }

  answer(service: string, operation: string, input: Input): Promise<Output> {
    const own = this.#own[operation];
    const work = service.startsWith("DynamoDBStreams")
      ? () => this.#streams(operation, input)
      : own
        ? () => own(input)
        : () => this.#kept.perform(operation, input);
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  async close(): Promise<void> {
    await this.#turn;
    await Promise.all([this.#kept.close(), this.#rehearsal.close()]);
    this.#journal.close();
  }

  readonly #own: Readonly<Record<string, Handler>> = {
    PutItem: (input) => this.#write({ operation: "PutItem", input }),
    UpdateItem: (input) => this.#write({ operation: "UpdateItem", input }),
    DeleteItem: (input) => this.#write({ operation: "DeleteItem", input }),
    BatchWriteItem: (input) => this.#writeBatch(input),
    TransactWriteItems: (input) => this.#transact(input),
    TransactGetItems: (input) => this.#getAll(input),
    CreateTable: (input) => this.#createTable(input),
    DescribeTable: (input) => this.#describeTable(input),
    UpdateTable: (input) => this.#updateTable(input),
    DeleteTable: (input) => this.#deleteTable(input),
    // Nothing is ever taken away for its age: DynamoDB may take days, so nobody may rely on it.
    UpdateTimeToLive: async ({ TimeToLiveSpecification }) => ({ TimeToLiveSpecification }),
  };

  async #write(write: Write): Promise<Output> {
    const { change, output } = await this.#rehearsal.of(write);
    await this.#commit([change]);
    return output;
  }

  async #transact(input: Input): Promise<Output> {
    const { steps, token } = readTransaction(input);
    const before = token && this.#journal.askedUnder(token.name);
    if (token && before === token.asked) return {};
    if (before !== undefined) {
      throw new DynamoRefusal(
        "IdempotentParameterMismatchException",
        "The token was used for another transaction",
      );
    }
    const outcomes = await rehearse(steps, this.#rehearsal);
    await this.#commit(
      outcomes.map(({ change }) => change),
      token,
    );
    return {};
  }

  /** Written down first, then carried out. An item that stays as it is makes no entry in a stream. */
  async #commit(all: Change[], token?: { name: string; asked: string }): Promise<void> {
    const changes = all.filter((change) => !isDeepStrictEqual(change.old, change.new));
    if (changes.length === 0 && !token) return;
    this.#journal.append({ changes, token });
    await this.#carryOut(changes);
  }

  /** Done again it comes to the same. */
  async #carryOut(changes: readonly Change[]): Promise<void> {
    for (const { table: TableName, key: Key, new: Item } of changes) {
      await (Item
        ? this.#kept.perform("PutItem", { TableName, Item })
        : this.#kept.perform("DeleteItem", { TableName, Key }));
    }
  }

  /** What the last run wrote down and may not have done; the table may have been deleted meanwhile. */
  async #carryOutAgain(): Promise<void> {
    try {
      await this.#carryOut(this.#journal.last());
    } catch (error) {
      if (!isOfType(error, "ResourceNotFoundException")) throw error;
    }
  }

  async #writeBatch(input: Input): Promise<Output> {
    const { RequestItems } = z.parse(BatchWrite, input);
    const writes = Object.entries(RequestItems).flatMap(([TableName, requests]) =>
      requests.map(({ PutRequest, DeleteRequest }): Write => {
        if (PutRequest) return { operation: "PutItem", input: { TableName, ...PutRequest } };
        return { operation: "DeleteItem", input: { TableName, ...DeleteRequest } };
      }),
    );
    if (writes.length === 0 || writes.length > 25) throw invalid("A batch has from 1 to 25 writes");
    for (const write of writes) await this.#write(write);
    return { UnprocessedItems: {} };
  }

  async #getAll(input: Input): Promise<Output> {
    const { TransactItems } = z.parse(TransactGet, input);
    const Responses: Output[] = [];
    for (const { Get } of TransactItems) Responses.push(await this.#kept.perform("GetItem", Get));
    return { Responses };
  }

  async #createTable(input: Input): Promise<Output> {
    const { TableDescription } = await this.#kept.perform("CreateTable", input);
    const { TableName } = z.parse(Named, input);
    this.#openStream(TableName, input);
    return { TableDescription: { ...Object(TableDescription), ...this.#streamOf(TableName) } };
  }

  async #describeTable(input: Input): Promise<Output> {
    const { Table } = await this.#kept.perform("DescribeTable", input);
    return { Table: { ...Object(Table), ...this.#streamOf(z.parse(Named, input).TableName) } };
  }

  async #updateTable(input: Input): Promise<Output> {
    if (input["GlobalSecondaryIndexUpdates"]) {
      throw invalid("dynalite cannot give a table another index");
    }
    const { TableName } = z.parse(Named, input);
    const { Table } = await this.#describeTable({ TableName });
    this.#openStream(TableName, input);
    return { TableDescription: { ...Object(Table), ...this.#streamOf(TableName) } };
  }

  async #deleteTable(input: Input): Promise<Output> {
    const { TableName } = z.parse(Named, input);
    const output = await this.#kept.perform("DeleteTable", { TableName });
    await this.#rehearsal.forget(TableName);
    this.#journal.forget(TableName);
    return output;
  }

  #openStream(table: string, input: Input): void {
    const view = z.parse(Streamed, input).StreamSpecification?.StreamViewType;
    if (view) this.#journal.openStream(table, view);
  }

  #streamOf(table: string): Output {
    const stream = this.#journal.stream(table);
    if (!stream) return {};
    const StreamSpecification = { StreamEnabled: true, StreamViewType: stream.view };
    return { StreamSpecification, LatestStreamArn: streamArn(table, stream) };
  }
}
