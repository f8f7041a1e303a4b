import type { Fault } from "#infra/local/ehr/faults/fault.ts";
import type { Dice } from "#test/fixtures/dice.ts";
import type { Act, Begun } from "./crash-acts.ts";
import type { Call } from "./crash-calls.ts";
import { type Bundles, type FunctionName, Gone, Instance } from "./crash-process.ts";
import { atLast, auditOfTheDead } from "./crash-rest.ts";
import type { Side, Trap, Wire } from "./crash-wire.ts";
import { ADA, type EhrName, ehrs, World } from "./crash-world.ts";
import { look, type Violation } from "./invariants.ts";

/** Where a process dies: at one of the calls of an act, before it or with its reply on the way. */
export interface Point {
  readonly act: Act;
  readonly ehr: EhrName;
  readonly call: string;
  readonly side: Side;
}

export const nameOf = ({ act, ehr, call, side }: Point): string =>
  `${act.name} (${ehr}): ${call}, ${side === "before" ? "not asked yet" : "done, its reply not read"}`;

/** "store key…" is the first call that begins so. */
const isAt = (call: string, name: string): boolean =>
  call.endsWith("…") ? name.startsWith(call.slice(0, -1)) : name === call;

export interface Crashed {
  /** Processes that were killed; none when the point did not come. */
  readonly kills: number;
  readonly violations: readonly Violation[];
  readonly ends: readonly string[];
  /**
   * From the last kill until nothing was on its way any more, in waits for leases and sweeps: how fast this machine works
   * is no part of it. Undefined where the EHR made trouble besides.
   */
  readonly recoverySeconds: number | undefined;
}

/** The local runner's pace: it sweeps when it starts and then every five seconds. */
const SWEEP_MS = 5_000;
const SWEEPS = 400;
/** The audit of every so many runs is sealed and verified to its end. */
const SEALED_EVERY = 5;

/** The machine on which functions run, are killed and run again. */
export class Machine {
  readonly #bundles: Bundles;
  readonly #wire: Wire;
  readonly #unborn = new Map<FunctionName, Instance>();
  readonly #warm = new Map<string, Instance>();

  constructor(bundles: Bundles, wire: Wire) {
    this.#bundles = bundles;
    this.#wire = wire;
  }

  get wire(): Wire {
    return this.#wire;
  }

  /** A process that has done nothing yet, and the next one begins to load. */
  fresh(name: FunctionName): Instance {
    const born = this.#unborn.get(name) ?? this.#load(name);
    this.#unborn.set(name, this.#load(name));
    return born;
  }

  /** One that has worked before, as most of Lambda's have; each EHR has its own, for they remember what it can do. */
  warm(name: FunctionName, ehr: EhrName): Instance {
    const key = `${name} ${ehr}`;
    const known = this.#warm.get(key) ?? this.#load(name);
    this.#warm.set(key, known);
    return known;
  }

  async close(): Promise<void> {
    const all = [...this.#unborn.values(), ...this.#warm.values()];
    await Promise.all(all.map((instance) => instance.kill()));
  }

  #load = (name: FunctionName) => new Instance(this.#bundles.file(name), this.#wire.endpoint);
}

/** The calls of an act that nobody disturbs, in their order. */
export async function callsOf(machine: Machine, act: Act, ehr: EhrName): Promise<Call[]> {
  const world = await World.open(0, ehrs[ehr]);
  machine.wire.enter(world.beyond(machine.wire.endpoint));
  const { event } = await act.begin(world);
  const instance = machine.fresh(act.bundle);
  await instance.invoke({ event, nowMs: world.begins() });
  const calls = [...machine.wire.calls];
  await instance.kill();
  await world.close();
  return calls;
}

/** One act killed at one point, and everything after it drawn by the seed. */
export async function crash(machine: Machine, point: Point, seed: number): Promise<Crashed> {
  const world = await World.open(seed, ehrs[point.ehr]);
  try {
    return await new Run(machine, world, point).carryOut(seed);
  } finally {
    await world.close();
  }
}

class Run {
  readonly #machine: Machine;
  readonly #world: World;
  readonly #point: Point;
  readonly #violations: Violation[] = [];
  #kills = 0;
  #killedAt = 0;
  #waitedMs = 0;

  constructor(machine: Machine, world: World, point: Point) {
    this.#machine = machine;
    this.#world = world;
    this.#point = point;
  }

  async carryOut(seed: number): Promise<Crashed> {
    const { act, call, side } = this.#point;
    const { dice } = this.#world.clinic.simulation;
    this.#machine.wire.enter(this.#world.beyond(this.#machine.wire.endpoint));
    const begun = await act.begin(this.#world);
    const at: Trap = ({ name }) => (isAt(call, name) ? side : undefined);
    await this.#die(this.#machine.fresh(act.bundle), begun.event, at);
    this.#violations.push(...(await auditOfTheDead(this.#world, begun)));
    if (!begun.goesOn) await this.#look("after the crash");
    const luck = luckOf(seed, dice);
    const seconds = await this.#goOn(begun, luck);
    await this.#recover(undefined);
    const { found, ends } = await atLast(this.#world, seed % SEALED_EVERY === 0);
    return {
      kills: this.#kills,
      violations: [...this.#violations, ...found],
      ends,
      recoverySeconds: luck.trouble ? undefined : seconds,
    };
  }

  /** From the crash until nothing is on its way any more; answers how long that took. */
  async #goOn(begun: Begun, luck: Luck): Promise<number> {
    const { door, fault } = this.#world.clinic;
    if (luck.trouble) fault(luck.trouble);
    if (luck.tapsAtOnce) await this.#tapAgain(begun);
    const seconds = await this.#recover(luck.diesAgainAt);
    door.faults.clear();
    if (begun.goesOn) await this.#invoke(begun.goesOn, {});
    await this.#look("recovered");
    if (luck.tapsLater) await this.#tapAgain(begun);
    return seconds;
  }

  /** Lets an instance work until the trap closes on it, and kills it there. */
  async #die(instance: Instance, event: unknown, at: Trap): Promise<void> {
    const { wire } = this.#machine;
    const world = this.#world;
    const sprung = wire.arm(at);
    const working = instance.invoke({ event, nowMs: world.begins() }).then(
      () => false,
      (error) => {
        if (error instanceof Gone) return true;
        throw error;
      },
    );
    const killed = await Promise.race([sprung.then(() => true), working]);
    world.tick();
    await instance.kill();
    await wire.quiet();
    wire.disarm();
    await working;
    this.#heard(instance);
    if (!killed) return;
    this.#kills += 1;
    this.#killedAt = world.nowMs;
    this.#waitedMs = 0;
  }

  /** The same tap with the same key, as a patient sends it who saw no answer. */
  async #tapAgain({ tap }: Begun): Promise<void> {
    if (!tap) return;
    const { what, body, key } = tap;
    const answer = await this.#world.clinic.call(ADA, what, {
      ...(body ? { body } : {}),
      headers: { "idempotency-key": key },
    });
    if (answer.status === 500) this.#say("answered-500", what);
    await this.#look("after another tap");
  }

  /** What a restart does: sweep, ring, work; one sweep after the other, until nothing is on its way. */
  async #recover(dieAt: number | undefined): Promise<number> {
    const { rows } = this.#world.clinic.ports;
    let dying = dieAt;
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      const open = await rows.due("demo", "all", 10);
      if (open.length === 0) {
        await this.#work(this.#world.delivery(true), undefined);
        return this.#waitedMs / 1000;
      }
      this.#wait(Math.min(...open.map(({ lease, dueAt }) => Date.parse(lease?.until ?? dueAt))));
      await this.#invoke("sweep", {});
      const event = this.#world.delivery();
      await this.#work(event, dying);
      if (event) dying = undefined;
    }
    this.#say("never-settled", `after ${SWEEPS} sweeps`);
    return Number.POSITIVE_INFINITY;
  }

  /** Until the sweep at which something is to be done: what is due, or what the queue held back. */
  #wait(due: number): void {
    const now = this.#world.nowMs;
    const next = Math.min(due, this.#world.nextDelivery);
    const sweeps = Math.max(0, Math.ceil((next - now) / SWEEP_MS));
    const ms = Math.max(sweeps, this.#killedAt === now ? 0 : 1) * SWEEP_MS;
    this.#waitedMs += ms;
    this.#world.clinic.simulation.pass(ms);
  }

  async #work(event: object | undefined, dieAt: number | undefined): Promise<void> {
    if (!event) return;
    if (dieAt === undefined) return this.#invoke("worker", event);
    const side = dieAt % 2 === 0 ? "before" : "after";
    const at: Trap = (_call, index) => (index === dieAt ? side : undefined);
    await this.#die(this.#machine.fresh("worker"), event, at);
  }

  async #invoke(name: FunctionName, event: object): Promise<void> {
    const instance = this.#machine.warm(name, this.#point.ehr);
    await instance.invoke({ event, nowMs: this.#world.begins() });
    this.#world.tick();
    this.#heard(instance);
  }

  /** A function that logs an error has met something it was not made for. */
  #heard(instance: Instance): void {
    for (const line of instance.said.split("\n").filter((one) => one.includes('"level":"ERROR"')))
      this.#violations.push({ what: "logged-error", when: "in a function", about: line });
    instance.said = "";
  }

  async #look(when: string): Promise<void> {
    const found = await look(this.#world.clinic, ADA);
    this.#violations.push(...found.map((one) => ({ ...one, when })));
  }

  #say(what: string, when: string): void {
    this.#violations.push({ what, when });
  }
}

/** What happens besides the crash. */
interface Luck {
  readonly trouble: Omit<Fault, "count"> | undefined;
  readonly tapsAtOnce: boolean;
  readonly tapsLater: boolean;
  /** Whoever takes the work over dies too, at so manyth a call. */
  readonly diesAgainAt: number | undefined;
}

/** The first seed is the crash alone, and a patient who taps again when all is over. */
function luckOf(seed: number, dice: Dice): Luck {
  if (seed === 0)
    return { trouble: undefined, tapsAtOnce: false, tapsLater: true, diesAgainAt: undefined };
  return {
    trouble: dice.chance(0.3) ? dice.pick(troubles) : undefined,
    tapsAtOnce: dice.chance(0.4),
    tapsLater: dice.chance(0.5),
    diesAgainAt: dice.chance(0.4) ? dice.between(0, 14) : undefined,
  };
}

/** What the EHR does besides, once. */
const troubles: readonly Omit<Fault, "count">[] = [
  { fault: "drop-after" },
  { fault: "drop-before" },
  { fault: "truncate" },
  { fault: "status", status: 503 },
];
