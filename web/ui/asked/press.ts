import { createSignal } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import { ApiProblem, asProblem } from "#web/api/problem.ts";
import { remember } from "#web/api/visits.ts";

interface Order<Body> {
  readonly body: Body;
  readonly key: string;
  /** What it is about and for whom: no other page and nobody else's session may send it. */
  readonly about: string;
}
// In this history entry, never in storage: a reload goes on with it, and closing the tab forgets it.
const write = (order: Order<unknown> | undefined) =>
  history.replaceState({ ...history.state, order }, "");

/**
 * Sends what a page asks for, once at a time and under one key. Where no answer came it may have happened: pressed
 * again, the very same request goes out until an answer says which; with `about`, also after a reload.
 */
export function createPress<Body>(
  send: (body: Body, key: string) => Promise<Appointment>,
  about = "",
) {
  const found: Order<Body> | undefined = history.state?.order;
  const before = about && found?.about === about ? found : undefined;
  const key = before?.key ?? crypto.randomUUID();
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal(before && new ApiProblem("offline"));
  let unanswered: { readonly body: Body } | undefined = before;
  const keep = (order: { readonly body: Body } | undefined) => {
    unanswered = order;
    if (about) write(order && { ...order, key, about });
  };

  async function press(body: Body): Promise<Appointment | undefined> {
    if (busy()) return undefined;
    setBusy(true);
    setProblem(undefined);
    const order = unanswered ?? { body };
    try {
      const visit = await send(order.body, key);
      keep(undefined);
      remember([visit]);
      return visit;
    } catch (thrown) {
      const refusal = asProblem(thrown);
      keep(refusal.uncertain ? order : undefined);
      setProblem(refusal);
      return undefined;
    } finally {
      setBusy(false);
    }
  }
  const unsure = () => problem()?.uncertain === true;
  return {
    press,
    /** What an earlier press sent, before this page was loaded again. */
    before: before?.body,
    busy,
    problem,
    unsure,
    /** Nothing may be changed: it is on its way, or may have arrived. */
    fixed: () => busy() || unsure(),
  };
}
