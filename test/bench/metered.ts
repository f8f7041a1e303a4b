import { encode } from "#functions/adapters/dynamo/items.ts";
import type { Query, Stored, Table } from "#functions/adapters/dynamo/table.ts";
import type { Change, Item, Key } from "#ports/store.ts";

/** What DynamoDB bills on demand: request units, reads and writes apart because a write costs five times a read. */
export interface Capacity {
  readonly reads: number;
  readonly writes: number;
}

const READ_BYTES = 4_096;
const WRITE_BYTES = 1_024;

/** As DynamoDB counts an item: names and values, in bytes. */
function bytesOf(item: Item): number {
  return Object.entries(encode(item)).reduce(
    (sum, [name, { S, N }]) => sum + Buffer.byteLength(name) + Buffer.byteLength(S ?? N ?? ""),
    0,
  );
}
const unitsOf = (bytes: number, each: number) => Math.max(1, Math.ceil(bytes / each));
const written = (...items: (Item | undefined)[]) =>
  unitsOf(Math.max(0, ...items.map((item) => (item ? bytesOf(item) : 0))), WRITE_BYTES);

/** The index follows: one write where its keys stay, a removal and a write where they change. */
function inIndex(before: Item | undefined, after: Item | undefined): number {
  const [old, now] = [before, after].map((item) => (item?.gsi1pk === undefined ? undefined : item));
  const stays = old && now && old.gsi1pk === now.gsi1pk && old.gsi1sk === now.gsi1sk;
  if (stays) return written(old, now);
  return (old ? written(old) : 0) + (now ? written(now) : 0);
}

/** The same table, with every call counted by DynamoDB's rules: the emulator's own count leaves transactions out. */
export function metered(table: Table) {
  let [reads, writes] = [0, 0];
  const keyOf = (change: Change): Key =>
    "put" in change ? change.put : "remove" in change ? change.remove : change.check;
  const count = async (change: Change, times: number) => {
    const before = await table.get(keyOf(change));
    const after = "put" in change ? change.put : undefined;
    writes += times * written(before, after);
    if (!("check" in change)) writes += inIndex(before, after);
  };
  const counted: Table = {
    async get(key) {
      const found = await table.get(key);
      reads += unitsOf(found ? bytesOf(found) : 0, READ_BYTES);
      return found;
    },
    async batchGet(keys) {
      const found = await table.batchGet(keys);
      const each = found.map((item) => unitsOf(bytesOf(item), READ_BYTES));
      reads += each.reduce((a, b) => a + b, keys.length - found.length);
      return found;
    },
    async query(query) {
      const page = await table.query(query);
      reads += share(query) * unitsOf(page.items.reduce(addBytes, 0), READ_BYTES);
      return page;
    },
    async apply(change) {
      await count(change, 1);
      return table.apply(change);
    },
    increment(...given) {
      writes += 1;
      return table.increment(...given);
    },
    async transact(changes, token) {
      for (const change of changes) await count(change, 2);
      return table.transact(changes, token);
    },
  };
  /** What the work took. */
  const taken = async (work: () => Promise<unknown>): Promise<Capacity> => {
    [reads, writes] = [0, 0];
    await work();
    return { reads, writes };
  };
  return { table: counted, taken };
}

const addBytes = (sum: number, item: Stored) => sum + bytesOf(item);
/** Read of an index, or where the caller can wait: half. */
const share = ({ index, consistent }: Query) => (index || consistent === false ? 0.5 : 1);
