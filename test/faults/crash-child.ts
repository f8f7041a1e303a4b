import { createRequire, enableCompileCache, flushCompileCache } from "node:module";
import process from "node:process";

/** What a function is called with: the event, and what time it is. */
export interface Invocation {
  readonly event: unknown;
  readonly nowMs: number;
}
/** What it says: that it is loaded, then how each invocation came out. */
export type Said =
  | { readonly ready: true }
  | { readonly result: unknown }
  | { readonly error: string };

const INVOCATION_MS = 10_000;
const { now: realNow } = Date;
let aheadMs = 0;

/** The function lives at another time than this machine; it goes by at the same pace. */
function moveClock(): void {
  const now = () => realNow() + aheadMs;
  globalThis.Date = new Proxy(Date, {
    construct: (target, given) => Reflect.construct(target, given.length === 0 ? [now()] : given),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
}

const say = (said: Said): void => void process.send?.(said);

async function answer(handler: (...given: unknown[]) => unknown, invocation: Invocation) {
  const { event, nowMs } = invocation;
  aheadMs = nowMs - realNow();
  const until = Date.now() + INVOCATION_MS;
  const context = { getRemainingTimeInMillis: () => Math.max(0, until - Date.now()) };
  try {
    say({ result: (await handler(event, context)) ?? null });
  } catch (error) {
    say({ error: error instanceof Error ? String(error.stack) : String(error) });
  }
}

/** One shipped bundle in a process of its own, loaded as Lambda's runtime would. Nothing in it knows of this. */
function serve(bundle: string): void {
  enableCompileCache();
  moveClock();
  const { handler } = createRequire(bundle)(bundle);
  process.on("message", (message: Invocation) => void answer(handler, message));
  // Whoever is killed can't leave it behind at its end.
  flushCompileCache();
  say({ ready: true });
}

const [, , file] = process.argv;
if (import.meta.main && file) serve(file);
