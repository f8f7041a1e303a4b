import type { AttributeValue, QueryCommandInput } from "@aws-sdk/client-dynamodb";

export type Attributes = Record<string, AttributeValue>;

export interface When {
  readonly ConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Attributes | undefined;
}

/** A refusal as the SDK throws it: known by its name, with a reason for each item of a transaction. */
export class MemoryRefusal extends Error {
  readonly CancellationReasons: readonly { Code: string }[] | undefined;

  constructor(name: string, reasons?: readonly string[]) {
    super(`${name} (in memory)`);
    this.name = name;
    this.CancellationReasons = reasons?.map((Code) => ({ Code }));
  }
}

const LARGEST_ITEM_BYTES = 400 * 1024;
const LARGEST_PAGE_BYTES = 1024 * 1024;

const text = (value: AttributeValue | undefined): string => value?.S ?? "";
export const keyOf = ({ pk, sk }: Attributes): string => JSON.stringify([text(pk), text(sk)]);

/** The items by their keys, and again by the index's. Partitions are small, so they are sorted when they are asked for. */
export class MemoryItems {
  readonly #table = new Partitions("pk");
  readonly #index = new Partitions("gsi1pk");
  /** What stood under each key at the mark, of those written since. */
  #before: Map<string, { key: Attributes; item: Attributes | undefined }> | undefined;

  /** From here on it is known what is written, and can be undone. */
  mark(): void {
    this.#before = new Map();
  }

  /** What is written since the mark as it is now; of what was removed, the key. */
  written(): Attributes[] {
    return [...(this.#before?.values() ?? [])].map(({ key }) => this.at(key) ?? key);
  }

  /** Everything is again as it was at the mark. */
  rewind(): void {
    for (const { key, item } of [...(this.#before?.values() ?? [])]) this.set(key, item ?? null);
    this.mark();
  }

  at(key: Attributes): Attributes | undefined {
    return this.#table.of(text(key["pk"])).get(keyOf(key));
  }

  /** @param next null removes, undefined leaves as it is. */
  set(key: Attributes, next: Attributes | null | undefined): void {
    if (next === undefined) return;
    if (text(key["pk"]) === "" || text(key["sk"]) === "" || sizeOf(next ?? {}) > LARGEST_ITEM_BYTES)
      throw new MemoryRefusal("ValidationException");
    const before = this.at(key);
    const name = keyOf(key);
    if (this.#before?.has(name) === false) this.#before.set(name, { key, item: before });
    for (const kept of [this.#table, this.#index]) {
      if (before) kept.remove(before);
      if (next) kept.add(next);
    }
  }

  query(input: QueryCommandInput): object {
    const { IndexName, ExpressionAttributeValues: values = {}, Limit, ExclusiveStartKey } = input;
    const names = IndexName ? ["gsi1sk", "pk", "sk"] : ["sk"];
    const direction = input.ScanIndexForward === false ? -1 : 1;
    const order = (a: Attributes, b: Attributes) => direction * compared(names, a, b);
    const fits = rangeOf(input, names[0] ?? "sk");
    const all = [...(IndexName ? this.#index : this.#table).of(text(values[":pk"])).values()]
      .filter((item) => fits(item) && (!ExclusiveStartKey || order(item, ExclusiveStartKey) > 0))
      .sort(order);
    const Items = pageOf(all, Limit);
    const last = Items.at(-1);
    const more = last && (Items.length < all.length || Items.length === Limit);
    return { Items, ...(more ? { LastEvaluatedKey: positionOf(last, IndexName) } : {}) };
  }
}

class Partitions {
  readonly #name: string;
  readonly #all = new Map<string, Map<string, Attributes>>();

  constructor(name: string) {
    this.#name = name;
  }

  of(partition: string): ReadonlyMap<string, Attributes> {
    return this.#all.get(partition) ?? new Map();
  }

  add(item: Attributes): void {
    const partition = text(item[this.#name]);
    if (partition === "") return;
    const items = this.#all.get(partition) ?? new Map();
    this.#all.set(partition, items.set(keyOf(item), item));
  }

  remove(item: Attributes): void {
    this.#all.get(text(item[this.#name]))?.delete(keyOf(item));
  }
}

function compared(names: readonly string[], a: Attributes, b: Attributes): number {
  for (const name of names) {
    const [left, right] = [text(a[name]), text(b[name])];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function rangeOf(input: QueryCommandInput, name: string): (item: Attributes) => boolean {
  const [, range] = /^#pk = :pk(?: AND (.+))?$/.exec(input.KeyConditionExpression ?? "") ?? [];
  const values = input.ExpressionAttributeValues ?? {};
  const [from, to] = [text(values[":from"]), text(values[":to"])];
  switch (range) {
    case undefined:
      return () => true;
    case "#sk BETWEEN :from AND :to":
      return (item) => text(item[name]) >= from && text(item[name]) <= to;
    default:
      throw new TypeError(`${range} is not known here`);
  }
}

/** As many as fit a page: the limit asked for, and a megabyte. */
function pageOf(items: readonly Attributes[], limit = Number.POSITIVE_INFINITY): Attributes[] {
  const page: Attributes[] = [];
  let bytes = 0;
  for (const item of items) {
    bytes += sizeOf(item);
    if (page.length >= limit || (bytes > LARGEST_PAGE_BYTES && page.length > 0)) break;
    page.push(item);
  }
  return page;
}

function positionOf(item: Attributes, index: string | undefined): Attributes {
  const names = index ? ["pk", "sk", "gsi1pk", "gsi1sk"] : ["pk", "sk"];
  return Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
}

const sizeOf = (item: Attributes): number =>
  Object.entries(item).reduce(
    (sum, [name, value]) => sum + name.length + Buffer.byteLength(value.S ?? value.N ?? ""),
    0,
  );

/** Whether a condition of `conditionOf` (items.ts) holds: OR of ANDs over tests of one attribute. */
export function holds(item: Attributes | undefined, when: When): boolean {
  const { ConditionExpression } = when;
  if (!ConditionExpression) return true;
  return ConditionExpression.split(" OR ").some((tests) =>
    tests
      .slice(1, -1)
      .split(" AND ")
      .every((one) => passes(item, one, when)),
  );
}

function passes(item: Attributes | undefined, one: string, when: When): boolean {
  const [, absent, name = absent, operator, placeholder = ""] =
    /^(?:attribute_not_exists\((#\w+)\)|(#\w+) (=|<|<>) (:\w+))$/.exec(one) ?? [];
  if (name === undefined) throw new TypeError(`${one} is not known here`);
  const found = item?.[when.ExpressionAttributeNames?.[name] ?? ""];
  if (absent !== undefined) return found === undefined;
  const value = when.ExpressionAttributeValues?.[placeholder];
  const same = found?.S === value?.S && found?.N === value?.N;
  if (operator === "<>") return !same;
  if (found === undefined) return false;
  return operator === "=" ? same : isLess(found, value);
}

function isLess(found: AttributeValue, value: AttributeValue | undefined): boolean {
  if (found.N !== undefined && value?.N !== undefined) return Number(found.N) < Number(value.N);
  return found.S !== undefined && value?.S !== undefined && found.S < value.S;
}
