import {
  openQuickClinic,
  type QuickClinic,
  type QuickOptions,
} from "#test/fixtures/quick-clinic.ts";
import { Simulation } from "#test/fixtures/simulation.ts";
import { atRest, look, type Violation } from "./invariants.ts";
import { lookAtNotes, notesAtRest } from "./note-invariants.ts";
import { type Plan, SAYING, type Step, type Trouble } from "./plan.ts";

/** What one run came to. */
export interface Ran {
  readonly violations: readonly Violation[];
  /** How each visit ended, as the patient is told: "booked/in-chart". */
  readonly ends: readonly string[];
}

/** Time for everything to settle: a day of trying, and some. */
const ROUNDS = 60;
/** In so many strides about half of an outage passes. */
const STRIDES = 6;
/** The days that `quick-clinic` opens. */
const WINDOW = "from=2026-11-23T06:00:00.000Z&to=2026-11-25T06:00:00.000Z";
const PATIENT = "patient-ada";

/** Carries out one plan; after every step the patient's screen is held against the chart. */
export async function carryOut(plan: Plan, options: Pick<QuickOptions, "wrap"> = {}): Promise<Ran> {
  const simulation = new Simulation(plan.seed);
  return simulation.run(async () => {
    const clinic = openQuickClinic(simulation, { ...options, profile: plan.profile });
    const run = new Run(
      clinic,
      plan.steps.some(({ write }) => SAYING.has(write)),
    );
    await run.begin();
    for (const step of plan.steps) await run.take(step);
    return run.end();
  });
}

class Run {
  readonly #clinic: QuickClinic;
  readonly #violations: Violation[] = [];
  /** What people say is looked at too. */
  readonly #notes: boolean;
  #visit = "";
  #thread: { readonly id: string; readonly messages: number } | undefined;
  /** When an EHR that is away comes back, milliseconds. */
  #back = 0;

  constructor(clinic: QuickClinic, notes: boolean) {
    this.#clinic = clinic;
    this.#notes = notes;
  }

  async begin(): Promise<void> {
    await this.#clinic.signIn({ id: PATIENT });
    await this.#clinic.signIn({
      id: "desk",
      kind: "staff",
      role: "frontdesk",
      patientId: undefined,
      permissions: ["schedule", "write-backs", "patients", "connections", "messages"],
    });
  }

  async take({ write, troubles, waits }: Step): Promise<void> {
    const body = await this.#body(write);
    const [first, second] = troubles;
    if (first) this.#trouble(first);
    // An EHR that goes away after something else does so once that has happened.
    if (second && second.fault !== "away") this.#trouble(second);
    const who = write === "reply" ? "desk" : PATIENT;
    const answer = await this.#clinic.call(who, this.#route(write), body && { body });
    if (answer.status === 500) this.#say("answered-500", write);
    if (answer.status === 201) this.#made(write, answer.body);
    if (second?.fault === "away") this.#trouble(second);
    await this.#look(write);
    if (waits) await this.#settle();
  }

  async end(): Promise<Ran> {
    await this.#settle();
    this.#clinic.door.faults.clear();
    const { found, ends } = await atRest(this.#clinic, PATIENT);
    const notes = this.#notes ? await notesAtRest(this.#clinic, PATIENT) : { found: [], ends: [] };
    this.#violations.push(...found, ...notes.found);
    return { violations: this.#violations, ends: [...ends, ...notes.ends] };
  }

  #route(write: Step["write"]): string {
    const thread = this.#thread && `threads/${this.#thread.id}/messages`;
    switch (write) {
      case "correct":
        return "POST /api/records/corrections";
      case "message":
        return `POST /api/${thread ?? "threads"}`;
      case "reply":
        return `POST /api/practice/patients/${PATIENT}/${thread}`;
      case "book":
        return "POST /api/appointments";
      default:
        return `POST /api/appointments/${this.#visit}/${write}`;
    }
  }

  /** What later steps are about. */
  #made(write: Step["write"], { id, messages }: { id: string; messages: number }): void {
    if (write === "book") this.#visit = id;
    if (write === "message") this.#thread = { id, messages };
  }

  /** Times are always looked at first: what goes wrong befalls the write, not the portal's first word with its EHR. */
  async #body(write: Step["write"]): Promise<object | undefined> {
    const slotId = this.#clinic.simulation.dice.pick(await this.#times());
    if (write === "reply") return { words: "Come in today.", seen: this.#thread?.messages ?? 1 };
    if (SAYING.has(write)) return { words: "That is not so." };
    return write === "cancel" ? undefined : { slotId };
  }

  /** Open times, as a patient finds them before anything goes wrong. */
  async #times(): Promise<string[]> {
    const { call } = this.#clinic;
    const found = await call(PATIENT, `GET /api/slots?visitTypeId=office-visit&${WINDOW}`);
    if (found.status !== 200) return ["2026-11-24~office-visit~none"];
    return found.body.items.map(({ id }: { id: string }) => id);
  }

  #trouble(trouble: Trouble): void {
    if (trouble.fault !== "away") {
      this.#clinic.fault(trouble);
      return;
    }
    this.#clinic.door.stopped = true;
    this.#back = this.#clinic.simulation.date().getTime() + trouble.seconds * 1000;
  }

  async #look(when: string): Promise<void> {
    const visits = await look(this.#clinic, PATIENT);
    const notes = this.#notes ? await lookAtNotes(this.#clinic, PATIENT) : [];
    const found = [...visits, ...notes];
    this.#violations.push(...found.map((one) => ({ ...one, when })));
  }

  #say(what: string, when: string): void {
    this.#violations.push({ what, when });
  }

  /** Time passes from one due row to the next, bells are rung, the chart is polled now and then; the screen is looked at. */
  async #settle(): Promise<void> {
    const { simulation, ports, drain, poll } = this.#clinic;
    for (let round = 1; round <= ROUNDS; round++) {
      const waiting = await ports.rows.due("demo", "all", 10);
      if (waiting.length === 0) return;
      simulation.pass(this.#until(waiting.map(({ lease, dueAt }) => lease?.until ?? dueAt)));
      this.#clinic.door.stopped &&= simulation.date().getTime() < this.#back;
      if (simulation.dice.chance(0.2)) await poll();
      await drain(2);
      await this.#look(`round ${round}`);
    }
    this.#say("never-settled", `after ${ROUNDS} rounds`);
  }

  /** How long nothing happens. What is due and was not done waits for the breaker; an outage passes in a few strides. */
  #until(dues: readonly string[]): number {
    const { simulation, door } = this.#clinic;
    const now = simulation.date().getTime();
    const ahead = dues.map((due) => Date.parse(due) - now + 1).filter((ms) => ms > 0);
    const next = ahead.length > 0 ? Math.min(...ahead) : simulation.dice.between(1, 12) * 1000;
    return door.stopped ? Math.max(next, (this.#back - now) / STRIDES) : next;
  }
}
