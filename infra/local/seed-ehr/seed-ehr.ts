import * as z from "zod/mini";
import type { Resource } from "#infra/local/ehr/fhir/resource.ts";
import { practiceRecords } from "#infra/local/ehr/practice/open-practice.ts";
import type { ExternalEhr } from "#infra/local/ehr-connection.ts";
import { StartProblem } from "#infra/local/start-problem.ts";
import { writeAll } from "./chart-writer.ts";
import { forStranger } from "./identity.ts";
import { nameOf, namesIn, renamed, roundsOf } from "./rounds.ts";
import { openServer, type Server } from "./server.ts";

/** How large a practice, drawn from which seed, in which zone, as of when. */
export interface SeedOptions {
  patients: number;
  seed: number;
  zone: string;
  now: Date;
  /** How far its calendar is open; eight weeks unless said otherwise. */
  weeks?: number;
}

/** What came of loading: how many records are new, were there already, or are not there, and why not. */
export interface Seeded {
  added: number;
  known: number;
  leftOut: Record<string, number>;
}

const inOneBundle = 100;
const bundlesAtOnce = 3;

/**
 * Loads the simulated practice into another FHIR server by plain FHIR, under ids of that server's choosing. What is
 * there stays as it is, so it can be done again: to finish, or to open the calendar further.
 */
export async function seedEhr(
  ehr: ExternalEhr,
  options: SeedOptions,
  say: (line: string) => void,
): Promise<Seeded> {
  const server = await openServer(ehr);
  const records = [...practiceRecords(options)];
  say(`Loading the practice into ${ehr.baseUrl}: ${count(records.length)}`);
  const loading = new Loading(server, { all: records.length, say });
  for (const round of roundsOf(records)) await loading.round(round);
  const seeded = loading.outcome();
  if (seeded.added + seeded.known === 0)
    throw new StartProblem(`The EHR at ${ehr.baseUrl} took none of the practice's records.`);
  return seeded;
}

/** What came of loading, for whoever waits at the terminal. */
export function outcomeInWords({ added, known, leftOut }: Seeded): string[] {
  return [
    `The practice is there: ${count(added)} added, ${count(known)} there already.`,
    ...Object.entries(leftOut).map(([why, number]) => `  left out: ${number} × ${why}`),
  ];
}

class Loading {
  readonly #server: Server;
  readonly #told: { all: number; say: (line: string) => void };
  /** What the server calls our records. */
  readonly #names = new Map<string, string>();
  readonly #knownSlots = new Set<string>();
  readonly #seeded: Seeded = { added: 0, known: 0, leftOut: {} };
  #done = 0;

  constructor(server: Server, told: { all: number; say: (line: string) => void }) {
    this.#server = server;
    this.#told = told;
  }

  /** All records of a round, in bundles, a few at once. */
  async round(records: readonly Resource[]): Promise<void> {
    const wanted = records.filter((record) => this.#wanted(record));
    const bundles = Array.from({ length: Math.ceil(wanted.length / inOneBundle) }, (_, n) =>
      wanted.slice(n * inOneBundle, (n + 1) * inOneBundle),
    );
    const next = async (): Promise<void> => {
      for (let bundle = bundles.shift(); bundle; bundle = bundles.shift())
        await this.#bundle(bundle);
    };
    await Promise.all(Array.from({ length: bundlesAtOnce }, next));
  }

  outcome(): Seeded {
    return this.#seeded;
  }

  #wanted(record: Resource): boolean {
    const why = this.#obstacle(record);
    if (why === undefined) return true;
    if (why === "known") this.#seeded.known += 1;
    else this.#leave(`${record.resourceType} (${why})`);
    this.#progress(1);
    return false;
  }

  #obstacle(record: Resource): string | undefined {
    if (!this.#server.can.create(record.resourceType)) return "the server takes none";
    const names = namesIn(record);
    // That time has its own story at the server by now: no visit is put into it a second time.
    if (names.some((name) => this.#knownSlots.has(name))) return "known";
    return names.every((name) => this.#names.has(name)) ? undefined : "what it names is missing";
  }

  async #bundle(records: readonly Resource[]): Promise<void> {
    const written = await writeAll(
      this.#server,
      records.map((record) => z.parse(Renamed, renamed(forStranger(record), this.#names))),
    );
    for (const [index, record] of records.entries()) {
      const outcome = written[index];
      if (!outcome || outcome.is === "refused") {
        this.#leave(`${record.resourceType} (refused with ${outcome?.status})`);
        continue;
      }
      this.#names.set(nameOf(record), outcome.name);
      if (outcome.is === "known" && record.resourceType === "Slot")
        this.#knownSlots.add(nameOf(record));
      this.#seeded[outcome.is === "new" ? "added" : "known"] += 1;
    }
    this.#progress(records.length);
  }

  #leave(why: string): void {
    this.#seeded.leftOut[why] = (this.#seeded.leftOut[why] ?? 0) + 1;
  }

  #progress(more: number): void {
    const { all, say } = this.#told;
    const tenth = (done: number) => Math.floor((done * 10) / all);
    const before = tenth(this.#done);
    this.#done += more;
    if (tenth(this.#done) > before) say(`  ${this.#done.toLocaleString("en-US")} of ${count(all)}`);
  }
}

const Renamed = z.looseObject({ resourceType: z.string() });

const count = (records: number): string => `${records.toLocaleString("en-US")} records`;
