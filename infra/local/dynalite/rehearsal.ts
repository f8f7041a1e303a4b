import * as z from "zod/mini";
import { Engine, type Input, type Output } from "./engine.ts";
import type { Attributes, Change } from "./journal.ts";

const Schema = z.object({
  KeySchema: z.array(z.looseObject({ AttributeName: z.string() })),
  AttributeDefinitions: z.array(z.unknown()),
  GlobalSecondaryIndexes: z.optional(z.array(z.unknown())),
  LocalSecondaryIndexes: z.optional(z.array(z.unknown())),
});
type Schema = z.infer<typeof Schema>;

const Index = z.object({
  IndexName: z.string(),
  KeySchema: z.array(z.unknown()),
  Projection: z.unknown(),
});

const Item = z.optional(z.record(z.string(), z.unknown()));

export interface Write {
  operation: "PutItem" | "UpdateItem" | "DeleteItem";
  input: Input;
}

interface About {
  table: string;
  key: Attributes;
}

/** What a write would do: the item before and after, and what its caller is told. */
export interface Outcome {
  change: Change;
  output: Output;
}

/**
 * Writes are tried in a store that holds nothing but the one item they are about. What is refused there is refused with
 * DynamoDB's words and has touched nothing; what passes is known, item by item, before the first of them is written.
 */
export class Rehearsal {
  readonly #kept: Engine;
  readonly #trial = new Engine();
  readonly #schemas = new Map<string, Schema>();

  constructor(kept: Engine) {
    this.#kept = kept;
  }

  /** Which item a write is about; rejects when there is no such table. */
  async keyOf({ input }: Write): Promise<About> {
    const table = String(input["TableName"]);
    const { KeySchema } = await this.#schemaOf(table);
    const given = Object(input["Item"] ?? input["Key"]);
    const names = input["Item"] ? KeySchema.map((part) => part.AttributeName) : Object.keys(given);
    return { table, key: Object.fromEntries(names.map((name) => [name, given[name]])) };
  }

  /** The item a write is about, as it stands. */
  async standing({ table, key }: About): Promise<Attributes | undefined> {
    return itemIn(await this.#kept.perform("GetItem", { TableName: table, Key: key }));
  }

  /** Rejects as DynamoDB refuses the write. */
  async of(write: Write): Promise<Outcome> {
    const about = await this.keyOf(write);
    const at = { TableName: about.table, Key: about.key };
    const old = await this.standing(about);
    if (old) await this.#trial.perform("PutItem", { TableName: about.table, Item: old });
    try {
      const output = await this.#trial.perform(write.operation, write.input);
      const next = itemIn(await this.#trial.perform("GetItem", at));
      return { output, change: { ...about, ...(old && { old }), ...(next && { new: next }) } };
    } finally {
      await this.#trial.perform("DeleteItem", at);
    }
  }

  async forget(table: string): Promise<void> {
    if (this.#schemas.delete(table)) {
      await this.#trial.perform("DeleteTable", { TableName: table });
    }
  }

  close(): Promise<void> {
    return this.#trial.close();
  }

  async #schemaOf(table: string): Promise<Schema> {
    const known = this.#schemas.get(table);
    if (known) return known;
    const { Table } = await this.#kept.perform("DescribeTable", { TableName: table });
    const schema = z.parse(Schema, Table);
    await this.#trial.perform("CreateTable", {
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: schema.KeySchema,
      AttributeDefinitions: schema.AttributeDefinitions,
      ...indexes("GlobalSecondaryIndexes", schema),
      ...indexes("LocalSecondaryIndexes", schema),
    });
    this.#schemas.set(table, schema);
    return schema;
  }
}

const indexes = (name: "GlobalSecondaryIndexes" | "LocalSecondaryIndexes", schema: Schema) =>
  schema[name] && { [name]: schema[name].map((index) => z.parse(Index, index)) };

const itemIn = (output: Output) => z.parse(Item, output["Item"]);
