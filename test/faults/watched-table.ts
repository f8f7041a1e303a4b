import type { Table } from "#functions/adapters/dynamo/table.ts";
import type { Change, Key } from "#ports/store.ts";

/**
 * What a refused request may write: its audit, what is counted of it, that somebody was here, and what was read anew of
 * the chart on the way.
 */
const ALLOWED =
  /^(AUDIT|LIMIT|QUOTA|CONNECTION)#|^ACCOUNT#\S+ SESSION#|^DAY#\S+ MIRROR|^PRACTICE#|^PATIENT#\S+ (PATIENT|VISITS)$/;

const nameOf = ({ pk, sk }: Key) => `${pk} ${sk}`;
const keyIn = (change: Change): Key => {
  if ("put" in change) return change.put;
  return "remove" in change ? change.remove : change.check;
};

/** A table that tells what a request left behind, and that can begin anew beneath a portal that goes on. */
export class WatchedTable implements Table {
  #under: Table;
  readonly #before = new Map<string, { key: Key; was: string }>();

  constructor(under: Table) {
    this.#under = under;
  }

  /** Everything kept is gone. */
  beginAnew(empty: Table): void {
    this.#under = empty;
    this.watch();
  }

  /** From here on whatever is written counts. */
  watch(): void {
    this.#before.clear();
  }

  /** The items that are not as they were, but for those that even a refusal may write. */
  async left(): Promise<string[]> {
    const left: string[] = [];
    for (const [name, { key, was }] of this.#before)
      if ((await this.#at(key)) !== was) left.push(name);
    return left;
  }

  readonly get: Table["get"] = (key) => this.#under.get(key);
  readonly batchGet: Table["batchGet"] = (keys) => this.#under.batchGet(keys);
  readonly query: Table["query"] = (query) => this.#under.query(query);
  readonly increment: Table["increment"] = async (key, expiresAt, by) => {
    await this.#note(key);
    return this.#under.increment(key, expiresAt, by);
  };
  readonly apply: Table["apply"] = async (change) => {
    await this.#note(keyIn(change));
    return this.#under.apply(change);
  };
  readonly transact: Table["transact"] = async (changes, token) => {
    for (const change of changes) await this.#note(keyIn(change));
    return this.#under.transact(changes, token);
  };

  async #note(key: Key): Promise<void> {
    const name = nameOf(key);
    if (ALLOWED.test(name) || this.#before.has(name)) return;
    this.#before.set(name, { key, was: await this.#at(key) });
  }

  async #at(key: Key): Promise<string> {
    return JSON.stringify((await this.#under.get(key)) ?? null);
  }
}
