import { type Component, lazy } from "solid-js";
import type { Part } from "#web/i18n/catalog.ts";
import { learn } from "#web/i18n/language.ts";
import type { Route } from "#web/ui/router.tsx";

/** A screen that arrives with its route, and the words it speaks with it. */
const screen = (parts: Part | readonly Part[], load: () => Promise<Component>) =>
  lazy(async () => {
    const [found] = await Promise.all([load(), ...[parts].flat().map(learn)]);
    return { default: found };
  });

/** A visit was opened first: then what that visit needs is fetched, asked for or booked, and not both. */
const LANDED_ON_VISIT = /^\/visits\/[^/]+$/.test(location.pathname);

export const routes: readonly Route[] = [
  ["/sign-in", screen("account", async () => (await import("#web/session/sign-in.tsx")).SignIn)],
  ["/", screen("core", async () => (await import("#web/patient/home/home.tsx")).Home)],
  [
    "/visits",
    screen("core", async () => (await import("#web/patient/appointments/visits.tsx")).Visits),
  ],
  [
    "/visits/book",
    screen(
      "appointments",
      async () => (await import("#web/patient/appointments/visit-types.tsx")).VisitTypes,
    ),
  ],
  [
    "/visits/book/times",
    screen(
      "appointments",
      async () => (await import("#web/patient/appointments/find-a-time.tsx")).FindATime,
    ),
  ],
  [
    "/visits/book/confirm",
    screen(
      "appointments",
      async () => (await import("#web/patient/appointments/confirm-booking.tsx")).ConfirmBooking,
    ),
  ],
  [
    "/visits/book/request",
    screen(
      ["appointments", "requests", "asking"],
      async () => (await import("#web/patient/appointments/ask.tsx")).Ask,
    ),
  ],
  [
    "/visits/:id",
    screen("appointments", async () => {
      const [{ Visit }] = await Promise.all([
        import("#web/patient/appointments/visit.tsx"),
        LANDED_ON_VISIT ? undefined : import("#web/patient/appointments/booked-visit.tsx"),
      ]);
      return Visit;
    }),
  ],
  [
    "/visits/:id/move",
    screen("appointments", async () => (await import("#web/patient/appointments/move.tsx")).Move),
  ],
  [
    "/visits/:id/move/confirm",
    screen(
      "appointments",
      async () => (await import("#web/patient/appointments/confirm-move.tsx")).ConfirmMove,
    ),
  ],
  ["*", screen("core", async () => (await import("#web/patient/not-found.tsx")).NotFound)],
];
