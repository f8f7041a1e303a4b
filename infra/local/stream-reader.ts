import * as z from "zod/mini";
import { callDynamoDb, DynamoDbRefusal } from "./dynamodb-endpoint.ts";

const Streams = z.object({ Streams: z.array(z.object({ StreamArn: z.string() })) });
const Described = z.object({
  StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })) }),
});
const Iterator = z.object({ ShardIterator: z.string() });
const StreamRecord = z.looseObject({
  eventName: z.string(),
  dynamodb: z.looseObject({ SequenceNumber: z.string() }),
});
const Records = z.object({
  Records: z.array(StreamRecord),
  NextShardIterator: z.optional(z.nullable(z.string())),
});

export type StreamRecord = z.infer<typeof StreamRecord>;

/** Where a reader goes on: after a record it has handled, or where the mapping says it starts. */
export type Position = { after: string } | { from: "TRIM_HORIZON" | "LATEST" };

/** The newest stream of one table, read through the Streams API. The emulator keeps it in a single shard. */
export class StreamReader {
  readonly #endpoint: string;
  readonly #table: string;
  #shard: { StreamArn: string; ShardId: string } | undefined;
  #iterator: string | undefined;

  constructor(endpoint: string, table: string) {
    this.#endpoint = endpoint;
    this.#table = table;
  }

  /** The next records, oldest first. Records that the table has already dropped are gone: it goes on with the oldest left. */
  async read(position: Position, limit: number): Promise<StreamRecord[]> {
    try {
      this.#iterator ??= await this.#iteratorAt(position);
      const input = { ShardIterator: this.#iterator, Limit: limit };
      const { Records: records, NextShardIterator } = z.parse(
        Records,
        await this.#call("GetRecords", input),
      );
      this.#iterator = NextShardIterator ?? undefined;
      return records;
    } catch (error) {
      this.seek();
      if (error instanceof DynamoDbRefusal && error.type === "TrimmedDataAccessException") {
        this.#iterator = await this.#iteratorAt({ from: "TRIM_HORIZON" });
        return [];
      }
      throw error;
    }
  }

  /** Forgets the place in the stream: the next read starts at the position it is given. */
  seek(): void {
    this.#iterator = undefined;
  }

  async #iteratorAt(position: Position): Promise<string> {
    this.#shard ??= await this.#findShard();
    const place =
      "after" in position
        ? { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: position.after }
        : { ShardIteratorType: position.from };
    const reply = await this.#call("GetShardIterator", { ...this.#shard, ...place });
    return z.parse(Iterator, reply).ShardIterator;
  }

  async #findShard() {
    const streams = await this.#call("ListStreams", { TableName: this.#table });
    const StreamArn = z.parse(Streams, streams).Streams.at(-1)?.StreamArn;
    const described = await this.#call("DescribeStream", { StreamArn });
    const ShardId = z.parse(Described, described).StreamDescription.Shards.at(-1)?.ShardId;
    if (!StreamArn || !ShardId) {
      throw new Error(`The table ${this.#table} has no stream.`);
    }
    return { StreamArn, ShardId };
  }

  #call(operation: string, input: Record<string, unknown>): Promise<unknown> {
    return callDynamoDb(this.#endpoint, { service: "DynamoDBStreams_20120810", operation, input });
  }
}
