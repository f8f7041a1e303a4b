import type { Answer } from "#test/fixtures/portal.ts";
import type { QuickClinic } from "#test/fixtures/quick-clinic.ts";
import type { Operation } from "./linearizable.ts";
import type { Histories, SlotAct } from "./slot-machine.ts";

interface Track {
  readonly clinic: QuickClinic;
  readonly histories: Histories;
  readonly slots: readonly string[];
  /** Slots that the clinic gives away in its EHR too: only what is in the chart is certain of these. */
  readonly contested: ReadonlySet<string>;
}

/** How something was asked: when it began, in the order of things and on the clock. */
interface Asked {
  readonly invoked: number;
  readonly begun: number;
}

/** Twice as long as a hold lasts. */
const LONG_MS = 600_000;
const SHORT_MS = 20_000;
const NEVER = Number.POSITIVE_INFINITY;

/** One patient who does one thing after the other and writes down what they were told. */
export class Racer {
  readonly told: string[] = [];
  readonly #id: string;
  readonly #track: Track;
  #holds: { id: string; slot: string }[] = [];
  #visits: { id: string; slot: string }[] = [];
  /** Saved and not yet certain: which slots it may have given back since. */
  readonly #saved: { id: string; slots: string[]; invoked: number }[] = [];

  constructor(id: string, track: Track) {
    this.#id = id;
    this.#track = track;
  }

  async run(operations: number): Promise<void> {
    const { dice, sleep } = this.#track.clinic.simulation;
    for (let done = 0; done < operations; done++) {
      await this.#act();
      const forgets = this.#holds.length > 0 && dice.chance(0.2);
      await sleep(dice.between(0, forgets ? LONG_MS : SHORT_MS));
    }
  }

  /** Wants this slot and nothing else. */
  want(slot: string): Promise<void> {
    return this.#book(slot, { slotId: slot });
  }

  async #act(): Promise<void> {
    const { dice } = this.#track.clinic.simulation;
    const slot = dice.pick(this.#track.slots);
    const throwOf = dice.next();
    const [hold] = this.#holds;
    const visit = this.#visits[dice.between(0, this.#visits.length - 1)];
    if (hold && throwOf < 0.25) return this.#release(hold);
    if (hold && throwOf < 0.5) return this.#book(hold.slot, { holdId: hold.id });
    if (visit && throwOf < 0.3) return this.#cancel(visit);
    if (visit && throwOf < 0.5) return this.#move(visit, slot);
    return throwOf < 0.7 ? this.#hold(slot) : this.#book(slot, { slotId: slot });
  }

  async #hold(slot: string): Promise<void> {
    const { asked, answer } = await this.#ask("POST /api/holds", { slotId: slot });
    const { returned, over } = this.#answered();
    if (answer.status === 201) {
      this.#holds = [
        ...this.#holds.filter((held) => held.slot !== slot),
        { id: answer.body.id, slot },
      ];
      const until = Date.parse(answer.body.expiresAt);
      this.#note(slot, { act: { is: "hold", by: this.#id, until, over }, ...asked, returned });
    } else this.#refused(slot, { asked, answer, returned });
  }

  async #release({ id, slot }: { id: string; slot: string }): Promise<void> {
    const { asked, answer } = await this.#ask(`DELETE /api/holds/${id}`);
    const { returned } = this.#answered();
    this.#holds = this.#holds.filter((held) => held.id !== id);
    const optional = answer.status !== 204;
    this.#note(slot, { act: { is: "release", by: this.#id }, ...asked, returned, optional });
  }

  async #book(slot: string, time: object): Promise<void> {
    const { asked, answer } = await this.#ask("POST /api/appointments", time);
    const { returned, over } = this.#answered();
    const act: SlotAct = { is: "book", by: this.#id, over };
    if ("holdId" in time) this.#holds = this.#holds.filter((held) => held.id !== time.holdId);
    if (answer.status === 201) this.#got(slot, { answer, operation: { act, ...asked, returned } });
    else this.#refused(slot, { asked, answer, returned, act });
  }

  async #move(visit: { id: string; slot: string }, slot: string): Promise<void> {
    if (visit.slot === slot) return;
    const path = `POST /api/appointments/${visit.id}/reschedule`;
    const { asked, answer } = await this.#ask(path, { slotId: slot });
    const { returned, over } = this.#answered();
    const act: SlotAct = { is: "book", by: this.#id, over };
    if (answer.status === 200) {
      this.#visits = this.#visits.filter(({ id }) => id !== visit.id);
      this.#got(slot, { answer, operation: { act, ...asked, returned } });
      this.#left(visit, { answer, asked, returned });
    } else this.#refused(slot, { asked, answer, returned, act });
    if (answer.status >= 500) this.#left(visit, { answer, asked, returned });
  }

  async #cancel(visit: { id: string; slot: string }): Promise<void> {
    const { asked, answer } = await this.#ask(`POST /api/appointments/${visit.id}/cancel`);
    const { returned } = this.#answered();
    if (answer.status !== 200 && answer.status < 500) return;
    this.#visits = this.#visits.filter(({ id }) => id !== visit.id);
    this.#left(visit, { answer, asked, returned });
  }

  /** Whoever still has what was saved has had it all the time; what became of the others, nobody here knows. */
  async conclude(): Promise<void> {
    for (const { id, slots, invoked } of this.#saved) {
      const { body } = await this.#track.clinic.call(this.#id, `GET /api/appointments/${id}`);
      if ((body.change ?? body).writeBack?.state === "saved") continue;
      for (const slot of slots) this.#perhapsFree(slot, invoked);
    }
  }

  /** A visit in the chart is certain; one that is saved holds its slot here, and may still lose it. */
  #got(slot: string, got: { answer: Answer; operation: Operation<SlotAct> }): void {
    const { answer, operation } = got;
    if (inChart(answer)) {
      this.#visits.push({ id: answer.body.id, slot });
      this.#note(slot, operation);
      return;
    }
    const certain = !this.#track.contested.has(slot);
    this.#note(slot, certain ? operation : { ...operation, returned: NEVER, optional: true });
    this.#saved.push({ id: answer.body.id, slots: [slot], invoked: operation.invoked });
  }

  #left(
    { id, slot }: { id: string; slot: string },
    { answer, asked, returned }: { answer: Answer; asked: Asked; returned: number },
  ): void {
    if (answer.status >= 500) this.#perhapsFree(slot, asked.invoked);
    else if (!inChart(answer)) this.#saved.push({ id, slots: [slot], invoked: asked.invoked });
    else this.#note(slot, { act: { is: "free", by: this.#id }, ...asked, returned });
  }

  #perhapsFree(slot: string, invoked: number): void {
    const act: SlotAct = { is: "free", by: this.#id };
    this.#note(slot, { act, invoked, returned: NEVER, optional: true });
  }

  /** What was refused met somebody there. No answer at all may hide anything. */
  #refused(
    slot: string,
    {
      asked,
      answer,
      returned,
      act,
    }: { asked: Asked; answer: Answer; returned: number; act?: SlotAct },
  ): void {
    if (answer.status >= 500 && act) {
      this.#note(slot, { act, ...asked, returned: NEVER, optional: true });
      this.#perhapsFree(slot, asked.invoked);
      return;
    }
    if (answer.body?.code !== "appointments.slot-taken" || this.#track.contested.has(slot)) return;
    const taken: SlotAct = { is: "taken", by: this.#id, begun: asked.begun };
    this.#note(slot, { act: taken, ...asked, returned });
  }

  #note(slot: string, { act, invoked, returned, optional = false }: Operation<SlotAct>): void {
    // The chart knows no holds: where the clinic gives slots away in its EHR, a hold promises nothing.
    if (this.#track.contested.has(slot) && (act.is === "hold" || act.is === "release")) return;
    this.#track.histories.note(slot, { act, invoked, returned, optional });
  }

  async #ask(what: string, body?: object): Promise<{ asked: Asked; answer: Answer }> {
    const { clinic, histories } = this.#track;
    const asked = { invoked: histories.now(), begun: clinic.simulation.date().getTime() };
    const answer = await clinic.call(this.#id, what, body ? { body } : {});
    const [method = "", path = ""] = what.split(" ");
    const verb = path.split("/").findLast((part) => !part.includes("_"));
    this.told.push(`${method} ${verb} ${answer.status}`);
    return { asked, answer };
  }

  #answered(): { returned: number; over: number } {
    const { clinic, histories } = this.#track;
    return { returned: histories.now(), over: clinic.simulation.date().getTime() };
  }
}

const inChart = ({ body }: Answer) =>
  body?.writeBack?.state === "in-chart" && body.change === undefined;
