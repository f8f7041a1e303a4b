import { createSignal } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import { type ApiProblem, asProblem } from "#web/api/problem.ts";
import { remember } from "#web/api/visits.ts";

/**
 * Sends what a page asks for, once at a time and under one key. Where no answer came it may have happened: pressed
 * again, the very same request goes out until an answer says which.
 */
export function createPress<Body>(send: (body: Body, key: string) => Promise<Appointment>) {
  const key = crypto.randomUUID();
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<ApiProblem>();
  let unanswered: { readonly body: Body } | undefined;

  async function press(body: Body): Promise<Appointment | undefined> {
    if (busy()) return undefined;
    setBusy(true);
    setProblem(undefined);
    const order = unanswered ?? { body };
    try {
      const visit = await send(order.body, key);
      unanswered = undefined;
      remember([visit]);
      return visit;
    } catch (thrown) {
      const refusal = asProblem(thrown);
      unanswered = refusal.uncertain ? order : undefined;
      setProblem(refusal);
      return undefined;
    } finally {
      setBusy(false);
    }
  }
  const unsure = () => problem()?.uncertain === true;
  return {
    press,
    busy,
    problem,
    unsure,
    /** Nothing may be changed: it is on its way, or may have arrived. */
    fixed: () => busy() || unsure(),
  };
}
