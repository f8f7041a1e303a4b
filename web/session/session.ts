import { createSignal } from "solid-js";
import type { PracticeCard, Session } from "#domain/account.ts";
import { type Answer, call, onSignedOut } from "#web/api/call.ts";
import { nowMs } from "#web/api/clock.ts";
import { type ApiProblem, asProblem } from "#web/api/problem.ts";
import { safeReturn } from "./return-to.ts";

/** undefined: not known yet. null: nobody. */
const [session, setSession] = createSignal<Session | null>();
const [sessionProblem, setSessionProblem] = createSignal<ApiProblem>();
const [welcome, setWelcome] = createSignal<Answer<"GET /welcome">>();

export { session, sessionProblem, welcome };

/** How long the server lets this session rest unused; learned when it was last read. */
let idleMs = Number.POSITIVE_INFINITY;
export const idleWindowMs = (): number => idleMs;

// One browser, many tabs: leaving in one is leaving in all.
const tabs = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("session");

/** Somebody has signed in: what the page asked for before was asked as nobody. */
export function adopt(found: Session): void {
  delete window.early;
  learnSession(found);
}

function learnSession(found: Session): void {
  idleMs = Date.parse(found.idleExpiresAt) - nowMs();
  setSession(found);
  setSessionProblem(undefined);
}

/** Asks the server who is signed in; also counts as use. */
export async function loadSession(): Promise<void> {
  try {
    learnSession(await call("GET /session", {}));
  } catch (thrown) {
    const problem = asProblem(thrown);
    if (problem.code === "session.required") setSession(null);
    else setSessionProblem(problem);
  }
}

export async function loadWelcome(): Promise<void> {
  try {
    setWelcome(await call("GET /welcome", {}));
  } catch {
    // The form works without the practice's name.
  }
}

/** The practice's card, signed in or not. */
export const practice = (): PracticeCard | undefined => session()?.practice ?? welcome()?.practice;

/** Leaves: the server first, then a fresh page, so that nothing of the patient stays in memory. */
export async function signOut(why: "left" | "idle" = "left"): Promise<boolean> {
  try {
    await call("DELETE /session", {});
  } catch (thrown) {
    if (asProblem(thrown).code !== "session.required") return false;
  }
  tabs?.postMessage("out");
  location.replace(`/sign-in?${why}`);
  return true;
}

/** Wires what ends a session from outside: the server's 401, another tab, a page brought back from the past. */
export function watchSession(leave: (path: string) => void): void {
  onSignedOut(() => {
    if (session()) {
      setSession(null);
      leave(`/sign-in?to=${encodeURIComponent(safeReturn(location.pathname + location.search))}`);
    }
  });
  tabs?.addEventListener("message", () => location.replace("/sign-in?left"));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
