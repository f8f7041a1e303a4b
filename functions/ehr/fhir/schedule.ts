import * as z from "zod/mini";
import type { Clock } from "#ports/clock.ts";
import type { AbilitySource } from "./capabilities.ts";
import { Concept, idIn, looseList, type Raw, Reference, resourceOf } from "./elements.ts";
import { roleOf } from "./practitioner.ts";
import { mapped, read, search } from "./search.ts";
import type { Transport } from "./transport.ts";

const FhirSchedule = z.object({
  ...resourceOf("Schedule"),
  actor: looseList(Reference),
  serviceType: looseList(Concept),
});

/** Whose time a Schedule is, and where. */
export interface Actors {
  readonly practitionerId: string | undefined;
  readonly locationId: string | undefined;
  /** Of a PractitionerRole that stands for both. */
  readonly roleId: string | undefined;
  readonly serviceTypes: readonly Concept[];
}

function actorsOf(raw: Raw): (Actors & { readonly id: string }) | undefined {
  const parsed = z.safeParse(FhirSchedule, raw);
  if (!parsed.success) return undefined;
  const { id, actor, serviceType } = parsed.data;
  const first = (type: string) =>
    actor.map(({ reference }) => idIn(reference, type)).find((found) => found !== undefined);
  return {
    id,
    practitionerId: first("Practitioner"),
    locationId: first("Location"),
    roleId: first("PractitionerRole"),
    serviceTypes: serviceType,
  };
}

const nobody: Actors = {
  practitionerId: undefined,
  locationId: undefined,
  roleId: undefined,
  serviceTypes: [],
};

const FRESH_MS = 5 * 60_000;

export interface Schedules {
  /** By schedule id, with what PractitionerRoles add filled in. */
  all(): Promise<ReadonlyMap<string, Actors>>;
  of(scheduleId: string | undefined): Promise<Actors | undefined>;
}

/** Schedules change rarely and every slot needs one: kept for five minutes, single ones read when new. */
export function schedules(
  http: Transport,
  { abilities, clock }: { abilities: AbilitySource; clock: Clock },
): Schedules {
  let held: Promise<Map<string, Actors>> | undefined;
  let until = 0;
  const load = async (): Promise<Map<string, Actors>> => {
    const able = await abilities.known();
    const raws = able.can("Schedule", "search-type")
      ? await search(http, { type: "Schedule", query: [] })
      : [];
    const found = await Promise.all(mapped(http, raws, actorsOf).map((one) => filled(http, one)));
    return new Map(found.map((one) => [one.id, one]));
  };
  const all = (): Promise<Map<string, Actors>> => {
    const now = Date.parse(clock());
    if (held && now < until) return held;
    until = now + FRESH_MS;
    held = load();
    held.catch(() => {
      until = 0;
    });
    return held;
  };
  return {
    all,
    async of(scheduleId) {
      if (scheduleId === undefined) return undefined;
      const known = await all();
      const actors = known.get(scheduleId) ?? (await single(http, scheduleId)) ?? nobody;
      known.set(scheduleId, actors);
      return actors;
    },
  };
}

async function single(http: Transport, id: string): Promise<Actors | undefined> {
  const found = await read(http, { type: "Schedule", id });
  const actors = found && actorsOf(found.raw);
  return actors && filled(http, actors);
}

async function filled<A extends Actors>(http: Transport, actors: A): Promise<A> {
  if (actors.roleId === undefined || (actors.practitionerId && actors.locationId)) return actors;
  const role = await read(http, { type: "PractitionerRole", id: actors.roleId });
  const stands = role && roleOf(role.raw);
  return {
    ...actors,
    practitionerId: actors.practitionerId ?? stands?.practitionerId,
    locationId: actors.locationId ?? stands?.locationId,
  };
}
