import type { Instant } from "./identifiers.ts";
import { type Timing, type TimingChoice, WAKING } from "./release-events.ts";
import type { ResultClass } from "./release-law/law.ts";
import { addDays, localDay, localHour, startOfDay } from "./time.ts";

/** What a patient chose for a result of these classes; where they differ each wish counts. */
export function timingsOf(
  choice: TimingChoice | undefined,
  classes: readonly ResultClass[],
): readonly Timing[] {
  if (choice === undefined) return ["now"];
  if (classes.length === 0) return [choice.usual];
  return classes.map((one) => choice.byClass?.[one] ?? choice.usual);
}

const HOUR = 3_600_000;

/** The same instant, or the next morning's eight o'clock on the practice's clock. */
export function whenAwake(at: Instant, timeZone: string): Instant {
  const hour = localHour(at, timeZone);
  if (hour >= WAKING.fromHour && hour < WAKING.toHour) return at;
  const today = localDay(at, timeZone);
  const day = hour < WAKING.fromHour ? today : addDays(today, 1);
  const guess = Date.parse(startOfDay(day, timeZone)) + WAKING.fromHour * HOUR;
  // On a day whose clocks changed in the night, eight is an hour nearer or farther.
  const off = WAKING.fromHour - localHour(new Date(guess).toISOString(), timeZone);
  return new Date(guess + off * HOUR).toISOString();
}
