import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Instant } from "#domain/identifiers.ts";
import { Problem } from "#domain/problem.ts";
import type { Limits } from "#ports/limits.ts";

/** Failed tries an e-mail address may have in one window, whether anybody has it or not. */
const FAILURES = 10;
const WINDOW_SECONDS = 15 * 60;
/** Guesses sent side by side wait for each other this long; so do a person's own devices. */
const WAIT_MS = 2_000;
const POLL_MS = 100;

/**
 * Runs one try and counts it if it fails. A try is counted before it runs and taken back when it succeeds: what is
 * counted but not yet decided may be a failure, so a burst of guesses gets no further than one after the other.
 */
export async function counted<T>(
  limits: Limits,
  { email, now }: { email: string; now: Instant },
  run: () => Promise<T>,
): Promise<T> {
  const subject = `sign-in:${createHash("sha256").update(email).digest("hex")}`;
  const count = (what: string) => limits.count(`${subject}:${what}`, WINDOW_SECONDS);
  const peek = (what: string) => limits.peek(`${subject}:${what}`, WINDOW_SECONDS);
  const mine = await count("tries");
  const verdict = async () => {
    const [failures, takenBack] = await Promise.all([peek("failures"), peek("taken-back")]);
    if (failures >= FAILURES) return "refused";
    return mine - takenBack <= FAILURES ? "go" : "wait";
  };
  if ((await settled(verdict)) !== "go") {
    await count("taken-back");
    throw new Problem("request.too-many", { retryAfterSeconds: secondsLeft(now) });
  }
  try {
    const result = await run();
    await count("taken-back");
    return result;
  } catch (error) {
    await count(isGuess(error) ? "failures" : "taken-back");
    throw error;
  }
}

/** While tries before this one are undecided, it waits for them. */
async function settled(verdict: () => Promise<"go" | "wait" | "refused">) {
  const until = Date.now() + WAIT_MS;
  let last = await verdict();
  while (last === "wait" && Date.now() < until) {
    await sleep(POLL_MS);
    last = await verdict();
  }
  return last;
}

/** A pool that doesn't answer is no failure of the person, nor is a new password that is too weak. */
const isGuess = (error: unknown) => error instanceof Problem && error.status === 401;

const secondsLeft = (now: Instant) =>
  WINDOW_SECONDS - (Math.floor(Date.parse(now) / 1000) % WINDOW_SECONDS);
