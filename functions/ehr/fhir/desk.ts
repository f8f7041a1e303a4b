import type { Outcome } from "#domain/writeback-row.ts";
import type { Capabilities, SlotRef, WriteContext } from "#ports/ehr.ts";
import { type ChartedVisit, chartedVisit, concerns } from "./appointment.ts";
import type { Abilities, AbilitySource } from "./capabilities.ts";
import { idIn, type Raw, utc, WRITE_BACK } from "./elements.ts";
import type { Reply } from "./failure.ts";
import { refuseWrongPatient } from "./reads.ts";
import { read } from "./search.ts";
import { type ChartedSlot, chartedSlot, opened, taken } from "./slot.ts";
import { type Committed, commit, type Entry } from "./transaction.ts";
import type { Transport } from "./transport.ts";

export interface DeskParts {
  readonly http: Transport;
  readonly source: AbilitySource;
  readonly abilities: Abilities;
  readonly can: Capabilities;
  readonly context: WriteContext;
  readonly signal: AbortSignal;
}

/** One write at work: its limit in time, its key, and whether it may have changed the chart yet. */
export class Desk {
  readonly http: Transport;
  readonly abilities: Abilities;
  readonly can: Capabilities;
  readonly context: WriteContext;
  readonly signal: AbortSignal;
  readonly #source: AbilitySource;
  readonly #steps: Record<string, string>;
  #touched = false;

  constructor(parts: DeskParts) {
    this.http = parts.http;
    this.#source = parts.source;
    this.abilities = parts.abilities;
    this.can = parts.can;
    this.context = parts.context;
    this.signal = parts.signal;
    this.#steps = { ...parts.context.steps };
  }

  get key(): string {
    return this.context.key;
  }
  /** True once a request of this write was, or may have been, carried out. */
  get touched(): boolean {
    return this.#touched;
  }
  /** A version check on Slots is known to work here: two can't both take one. */
  get slotsGuarded(): boolean {
    return this.can.writeSlot && this.abilities.guardsVersions("Slot");
  }
  /** The condition that keeps this very write from being made twice, where the server honours it. */
  ifNoneExist(type: string): string | undefined {
    return this.abilities.conditionalCreate(type) && this.abilities.searches(type, "identifier")
      ? `identifier=${WRITE_BACK}|${this.key}`
      : undefined;
  }

  async slot(id: string): Promise<ChartedSlot | undefined> {
    const found = await read(this.http, { type: "Slot", id, signal: this.signal });
    return found && chartedSlot(found.raw, found.etag);
  }

  async visit(id: string): Promise<ChartedVisit | undefined> {
    const found = await read(this.http, { type: "Appointment", id, signal: this.signal });
    return found && chartedVisit(found.raw, found.etag);
  }

  /** The visit a command names ("Appointment/123"), with its patient checked. */
  async named(command: {
    reference: string;
    patientId: string;
  }): Promise<ChartedVisit | undefined> {
    const id = idIn(command.reference, "Appointment");
    const visit = id === undefined ? undefined : await this.visit(id);
    if (visit && !concerns(visit, command.patientId)) refuseWrongPatient(this.http, "Appointment");
    return visit;
  }

  /** Whether this slot is held by this very write, by its mark or, where marks are dropped, by our own steps. */
  holds(slot: ChartedSlot): boolean {
    if (slot.free) return false;
    const stepped = this.stepDone("slot") !== undefined && slot.heldBy.length === 0;
    return stepped || slot.heldBy.includes(this.key);
  }

  /** What an earlier sub-step left, of this attempt or one before. */
  stepDone(name: string): string | undefined {
    return this.#steps[name];
  }
  /** Resolves when the row holds it: only then may the next sub-step start. */
  async step(name: string, value: string): Promise<void> {
    await this.context.step(name, value);
    this.#steps[name] = value;
  }

  /** The slot as it was offered, if it is still to be had or already this write's own. */
  async openSlot({ ehrId, start }: SlotRef): Promise<ChartedSlot | undefined> {
    const slot = await this.slot(ehrId);
    const asOffered = slot !== undefined && slot.start === utc(start);
    return asOffered && (slot.free || this.holds(slot)) ? slot : undefined;
  }

  take(slot: ChartedSlot): Promise<Reply> {
    return this.put(entryOf(taken(slot, this.key), slot.etag));
  }
  open(slot: ChartedSlot): Promise<Reply> {
    return this.put(entryOf(opened(slot), slot.etag));
  }

  put({ url, resource, ifMatch }: Entry): Promise<Reply> {
    const condition = ifMatch === undefined ? {} : { "if-match": ifMatch };
    return this.#send("PUT", url, { resource, condition });
  }

  create(resource: Raw): Promise<Reply> {
    const type = String(resource["resourceType"]);
    const none = this.ifNoneExist(type);
    const condition = none === undefined ? {} : { "if-none-exist": none };
    return this.#send("POST", type, { resource, condition });
  }

  async commit(entries: readonly Entry[]): Promise<Committed> {
    const reply = await commit(this.http, entries, { signal: this.signal, key: this.key });
    this.#note(reply);
    if (reply.is === "mixed") {
      this.http.log("ehr.transaction-not-atomic", {});
      this.#source.distrustTransactions();
    }
    return reply;
  }

  async #send(
    method: "PUT" | "POST",
    path: string,
    { resource, condition }: { resource: Raw; condition: Record<string, string> },
  ): Promise<Reply> {
    const headers = { "x-request-id": this.key, ...condition };
    const reply = await this.http.send({
      method,
      path,
      body: resource,
      headers,
      signal: this.signal,
    });
    this.#note(reply);
    return reply;
  }

  #note(reply: Reply | Committed): void {
    if (reply.is !== "refused" && reply.is !== "not-sent") this.#touched = true;
    // A statement that promised what is now refused is worth reading again.
    if (reply.is === "refused" && (reply.status === 405 || reply.status === 403))
      this.#source.doubt();
  }
}

/** A PUT of a resource as it was read and changed, guarded by its version where it has one. */
export const entryOf = (resource: Raw, ifMatch: string | undefined): Entry => ({
  method: "PUT",
  url: `${resource["resourceType"]}/${resource["id"]}`,
  resource,
  ifMatch,
});

export const slotTaken: Outcome = { is: "conflict", why: "slot-taken" };
export const changedInChart: Outcome = { is: "conflict", why: "changed-in-chart" };
export const unknown: Outcome = { is: "unknown" };

export const done = (visit: { id: string; etag?: string | undefined }): Outcome => ({
  is: "done",
  reference: `Appointment/${visit.id}`,
  ...(visit.etag === undefined ? {} : { etag: visit.etag }),
});
