import { createHash, randomUUID } from "node:crypto";
import { DeleteTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { dynamoTable } from "#functions/adapters/dynamo/table.ts";
import { freshStore } from "#functions/adapters/dynamo/testing-table.ts";
import {
  ableEhr,
  openQuickClinic,
  type Profile,
  type QuickClinic,
} from "#test/fixtures/quick-clinic.ts";
import { Simulation } from "#test/fixtures/simulation.ts";
import { EHR_SECRET } from "./crash-process.ts";
import type { Beyond, Ring } from "./crash-wire.ts";

/** What the EHRs of these runs can do: one Bundle, one resource after the other, or no slots at all. */
export const ehrs = {
  "one bundle": ableEhr,
  "in steps": { ...ableEhr, transaction: false, ifMatch: "required", staleStatus: 409 },
  "visits only": { ...ableEhr, transaction: false, conditional: false, writesSlots: false },
} as const satisfies Record<string, Profile>;
export type EhrName = keyof typeof ehrs;

export const ADA = "patient-ada";
export const AUDIT_KEY = "a key of the audit chains, kept elsewhere";
/** One of the days that `quick-clinic` opens. */
const WINDOW = "from=2026-11-23T06:00:00.000Z&to=2026-11-24T06:00:00.000Z";

interface Queued {
  readonly body: string;
  readonly at: number;
}

/** One run's world: a table of its own on the real emulator, a chart as on the first day, and a time that can be moved. */
export class World {
  readonly clinic: QuickClinic;
  readonly #store: { client: DynamoDBClient; name: string };
  readonly #queue: Queued[] = [];
  #ticked = performance.now();

  private constructor(clinic: QuickClinic, store: { client: DynamoDBClient; name: string }) {
    this.clinic = clinic;
    this.#store = store;
  }

  static async open(seed: number, profile: Profile): Promise<World> {
    const store = await freshStore();
    const table = dynamoTable(store);
    // A token is known to the whole emulator, and this run's ids begin anew.
    const unique = (token: string) => createHash("sha256").update(`${store.name} ${token}`);
    const clinic = openQuickClinic(new Simulation(seed), {
      profile,
      table: () => ({
        ...table,
        transact: (changes, token) => table.transact(changes, unique(token).digest("hex")),
      }),
    });
    await clinic.signIn({ id: ADA });
    await clinic.signIn({
      id: "desk",
      kind: "staff",
      role: "frontdesk",
      patientId: undefined,
      permissions: ["schedule", "write-backs", "patients", "connections"],
    });
    return new World(clinic, store);
  }

  async close(): Promise<void> {
    const { client, name } = this.#store;
    await client.send(new DeleteTableCommand({ TableName: name }));
    client.destroy();
  }

  get nowMs(): number {
    return this.clinic.simulation.date().getTime();
  }

  /** Open times, as a patient finds them. */
  async times(): Promise<string[]> {
    const found = await this.clinic.call(ADA, `GET /api/slots?visitTypeId=office-visit&${WINDOW}`);
    return found.body.items.map(({ id }: { id: string }) => id);
  }

  /** What the functions of this run reach. */
  beyond(endpoint: string): Beyond {
    const { ask, baseUrl, door } = this.clinic;
    const secret = { baseUrl: `${endpoint}/fhir/r4`, searchLagSeconds: door.searchLagSeconds };
    return {
      table: this.#store.name,
      ask,
      ehrUrl: baseUrl,
      secretOf: (arn) => (arn === EHR_SECRET ? JSON.stringify(secret) : AUDIT_KEY),
      tick: () => this.tick(),
      rung: (ring) => this.#rung(ring),
    };
  }

  /** Time has gone by here as well; whatever an instance does takes as long in the run. */
  tick(): void {
    const real = performance.now();
    this.clinic.simulation.pass(Math.max(0, Math.round(real - this.#ticked)));
    this.#ticked = real;
  }
  begins(): number {
    this.#ticked = performance.now();
    return this.nowMs;
  }

  /** Doorbells whose delay is over, as the queue hands them to the worker; undefined when none is. */
  delivery(all = false): object | undefined {
    for (const ring of this.clinic.rings.splice(0))
      this.#rung({ body: JSON.stringify(ring), delaySeconds: 0 });
    const due = this.#queue.filter(({ at }) => all || at <= this.nowMs);
    for (const one of due) this.#queue.splice(this.#queue.indexOf(one), 1);
    const bodies = new Set(due.map(({ body }) => body));
    if (bodies.size === 0) return undefined;
    return { Records: [...bodies].map((body) => ({ messageId: randomUUID(), body })) };
  }
  get nextDelivery(): number {
    return Math.min(...this.#queue.map(({ at }) => at));
  }

  #rung({ body, delaySeconds }: Ring): void {
    this.#queue.push({ body, at: this.nowMs + delaySeconds * 1000 });
  }
}
