import * as z from "zod/mini";
import type { Input, Output } from "./engine.ts";
import type { Journal, Recorded, Stream } from "./journal.ts";
import { DynamoRefusal, invalid } from "./refusal.ts";

const Named = z.object({ TableName: z.string() });
const OfStream = z.object({ StreamArn: z.string() });
const Start = z.object({
  StreamArn: z.string(),
  ShardIteratorType: z.string(),
  SequenceNumber: z.optional(z.string()),
});
const Reading = z.object({ ShardIterator: z.string(), Limit: z._default(z.number(), 1000) });
const Place = z.object({ table: z.string(), after: z.number() });
type Place = z.infer<typeof Place>;

const region = "local";
const shard = "shardId-00000000000000000001";

export const streamArn = (table: string, { label }: Stream): string =>
  `arn:aws:dynamodb:${region}:000000000000:table/${table}/stream/${label}`;

/** DynamoDB's Streams API over the journal: one shard for each table, for as long as it has a stream. */
export function streamsOf(journal: Journal) {
  const streamOf = (table: string): Stream => {
    const found = journal.stream(table);
    if (!found) throw new DynamoRefusal("ResourceNotFoundException", "Stream not found");
    return found;
  };
  const operations: Record<string, (input: Input) => Output> = {
    ListStreams: (input) => {
      const { TableName } = z.parse(Named, input);
      const found = journal.stream(TableName);
      return { Streams: found ? [{ StreamArn: streamArn(TableName, found), TableName }] : [] };
    },
    DescribeStream: (input) => {
      const { StreamArn } = z.parse(OfStream, input);
      const { view } = streamOf(tableIn(StreamArn));
      const Shards = [{ ShardId: shard, SequenceNumberRange: { StartingSequenceNumber: "1" } }];
      const about = { StreamArn, StreamStatus: "ENABLED", StreamViewType: view, Shards };
      return { StreamDescription: about };
    },
    GetShardIterator: (input) => {
      const start = z.parse(Start, input);
      const table = tableIn(start.StreamArn);
      return { ShardIterator: written({ table, after: after(start, streamOf(table), journal) }) };
    },
    GetRecords: (input) => {
      const { ShardIterator, Limit } = z.parse(Reading, input);
      const { table, after: from } = read(ShardIterator);
      const { view } = streamOf(table);
      const found = journal.changesOf(table, from, Limit);
      const next = written({ table, after: found.at(-1)?.seq ?? from });
      return { Records: found.map((one) => recordOf(one, view)), NextShardIterator: next };
    },
  };
  return async (operation: string, input: Input): Promise<Output> => {
    const asked = operations[operation];
    if (!asked) throw new DynamoRefusal("UnknownOperationException", operation);
    return asked(input);
  };
}

function after(start: z.infer<typeof Start>, { since }: Stream, journal: Journal): number {
  switch (start.ShardIteratorType) {
    case "TRIM_HORIZON":
      return since;
    case "LATEST":
      return journal.latest();
    case "AT_SEQUENCE_NUMBER":
      return Number(start.SequenceNumber) - 1;
    case "AFTER_SEQUENCE_NUMBER":
      return Number(start.SequenceNumber);
    default:
      throw invalid(`${start.ShardIteratorType} is no place in a stream.`);
  }
}

const tableIn = (arn: string): string => arn.split("/")[1] ?? "";
const written = (place: Place): string => Buffer.from(JSON.stringify(place)).toString("base64url");

function read(iterator: string): Place {
  try {
    return z.parse(Place, JSON.parse(Buffer.from(iterator, "base64url").toString()));
  } catch {
    throw invalid("Invalid ShardIterator");
  }
}

function recordOf({ seq, at, change }: Recorded, view: string): Output {
  const shows = (image: string) => view === image || view === "NEW_AND_OLD_IMAGES";
  const kind = change.new ? (change.old ? "MODIFY" : "INSERT") : "REMOVE";
  return {
    eventID: String(seq),
    eventName: kind,
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(at / 1000),
      Keys: change.key,
      SequenceNumber: String(seq),
      SizeBytes: JSON.stringify(change).length,
      StreamViewType: view,
      ...(change.new && shows("NEW_IMAGE") && { NewImage: change.new }),
      ...(change.old && shows("OLD_IMAGE") && { OldImage: change.old }),
    },
  };
}
