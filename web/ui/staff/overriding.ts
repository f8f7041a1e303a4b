import { createSignal } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import type { Override } from "#domain/desk.ts";
import type { ProblemCode } from "#domain/problem.ts";
import { type ApiProblem, asProblem } from "#web/api/problem.ts";

export type Rule = Override["rule"];

const RULES: Partial<Record<ProblemCode | "offline", Rule>> = {
  "appointments.too-late-to-change": "notice",
  "appointments.not-eligible": "age",
  "appointments.too-many-open": "open-bookings",
  "appointments.not-bookable": "mode",
};
/** The rule behind a refusal, where the desk may set it aside. */
export const ruleOf = (code: ProblemCode | "offline"): Rule | undefined => RULES[code];

/** What is set aside, in words for the person who answers for it. */
export const RULE_WORDS: Record<Rule, string> = {
  notice: "the notice time of this visit type",
  age: "the age limits of this visit type",
  "open-bookings": "how many coming visits a patient may have",
  mode: "that patients only ask for this visit type",
};

/** One reason for each rule; giving it again replaces it. */
export const withRule = (set: readonly Override[], next: Override): Override[] => [
  ...set.filter(({ rule }) => rule !== next.rule),
  next,
];

/** What goes with the order: nothing set aside says nothing. */
export const asInput = (set: readonly Override[]): { overrides?: Override[] } =>
  set.length > 0 ? { overrides: [...set] } : {};

export interface Order {
  readonly overrides?: Override[];
}

/**
 * Sends one order of the desk, under one key however often it is pressed. A refusal by a rule that may be set aside
 * waits for a reason and goes on from there.
 */
export function createOverriding(
  send: (order: Order, key: string) => Promise<Appointment>,
  done: (visit: Appointment) => void,
) {
  const key = crypto.randomUUID();
  const [set, setSet] = createSignal<readonly Override[]>([]);
  const [problem, setProblem] = createSignal<ApiProblem>();
  const [busy, setBusy] = createSignal(false);
  async function submit(): Promise<void> {
    if (busy()) return;
    setBusy(true);
    setProblem(undefined);
    try {
      done(await send(asInput(set()), key));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  }
  const rule = () => {
    const refused = problem();
    return refused && ruleOf(refused.code);
  };
  return {
    ...{ problem, busy, rule, submit },
    set: () => set(),
    /** It may have been done or not: only the very same order is safe to send again. */
    unsure: () => problem()?.uncertain === true,
    setAside: (reason: string) => {
      const refusedBy = rule();
      if (!refusedBy) return;
      setSet(withRule(set(), { rule: refusedBy, reason }));
      void submit();
    },
    forget: () => setProblem(undefined),
  };
}
export type Overriding = ReturnType<typeof createOverriding>;
