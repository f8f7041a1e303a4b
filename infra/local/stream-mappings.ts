import { existsSync, readFileSync } from "node:fs";
import * as z from "zod/mini";
import { passesFilters } from "./event-filter.ts";
import type { Functions, LocalFunction } from "./functions.ts";
import { StreamDelivery } from "./stream-delivery.ts";
import { StreamReader } from "./stream-reader.ts";
import { tableTypes } from "./tables.ts";
import type { Stack } from "./template.ts";
import { writeWhole } from "./whole-file.ts";

const Mapping = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z._default(z.number(), 100),
  Enabled: z._default(z.boolean(), true),
  StartingPosition: z._default(z.enum(["TRIM_HORIZON", "LATEST"]), "LATEST"),
  MaximumRetryAttempts: z._default(z.number(), -1),
  FunctionResponseTypes: z._default(z.array(z.string()), []),
  FilterCriteria: z.optional(
    z.object({ Filters: z._default(z.array(z.object({ Pattern: z.string() })), []) }),
  ),
});

const Checkpoints = z.record(z.string(), z.string());

export interface StreamMappingsOptions {
  stack: Stack;
  functions: Functions;
  dynamoEndpoint: string;
  /** File that remembers how far each mapping has come. */
  checkpoints: string;
  permits(caller: LocalFunction, action: string, resource: string): boolean;
}

/** What Lambda demands of the role before it reads a stream. */
const readActions = ["GetRecords", "GetShardIterator", "DescribeStream", "ListStreams"];

/** Starts delivering the tables' streams to the mapped functions. */
export function startStreamMappings(options: StreamMappingsOptions) {
  const { stack, functions } = options;
  const file = checkpointFile(options.checkpoints);
  const tables = new Map(
    stack.ids(...tableTypes).map((id) => [stack.attribute(id, "StreamArn"), stack.ref(id)]),
  );
  const deliveries = stack.ids("AWS::Lambda::EventSourceMapping").flatMap((id) => {
    const mapping = stack.properties(id, Mapping);
    const table = tables.get(mapping.EventSourceArn);
    const target = functions.byArn(mapping.FunctionName);
    if (
      !table ||
      !target ||
      !mapping.Enabled ||
      !mayRead(options, target, mapping.EventSourceArn)
    ) {
      return [];
    }
    const patterns = mapping.FilterCriteria?.Filters.map(({ Pattern }) => Pattern) ?? [];
    return [
      new StreamDelivery({
        reader: new StreamReader(options.dynamoEndpoint, table),
        target,
        streamArn: mapping.EventSourceArn,
        region: stack.place.region,
        batchSize: mapping.BatchSize,
        retries: mapping.MaximumRetryAttempts,
        partial: mapping.FunctionResponseTypes.includes("ReportBatchItemFailures"),
        start: { from: mapping.StartingPosition },
        wanted: (record) => passesFilters(patterns, record),
        checkpoint: { read: () => file.read(id), write: (sequence) => file.write(id, sequence) },
      }),
    ];
  });
  return {
    /** Something was written: look now rather than at the next turn. */
    ring: (operation: string) => {
      if (!/^(Get|Query|Scan|BatchGet|Describe|List)/.test(operation)) {
        for (const delivery of deliveries) {
          delivery.ring();
        }
      }
    },
    stop: async () => {
      await Promise.all(deliveries.map((delivery) => delivery.stop()));
      file.close();
    },
  };
}

/** All four, so that every missing one is recorded. */
function mayRead(
  options: StreamMappingsOptions,
  target: LocalFunction,
  streamArn: string,
): boolean {
  return readActions
    .map((action) => options.permits(target, `dynamodb:${action}`, streamArn))
    .every((permitted) => permitted);
}

/**
 * A stream delivers at least once, so a kill may cost what was handled since: a batch more comes again. Every write to the
 * table would otherwise wait for one to the disk.
 */
const KEEP_MS = 200;

function checkpointFile(path: string) {
  const known = existsSync(path)
    ? z.parse(Checkpoints, JSON.parse(readFileSync(path, "utf8")))
    : {};
  let due: NodeJS.Timeout | undefined;
  const keep = (): void => {
    clearTimeout(due);
    due = undefined;
    writeWhole(path, JSON.stringify(known));
  };
  return {
    read: (id: string) => known[id],
    write: (id: string, sequence: string) => {
      known[id] = sequence;
      due ??= setTimeout(keep, KEEP_MS).unref();
    },
    /** What was not kept yet. */
    close: () => {
      if (due) keep();
    },
  };
}
