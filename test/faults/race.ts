import {
  openQuickClinic,
  type QuickClinic,
  type QuickOptions,
} from "#test/fixtures/quick-clinic.ts";
import { Simulation } from "#test/fixtures/simulation.ts";
import { isLinearizable } from "./linearizable.ts";
import { OtherDesk } from "./other-desk.ts";
import { Racer } from "./racer.ts";
import { Histories, slotMachine } from "./slot-machine.ts";

export interface Race {
  readonly seed: number;
  readonly clients: number;
  readonly operations: number;
  /** Slots the portal alone gives away, and slots that the clinic takes and gives back in its EHR meanwhile. */
  readonly slots: number;
  readonly contested: number;
}

export interface Raced {
  readonly operations: number;
  /** How often each was answered: "POST holds 201". */
  readonly answers: ReadonlyMap<string, number>;
  readonly violations: readonly string[];
}

const WINDOW = "from=2026-11-23T06:00:00.000Z&to=2026-11-25T06:00:00.000Z";

/** Calls to the table meet a conflict, a throttle or a lost reply now and then. */
const CONFLICTS = 0.03;
const LOST_REPLIES = 0.01;

const onTheWay =
  (simulation: Simulation): NonNullable<QuickOptions["onTheWay"]> =>
  async (operation) => {
    await simulation.turn();
    simulation.pass(1);
    if (!/Put|Delete|Update|Transact/.test(operation)) return undefined;
    if (simulation.dice.chance(LOST_REPLIES)) return "lose-reply";
    if (!simulation.dice.chance(CONFLICTS)) return undefined;
    return operation === "TransactWriteItems"
      ? { error: "TransactionCanceledException", reasons: ["TransactionConflict"] }
      : { error: "ThrottlingException" };
  };

/** Opens a practice whose every call to the table and the EHR takes its turn, and signs everybody in. */
async function openRace(
  simulation: Simulation,
  clients: number,
  options: QuickOptions = {},
): Promise<{ clinic: QuickClinic; people: string[]; slots: string[] }> {
  const clinic = openQuickClinic(simulation, {
    ...options,
    people: 210,
    onTheWay: onTheWay(simulation),
    turn: simulation.turn,
  });
  const charted = clinic.chart.database.all("SELECT id FROM resource WHERE type = 'Patient'");
  const people = charted.map(({ id }) => String(id)).slice(10, 10 + clients);
  for (const id of people) await clinic.signIn({ id });
  await clinic.poll();
  const found = await clinic.call(
    people[0] ?? "",
    `GET /api/slots?visitTypeId=office-visit&${WINDOW}`,
  );
  return { clinic, people, slots: found.body.items.map(({ id }: { id: string }) => id) };
}

/** Many patients at many slots, each doing one thing after the other; the order of all their steps is drawn by seed. */
export async function race(plan: Race, options: QuickOptions = {}): Promise<Raced> {
  const simulation = new Simulation(plan.seed);
  return simulation.run(async () => {
    const { clinic, people, slots } = await openRace(simulation, plan.clients, options);
    const histories = new Histories();
    const open = slots.slice(0, plan.slots + plan.contested);
    const contested = new Set(open.slice(plan.slots));
    const racers = people.map((id) => new Racer(id, { clinic, histories, slots: open, contested }));
    const desk = new OtherDesk(clinic, histories, [...contested]);
    await Promise.all([
      ...racers.map((racer) => racer.run(plan.operations)),
      desk.run(plan.operations),
    ]);
    for (const racer of racers) await racer.conclude();
    const answers = new Map<string, number>();
    for (const told of racers.flatMap((racer) => racer.told))
      answers.set(told, (answers.get(told) ?? 0) + 1);
    return {
      operations: plan.clients * plan.operations,
      answers,
      violations: [...impossible(histories), ...doubled(clinic), ...clinic.errors.map(String)],
    };
  });
}

/** Everybody wants one slot at once. With `away` the EHR answers nobody meanwhile. */
export async function burst(
  { seed, clients, away = false }: { seed: number; clients: number; away?: boolean },
  options: QuickOptions = {},
) {
  const simulation = new Simulation(seed);
  return simulation.run(async () => {
    const { clinic, people, slots } = await openRace(simulation, clients, options);
    const histories = new Histories();
    const one = simulation.dice.pick(slots);
    clinic.door.stopped = away;
    const racers = people.map(
      (id) => new Racer(id, { clinic, histories, slots: [one], contested: new Set() }),
    );
    await Promise.all(racers.map((racer) => racer.want(one)));
    for (const racer of racers) await racer.conclude();
    const told = racers.flatMap((racer) => racer.told);
    const won = told.filter((answer) => answer === "POST appointments 201").length;
    const lost = told.filter((answer) => answer === "POST appointments 409").length;
    const broken = [...impossible(histories), ...doubled(clinic), ...clinic.errors.map(String)];
    return { won, lost, other: told.length - won - lost, broken };
  });
}

/** Slots whose history no order of steps explains. */
function impossible(histories: Histories): string[] {
  return [...histories.all()]
    .filter(([, history]) => !isLinearizable(history, "free", slotMachine))
    .map(([slot]) => `${slot}: no order of what was answered is possible`);
}

/** I1, in the chart: at most one standing visit in a slot. */
function doubled({ chart }: QuickClinic): string[] {
  const taken = chart.database
    .all("SELECT body FROM resource WHERE type = 'Appointment' AND deleted = 0")
    .map(({ body }) => JSON.parse(String(body)))
    .filter(({ status }) => status === "booked")
    .map(({ slot }) => String(slot?.[0]?.reference));
  return taken
    .filter((slot, index) => taken.indexOf(slot) !== index)
    .map((slot) => `${slot}: twice in the chart`);
}
