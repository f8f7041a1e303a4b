import type { Appointment } from "#domain/appointments.ts";

/** Visits seen on this page load, in memory only: a screen opens with what is known while it reads anew. */
const seen = new Map<string, Appointment>();

export function remember(visits: readonly Appointment[]): void {
  for (const visit of visits) seen.set(visit.id, visit);
}
export const recall = (id: string): Appointment | undefined => seen.get(id);

let coming: readonly Appointment[] | undefined;
export function rememberComing(visits: readonly Appointment[]): void {
  remember(visits);
  coming = visits;
}
/** The coming visits as last listed, with newer single readings in their place. */
export const recallComing = (): Appointment[] | undefined =>
  coming?.map((visit) => seen.get(visit.id) ?? visit);
