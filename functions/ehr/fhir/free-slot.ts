import { capabilitiesOf } from "./capabilities.ts";
import { Desk } from "./desk.ts";
import { noAnswer } from "./failure.ts";
import { rivals } from "./rivals.ts";
import type { WriteParts } from "./writes.ts";

const TIMEOUT_MS = 6_000;

/**
 * Opens a busy slot that bears these marks of ours and no other, under its version and while no visit stands on it.
 * False where that can't be told for certain here, or is no longer so.
 */
export async function freeSlot(
  { http, abilities: source, descriptor }: WriteParts,
  { id, marks }: { id: string; marks: readonly string[] },
): Promise<boolean> {
  const abilities = await source.known();
  const can = capabilitiesOf(abilities, descriptor);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const context = {
    key: marks[0] ?? id,
    attempt: 1,
    timeoutMs: TIMEOUT_MS,
    steps: {},
    step: async () => undefined,
  };
  const desk = new Desk({ http, source, abilities, can, context, signal });
  if (!desk.slotsGuarded || !abilities.searches("Appointment", "slot")) return false;
  const slot = await desk.slot(id);
  if (!slot || slot.free || slot.heldBy.length === 0) return false;
  if (slot.heldBy.some((mark) => !marks.includes(mark))) return false;
  const place = { ehrId: slot.id, start: slot.start, end: slot.end, practitionerId: undefined };
  if ((await rivals(desk, place, "")).length > 0) return false;
  const reply = await desk.open(slot);
  if (reply.is === "not-sent" || reply.is === "unknown") throw noAnswer(reply);
  return reply.is === "ok";
}
