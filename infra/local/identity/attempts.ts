/**
 * Cognito's lockout: the fifth wrong attempt locks for a second, each further one doubles it up to
 * about 15 minutes; tries while locked do not count; a sign-in or 15 quiet minutes reset it.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html
 *
 * Unknown names are counted too, or a lockout would tell which names exist.
 */
const FREE_ATTEMPTS = 5;
const LONGEST_LOCK_MS = 15 * 60_000;
const REMEMBERED_NAMES = 10_000;

type Tally = { wrong: number; lastAt: number; lockedUntil: number };

export type Attempts = Readonly<{
  locked(name: string): boolean;
  wrong(name: string): void;
  clear(name: string): void;
}>;

export function countAttempts(now: () => number): Attempts {
  const tallies = new Map<string, Tally>();

  const current = (name: string): Tally | undefined => {
    const tally = tallies.get(name);
    if (!tally || now() <= Math.max(tally.lockedUntil, tally.lastAt + LONGEST_LOCK_MS))
      return tally;
    tallies.delete(name);
    return undefined;
  };

  return {
    locked: (name) => now() < (current(name)?.lockedUntil ?? 0),
    wrong(name) {
      const wrong = (current(name)?.wrong ?? 0) + 1;
      const doublings = wrong - FREE_ATTEMPTS;
      const lockMs = doublings < 0 ? 0 : Math.min(1000 * 2 ** doublings, LONGEST_LOCK_MS);
      tallies.delete(name);
      tallies.set(name, { wrong, lastAt: now(), lockedUntil: now() + lockMs });
      const oldest = tallies.keys().next();
      if (tallies.size > REMEMBERED_NAMES && !oldest.done) tallies.delete(oldest.value);
    },
    clear: (name) => {
      tallies.delete(name);
    },
  };
}
