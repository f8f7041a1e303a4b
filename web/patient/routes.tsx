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

const picking = async () => (await import("#web/patient/appointments/picking.ts")).picking;
const booking = async () => (await import("#web/patient/appointments/booking.ts")).booking;

const own = async () => (await import("#web/patient/exports/own.ts")).own;
const listed = async () => (await import("#web/patient/records/listed.ts")).listed;
const chart = async () => (await import("#web/patient/records/chart.ts")).chart;

export const routes: readonly Route[] = [
  ["/sign-in", screen("account", async () => (await import("#web/session/sign-in.tsx")).SignIn)],
  ["/", screen("core", async () => (await import("#web/patient/home/home.tsx")).Home)],
  [
    "/visits",
    screen("core", async () => (await import("#web/patient/appointments/visits.tsx")).Visits),
  ],
  ["/visits/book", screen("appointments", async () => (await picking()).VisitTypes)],
  ["/visits/book/times", screen("appointments", async () => (await picking()).FindATime)],
  ["/visits/book/confirm", screen("appointments", async () => (await booking()).ConfirmBooking)],
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
  ["/visits/:id/move", screen("appointments", async () => (await picking()).Move)],
  ["/visits/:id/move/confirm", screen("appointments", async () => (await booking()).ConfirmMove)],
  ["/health", screen("records", async () => (await chart()).Sections)],
  ["/health/not-shown", screen("records", async () => (await chart()).NotShown)],
  ["/health/download", screen("exports", async () => (await own()).Download)],
  ["/health/corrections", screen("exports", async () => (await own()).Corrections)],
  [
    "/health/results",
    screen("results", async () => (await import("#web/patient/results/results.tsx")).Results),
  ],
  [
    "/health/results/:id",
    screen("results", async () => (await import("#web/patient/results/result.tsx")).Result),
  ],
  [
    "/health/trends/:loinc",
    screen("results", async () => (await import("#web/patient/results/trend.tsx")).Trend),
  ],
  ["/health/:section", screen("items", async () => (await listed()).Section)],
  ["/health/:section/:id", screen("items", async () => (await listed()).Item)],
  ["*", screen("core", async () => (await import("#web/patient/not-found.tsx")).NotFound)],
];
