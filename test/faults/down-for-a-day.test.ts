import { afterAll, expect, test } from "vitest";
import type { Appointment } from "#domain/appointments.ts";
import { deep } from "#test/fixtures/deep.ts";
import { figure } from "#test/fixtures/figure.ts";
import { openQuickClinic, type QuickClinic } from "#test/fixtures/quick-clinic.ts";
import { givenSeed, rerun } from "#test/fixtures/seed.ts";
import { Simulation } from "#test/fixtures/simulation.ts";
import { atRest, type Violation } from "./invariants.ts";

/** Promise 21: the EHR is away for 24 hours. What is read says how old it is; what is written waits, and is not lost. */
const FILE = "test/faults/down-for-a-day.test.ts";
const seeds = givenSeed
  ? [givenSeed]
  : Array.from({ length: deep ? 40 : 1 }, (_, index) => index + 1);
const HOURS = 24;
const HOUR_MS = 3_600_000;
/** The days that `quick-clinic` opens. */
const WINDOW = "from=2026-11-23T06:00:00.000Z&to=2026-11-27T06:00:00.000Z";
const PATIENT = "patient-ada";

let [days, writes, withPeople, wrong] = [0, 0, 0, 0];

class Day {
  readonly found: string[] = [];
  readonly #clinic: QuickClinic;
  /** What the portal acknowledged: visits by their time, those moved by the new one, those cancelled. */
  readonly #wanted = new Map<string, string>();
  readonly #moved = new Map<string, string>();
  readonly #cancelled: string[] = [];
  /** In the chart before the EHR went away: only what is there can be moved. */
  #charted: string[] = [];

  constructor(clinic: QuickClinic) {
    this.#clinic = clinic;
  }

  async begin(): Promise<void> {
    await this.#clinic.signIn({ id: PATIENT });
    await this.#clinic.signIn({
      id: "desk",
      kind: "staff",
      role: "frontdesk",
      patientId: undefined,
      permissions: ["schedule", "write-backs"],
    });
    await this.#clinic.poll();
    for (let visit = 0; visit < 4; visit++) await this.#book();
    this.#charted = [...this.#wanted.keys()];
    // What was never read as a whole has no age.
    await this.#clinic.call(PATIENT, "GET /api/appointments");
  }

  /** One hour of it: somebody reads, somebody writes, the sweep rings and the poll asks. */
  async hour(): Promise<void> {
    const { simulation, poll, drain } = this.#clinic;
    await this.#reads();
    const throwOf = simulation.dice.next();
    const [visit] = this.#wanted.keys();
    if (visit && throwOf < 0.25) await this.#cancel(simulation.dice.pick([...this.#wanted.keys()]));
    else if (this.#charted.length > 0 && throwOf < 0.45) await this.#move();
    else await this.#book();
    simulation.pass(HOUR_MS);
    await poll();
    await drain(2);
  }

  async back(): Promise<Violation[]> {
    const { simulation, door, poll, drain, ports } = this.#clinic;
    door.stopped = false;
    for (let minute = 0; minute < 60; minute++) {
      simulation.pass(60_000);
      await poll();
      await drain();
      if ((await ports.rows.due("demo", "all", 1)).length === 0) break;
    }
    await this.#holdsAgainstWishes();
    return (await atRest(this.#clinic, PATIENT)).found;
  }

  /** Answers that are old say so, and since when. */
  async #reads(): Promise<void> {
    for (const path of ["appointments", `slots?visitTypeId=office-visit&${WINDOW}`]) {
      const { status, body } = await this.#clinic.call(PATIENT, `GET /api/${path}`);
      if (status !== 200 || !body.stale || !body.asOf) this.found.push(`${path}: ${status}`);
    }
  }

  /** An open time, while there are any. */
  async #time(): Promise<string | undefined> {
    const { call, simulation } = this.#clinic;
    const { body } = await call(PATIENT, `GET /api/slots?visitTypeId=office-visit&${WINDOW}`);
    const items: { id: string }[] = body.items;
    return items[simulation.dice.between(0, items.length - 1)]?.id;
  }

  async #write(what: string, body?: object): Promise<Appointment> {
    const answer = await this.#clinic.call(PATIENT, `POST /api/${what}`, body ? { body } : {});
    writes += 1;
    if (answer.status > 201) this.found.push(`${what}: ${answer.status} ${answer.body.code}`);
    return answer.body;
  }

  async #book(): Promise<void> {
    const slotId = await this.#time();
    if (!slotId) return;
    const { id, start } = await this.#write("appointments", { slotId });
    this.#wanted.set(id, start);
  }

  async #cancel(id: string): Promise<void> {
    await this.#write(`appointments/${id}/cancel`);
    this.#done(id);
    this.#wanted.delete(id);
    this.#cancelled.push(id);
  }

  async #move(): Promise<void> {
    const id = this.#clinic.simulation.dice.pick(this.#charted);
    const slotId = await this.#time();
    if (!slotId) return;
    const { change } = await this.#write(`appointments/${id}/reschedule`, { slotId });
    this.#done(id);
    if (change?.start) this.#moved.set(id, change.start);
    this.#wanted.delete(id);
  }

  /** A visit with a change on its way takes no other. */
  #done(id: string): void {
    this.#charted = this.#charted.filter((one) => one !== id);
  }

  /** Each visit is what was last asked of it, or with a person. */
  async #holdsAgainstWishes(): Promise<void> {
    const all = [
      ...[...this.#wanted, ...this.#moved].map(([id, start]) => [id, `booked ${start}`] as const),
      ...this.#cancelled.map((id) => [id, "cancelled"] as const),
    ];
    for (const [id, wanted] of all) {
      const { body } = await this.#clinic.call(PATIENT, `GET /api/appointments/${id}`);
      const { state } = (body.change ?? body).writeBack;
      const is = body.status === "booked" ? `booked ${body.start}` : body.status;
      if (state === "with-practice") withPeople += 1;
      else if (is !== wanted) this.found.push(`${id}: ${is}, not ${wanted}`);
    }
  }
}

test.each(seeds)(
  "24 hours without the EHR, seed %i: read with its age, written in order, none lost",
  async (seed) => {
    const simulation = new Simulation(seed);
    const found = await simulation.run(async () => {
      const clinic = openQuickClinic(simulation);
      const day = new Day(clinic);
      await day.begin();
      clinic.door.stopped = true;
      // Until the mirror has noticed that nobody keeps it fresh.
      simulation.pass(300_000);
      for (let hour = 0; hour < HOURS; hour++) await day.hour();
      const violations = await day.back();
      return [...day.found, ...violations.map(({ what, about = "" }) => `${what} ${about}`)];
    });
    days += 1;
    wrong += found.length;
    expect(found, rerun(FILE, seed)).toEqual([]);
  },
);

afterAll(() => {
  if (givenSeed !== undefined) return;
  figure({
    promise: "21",
    bar: "24 hours without the EHR on a fake clock: reads say their age, every write ends as asked or with a person",
    value: `${writes} writes in ${days} such days, ${wrong} lost or wrong; ${withPeople} waited a whole day and went to a person`,
    command: `DEEP=1 npx vitest run --root . --config test/vitest.config.ts --project node ${FILE}`,
    tried: writes,
    wrong,
  });
});
