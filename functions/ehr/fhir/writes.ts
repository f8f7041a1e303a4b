import type { Outcome } from "#domain/writeback-row.ts";
import { type EhrCommand, EhrUnavailable, type WriteContext } from "#ports/ehr.ts";
import { book } from "./book.ts";
import { cancel, findCancelled } from "./cancel.ts";
import { type AbilitySource, capabilitiesOf, type Descriptor } from "./capabilities.ts";
import { Desk } from "./desk.ts";
import { again, NoAnswer } from "./failure.ts";
import { findBooked } from "./find-booked.ts";
import type { NoteCommand } from "./note-forms.ts";
import { findMoved, reschedule } from "./reschedule.ts";
import type { Transport } from "./transport.ts";

export interface WriteParts {
  readonly http: Transport;
  readonly abilities: AbilitySource;
  readonly descriptor: Descriptor;
  readonly notes?: NoteWriter | undefined;
}

/** How what people say in words is written and found again (`note.ts`). */
export interface NoteWriter {
  write(desk: Desk, command: NoteCommand): Promise<Outcome>;
  find(desk: Desk, command: NoteCommand): Promise<Outcome>;
}
/** It is not for this function to write, and waits for one that does. */
const waiting = async () => again("no-note-writer");
const nobody: NoteWriter = { write: waiting, find: waiting };

/** Carry out one command within its time. Whatever happens is an outcome. */
export const write = (parts: WriteParts, command: EhrCommand, context: WriteContext) =>
  atDesk(parts, context, (desk) => {
    switch (command.kind) {
      case "appointment.book":
        return book(desk, command);
      case "appointment.reschedule":
        return reschedule(desk, command);
      case "appointment.cancel":
        return cancel(desk, command);
      case "correction.ask":
      case "message.send":
      case "result.decide":
        return (parts.notes ?? nobody).write(desk, command);
    }
  });

/** Look for what earlier attempts left, and finish what they began. */
export const find = async (parts: WriteParts, command: EhrCommand, context: WriteContext) => {
  const outcome = await atDesk(parts, context, (desk) => {
    switch (command.kind) {
      case "appointment.book":
        return findBooked(desk, command);
      case "appointment.reschedule":
        return findMoved(desk, command);
      case "appointment.cancel":
        return findCancelled(desk, command);
      case "correction.ask":
      case "message.send":
      case "result.decide":
        return (parts.notes ?? nobody).find(desk, command);
    }
  });
  // A search that could not finish is asked again; it is still the same question.
  return outcome.is === "unknown" ? again("unfinished") : outcome;
};

async function atDesk(
  { http, abilities: source, descriptor }: WriteParts,
  context: WriteContext,
  work: (desk: Desk) => Promise<Outcome>,
): Promise<Outcome> {
  const signal = AbortSignal.timeout(context.timeoutMs);
  const abilities = await withinTime(source.current(), signal);
  if (abilities?.asOf === undefined) return again("no-metadata");
  const can = capabilitiesOf(abilities, descriptor);
  const desk = new Desk({ http, source, abilities, can, context, signal });
  try {
    const outcome = await work(desk);
    const outdated =
      outcome.is === "unsupported" && (await promisesChanged(desk, { source, descriptor }));
    return outdated ? again("capabilities-changed", 0) : outcome;
  } catch (error) {
    const code = error instanceof EhrUnavailable ? error.code : "internal";
    http.log("ehr.write-broken-off", { code, attempt: context.attempt });
    // Nothing sent, nothing done. Otherwise a search must tell how far it came.
    if (desk.touched) return { is: "unknown" };
    return again(code, error instanceof NoAnswer ? error.retryAfterSeconds : undefined);
  }
}

/** A refusal of what the statement allowed: is it still the same statement? */
async function promisesChanged(
  desk: Desk,
  { source, descriptor }: { source: AbilitySource; descriptor: Descriptor },
): Promise<boolean> {
  const abilities = await withinTime(source.current(), desk.signal);
  if (abilities?.asOf === undefined) return false;
  const { asOf: _now, ...now } = capabilitiesOf(abilities, descriptor);
  const { asOf: _then, ...then } = desk.can;
  return JSON.stringify(now) !== JSON.stringify(then);
}

async function withinTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  return Promise.race([work, late]);
}
