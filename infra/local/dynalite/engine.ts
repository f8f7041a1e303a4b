import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { DynamoRefusal, isOfType } from "./refusal.ts";

export type Input = Record<string, unknown>;
export type Output = Record<string, unknown>;

interface Failure {
  body?: Record<string, unknown>;
}

interface Store {
  lifecycleManager: { gracefulClose(done: (error?: Error) => void): void };
}

/** What of dynalite is used here. It has no other door than HTTP, and behind that one nothing is atomic. */
interface Parts {
  db: { create(options: Record<string, unknown>): Store };
  validations: {
    checkTypes(input: Input, types: unknown): Input;
    checkValidations(input: Input, ...rules: readonly unknown[]): void;
  };
}
type Action = (
  store: Store,
  input: Input,
  done: (error: Failure | null, output?: Output) => void,
) => void;
type Rules = { types: unknown; custom?: unknown };

const load = createRequire(import.meta.url);
const { db, validations }: Parts = {
  db: load("dynalite/db"),
  validations: load("dynalite/validations"),
};

/** The operations that dynalite has and somebody may ask for. */
const known = new Set([
  ...["BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"],
  ...["CreateTable", "DeleteTable", "DescribeTable", "DescribeTimeToLive", "ListTables"],
]);

const waitMs = 1;

/** One store of dynalite's, in a folder or in memory: each operation by itself, as DynamoDB answers it. */
export class Engine {
  readonly #store: Store;

  constructor(path?: string) {
    const at = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
    this.#store = db.create({ ...at, ...(path && { path }) });
  }

  /** Rejects with a `DynamoRefusal`. */
  async perform(operation: string, asked: Input): Promise<Output> {
    if (!known.has(operation)) {
      throw new DynamoRefusal("UnknownOperationException", operation);
    }
    const output = await this.#act(`${operation[0]?.toLowerCase()}${operation.slice(1)}`, asked);
    if (operation === "CreateTable") {
      await this.#until(asked["TableName"], (status) => status === "ACTIVE");
    }
    if (operation === "DeleteTable") {
      await this.#until(asked["TableName"], (status) => status === undefined);
    }
    return output;
  }

  close(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#store.lifecycleManager.gracefulClose((error) => (error ? reject(error) : resolve()));
    });
  }

  #act(name: string, asked: Input): Promise<Output> {
    const action: Action = load(`dynalite/actions/${name}`);
    const { types, custom }: Rules = load(`dynalite/validations/${name}`);
    return new Promise((resolve, reject) => {
      try {
        // It writes into what it is given.
        const input = validations.checkTypes(structuredClone(asked), types);
        validations.checkValidations(input, types, custom, this.#store);
        action(this.#store, input, (failure, output = {}) =>
          failure ? reject(refusalOf(failure, false)) : resolve(output),
        );
      } catch (failure) {
        reject(refusalOf(failure, true));
      }
    });
  }

  async #until(TableName: unknown, isThere: (status: unknown) => boolean): Promise<void> {
    while (!isThere(await this.#status(TableName))) {
      await sleep(waitMs);
    }
  }

  async #status(TableName: unknown): Promise<unknown> {
    try {
      const { Table } = await this.#act("describeTable", { TableName });
      return Object(Table).TableStatus;
    } catch (error) {
      if (isOfType(error, "ResourceNotFoundException")) return undefined;
      throw error;
    }
  }
}

function refusalOf(failure: unknown, beforehand: boolean): unknown {
  const body: unknown = Object(failure).body;
  if (body === undefined) return failure;
  const { __type, message, Message } = Object(body);
  const type = String(__type).split("#").at(-1) ?? "";
  return new DynamoRefusal(type, String(message ?? Message ?? ""), { beforehand });
}
