import type { RouteDefinition } from "@solidjs/router";
import { type Component, lazy } from "solid-js";
import type { Part } from "#web/i18n/catalog.ts";
import { learn } from "#web/i18n/language.ts";

/** A screen that arrives with its route, and the words it speaks with it. */
const screen = (part: Part, load: () => Promise<Component>) =>
  lazy(async () => {
    const [found] = await Promise.all([load(), learn(part)]);
    return { default: found };
  });

export const routes: RouteDefinition[] = [
  {
    path: "/sign-in",
    component: screen("account", async () => (await import("#web/session/sign-in.tsx")).SignIn),
  },
  {
    path: "/",
    component: screen("core", async () => (await import("#web/patient/home/home.tsx")).Home),
  },
  {
    path: "/visits",
    component: screen(
      "core",
      async () => (await import("#web/patient/appointments/visits.tsx")).Visits,
    ),
  },
  {
    path: "/visits/book",
    component: screen(
      "appointments",
      async () => (await import("#web/patient/appointments/visit-types.tsx")).VisitTypes,
    ),
  },
  {
    path: "/visits/book/times",
    component: screen(
      "appointments",
      async () => (await import("#web/patient/appointments/find-a-time.tsx")).FindATime,
    ),
  },
  {
    path: "/visits/book/confirm",
    component: screen(
      "appointments",
      async () => (await import("#web/patient/appointments/confirm-booking.tsx")).ConfirmBooking,
    ),
  },
  {
    path: "/visits/:id",
    component: screen(
      "appointments",
      async () => (await import("#web/patient/appointments/visit.tsx")).Visit,
    ),
  },
  {
    path: "/visits/:id/move",
    component: screen(
      "appointments",
      async () => (await import("#web/patient/appointments/move.tsx")).Move,
    ),
  },
  {
    path: "/visits/:id/move/confirm",
    component: screen(
      "appointments",
      async () => (await import("#web/patient/appointments/confirm-move.tsx")).ConfirmMove,
    ),
  },
  {
    path: "*",
    component: screen("core", async () => (await import("#web/patient/not-found.tsx")).NotFound),
  },
];
