import type * as z from "zod/mini";
import type { Item } from "#ports/store.ts";
import type { Table } from "./table.ts";

interface Waiting {
  readonly practiceId: string;
  readonly state: string;
}

interface Queue<Kept extends Waiting> {
  /** "THREADS": a practice's queue is its own partition of the index. */
  readonly name: string;
  readonly schema: z.ZodMiniType<Kept>;
  /** "2026-11-23T15:00:00.000Z#thr_1": who waits longest first. */
  placeOf(record: Kept): string;
}

/** A practice's queue of what waits for its answer: an entry stands in it for as long as its state says so. */
export function waitingQueue<Kept extends Waiting>(
  table: Table,
  { name, schema, placeOf }: Queue<Kept>,
) {
  const partition = (practiceId: string) => `${name}#${practiceId}`;
  return {
    async waiting(
      practiceId: string,
      { after, limit }: { readonly after?: string | undefined; readonly limit: number },
    ): Promise<{ items: Kept[]; next: string | undefined }> {
      const { items, next } = await table.query({
        pk: partition(practiceId),
        index: "gsi1",
        // Just behind the last one that was read.
        between: [after === undefined ? "0" : `${after}!`, "9"],
        limit,
      });
      const records = items.map(({ data }) => schema.parse(data));
      const last = records.at(-1);
      return { items: records, next: next && last ? placeOf(last) : undefined };
    },
    /** The part of an item that puts it into the queue, or leaves it out. */
    placed: (record: Kept): Pick<Item, "gsi1pk" | "gsi1sk"> =>
      record.state === "waiting"
        ? { gsi1pk: partition(record.practiceId), gsi1sk: placeOf(record) }
        : {},
  };
}
