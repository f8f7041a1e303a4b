import type { Appointment } from "#domain/appointments.ts";
import { patientId } from "#web/session/acting.ts";
import { type Answer, call } from "./call.ts";

/**
 * Visits seen on this page load, in memory only: a screen opens with what is known while it reads anew. What is known
 * of one chart is never recalled in another.
 */
const seen = new Map<string, Appointment>();

export function remember(visits: readonly Appointment[]): void {
  for (const visit of visits) seen.set(visit.id, visit);
}
export function recall(id: string): Appointment | undefined {
  const visit = seen.get(id);
  return visit?.patientId === patientId() ? visit : undefined;
}

let coming: { readonly whose: string | undefined; readonly ids: readonly string[] } | undefined;

/** Reads the coming visits of the chart that is looked at. */
export async function readComing(): Promise<Answer<"GET /appointments">> {
  const whose = patientId();
  const found = await call("GET /appointments", { when: "coming" });
  remember(found.items);
  coming = { whose, ids: found.items.map(({ id }) => id) };
  return found;
}
/** The coming visits as last listed, with newer single readings in their place. */
export const recallComing = (): Appointment[] | undefined =>
  coming && coming.whose === patientId()
    ? coming.ids.flatMap((id) => seen.get(id) ?? [])
    : undefined;
