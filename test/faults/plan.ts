import type { Fault } from "#infra/local/ehr/faults/fault.ts";
import { type Dice, diceOf } from "#test/fixtures/dice.ts";
import { NOTE_TYPES, type Profile } from "#test/fixtures/quick-clinic.ts";

/** What runs are about, in turn: a visit's three writes, and what people say in every fourth. */
export const writes = [
  ...(["book", "reschedule", "cancel", "correct"] as const),
  ...(["book", "reschedule", "cancel", "message"] as const),
] as const;
export type Write = (typeof writes)[number] | "reply";

/** What goes wrong: a fault of the simulator, or the EHR being away for a while. */
export type Trouble = Fault | { readonly fault: "away"; readonly seconds: number };

export interface Step {
  readonly write: Write;
  readonly troubles: readonly Trouble[];
  /** False goes on with the next step at once, whatever became of this one. */
  readonly waits: boolean;
}

/** One run, wholly said by its seed. */
export interface Plan {
  readonly seed: number;
  readonly profile: Profile;
  readonly steps: readonly Step[];
}

/** What a status means where the request was not carried out. A status that lies about that is no fault but a lie. */
const refusals = [400, 403, 408, 409, 412, 422, 423, 429, 500, 502, 503, 504];
/** What a gateway says of a server that did carry it out. */
const lostAnswers = [500, 502, 503, 504];

/** From a hiccup to more than the day after which a person is asked. */
const ABSENCES = [1, 20, 300, 4000, 100_000];

type Kind = Trouble["fault"];
/** Every fault of the simulator but the doubled doorbell: the portal of these runs polls, and that twice over. */
export const kinds = [
  "refuse",
  "hang",
  "drop-before",
  "drop-after",
  "status",
  "status-after",
  "truncate",
  "wrong-patient",
  "stale-search",
  "away",
] as const satisfies readonly Kind[];

/** Seeds walk through every kind of fault and every write; all else is chance. */
export function planOf(seed: number): Plan {
  const dice = diceOf(seed);
  const profile = profileOf(dice);
  const first = kinds[seed % kinds.length] ?? "refuse";
  const write = writes[Math.floor(seed / kinds.length) % writes.length] ?? "book";
  // A write may also come after trouble and go well itself.
  const troubles = dice.chance(0.85) ? [troubleOf(dice, first, profile)] : [];
  if (dice.chance(0.5)) troubles.push(troubleOf(dice, dice.pick(kinds), profile));
  const last: Step = { write, troubles, waits: true };
  const changes = write === "reschedule" || write === "cancel";
  const before: Step[] = changes ? [beforehand(dice, "book", profile)] : [];
  if (write === "cancel" && dice.chance(0.3)) before.push(beforehand(dice, "reschedule", profile));
  const steps = write === "message" ? conversation(dice, last, profile) : [...before, last];
  return { seed, profile, steps: steps.map(aimed(profile)) };
}

/** A first message, another of the patient's below it, or the practice's answer. */
function conversation(dice: Dice, last: Step, profile: Profile): Step[] {
  const write = dice.pick(["message", "reply"] as const);
  if (write === "message" && dice.chance(0.5)) return [last];
  return [beforehand(dice, "message", profile), { ...last, write }];
}

export const SAYING: ReadonlySet<Write> = new Set(["correct", "message", "reply"]);

/** What befalls calls about a type befalls the one that words are written as. */
const aimed =
  ({ notes }: Profile) =>
  (step: Step): Step => {
    const [task, communication = task] = NOTE_TYPES[notes];
    const type = step.write === "correct" ? task : communication;
    if (!SAYING.has(step.write) || type === undefined) return step;
    const troubles = step.troubles.map((one) => ("type" in one ? { ...one, type } : one));
    return { ...step, troubles };
  };

/** What the write under test begins with: mostly in order, sometimes in trouble itself and not waited for. */
function beforehand(dice: Dice, write: Write, profile: Profile): Step {
  const waits = dice.chance(0.85);
  const troubles = waits && dice.chance(0.7) ? 0 : dice.between(1, 2);
  return {
    write,
    troubles: Array.from({ length: troubles }, () => troubleOf(dice, dice.pick(kinds), profile)),
    waits,
  };
}

function profileOf(dice: Dice): Profile {
  const writesSlots = dice.chance(0.8);
  return {
    transaction: dice.chance(0.5),
    conditional: dice.chance(0.5),
    ifMatch: dice.pick(["optional", "required", "ignored"]),
    staleStatus: dice.pick([412, 409]),
    writesSlots,
    findsByIdentifier: dice.chance(0.5),
    tellsChanges: dice.chance(0.7),
    lagSeconds: dice.chance(0.5) ? 0 : dice.between(1, 60),
    // Somebody has to mark slots as taken: the portal, or the EHR itself.
    guardsCalendar: !writesSlots || dice.chance(0.5),
    notes: dice.pick(["own", "own", "documents", "documents", "none"]),
  };
}

function troubleOf(dice: Dice, fault: Kind, { lagSeconds }: Profile): Trouble {
  if (fault === "away") return { fault, seconds: dice.pick(ABSENCES) };
  const count = dice.chance(0.7) ? 1 : dice.between(2, 4);
  // A search may be as stale as the connection says, never more.
  if (fault === "stale-search") return { fault, seconds: Math.max(1, lagSeconds), count: 1 };
  const method = dice.pick([undefined, "GET", "POST", "PUT"] as const);
  const type = dice.pick([undefined, undefined, "Appointment", "Slot"]);
  return {
    fault,
    count,
    ...(method && { method }),
    ...(type && { type }),
    ...statusOf(dice, fault),
  };
}

function statusOf(dice: Dice, fault: Kind): Pick<Fault, "status" | "retryAfter"> {
  if (fault === "status-after") return { status: dice.pick(lostAnswers) };
  if (fault !== "status") return {};
  const status = dice.pick(refusals);
  return status === 429 || status === 503
    ? { status, retryAfter: dice.between(1, 90) }
    : { status };
}
