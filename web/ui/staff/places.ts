import type { Permission } from "#domain/actor.ts";
import type { WorkCounts } from "#domain/work.ts";
import { session } from "#web/session/session.ts";
import type { IconName } from "#web/ui/icon.tsx";

/** A place in the console: where it is, what it takes to see it, and the key after "g". */
export interface Place {
  readonly name: string;
  readonly href: string;
  readonly icon: IconName;
  readonly permission: Permission;
  readonly key: string;
  readonly count?: keyof WorkCounts | "results";
}

export const PLACES: readonly Place[] = [
  { name: "Schedule", href: "/practice/", icon: "calendar", permission: "schedule", key: "s" },
  {
    name: "Requests",
    href: "/practice/requests",
    icon: "inbox",
    permission: "write-backs",
    key: "r",
    count: "request",
  },
  {
    name: "To enter",
    href: "/practice/write-backs",
    icon: "pen",
    permission: "write-backs",
    key: "e",
    count: "write-back",
  },
  {
    name: "Calls",
    href: "/practice/calls",
    icon: "phone",
    permission: "write-backs",
    key: "c",
    count: "phone",
  },
  {
    name: "Results",
    href: "/practice/results",
    icon: "clock",
    permission: "results:release",
    key: "l",
    count: "results",
  },
  {
    name: "Fixes",
    href: "/practice/corrections",
    icon: "alert",
    permission: "write-backs",
    key: "w",
  },
  {
    name: "Messages",
    href: "/practice/messages",
    icon: "chat",
    permission: "messages",
    key: "m",
  },
  {
    name: "Patients",
    href: "/practice/patients",
    icon: "person",
    permission: "patients",
    key: "p",
  },
  {
    name: "Connection",
    href: "/practice/connection",
    icon: "plug",
    permission: "connections",
    key: "o",
  },
];

export const may = (permission: Permission): boolean =>
  session()?.staff?.permissions.includes(permission) ?? false;

/** The places an account with these permissions has; others are absent, not greyed out. */
export const placesFor = (permissions: readonly Permission[]): Place[] =>
  PLACES.filter((place) => permissions.includes(place.permission));
export const myPlaces = (): Place[] => placesFor(session()?.staff?.permissions ?? []);

/** The place a path lies in. */
export const placeAt = (path: string): Place | undefined =>
  PLACES.filter(
    ({ href }) => path === href || (href !== "/practice/" && path.startsWith(`${href}/`)),
  )[0];
