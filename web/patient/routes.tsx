import { type Component, lazy } from "solid-js";
import type { Part } from "#web/i18n/catalog.ts";
import { learn } from "#web/i18n/language.ts";
import type { Route } from "#web/ui/router.tsx";

/** A screen that arrives with its route, by the name it has in its file, and the words it speaks with it. */
const screen = <Name extends string>(
  parts: Part | readonly Part[],
  name: Name,
  load: () => Promise<Record<Name, Component>>,
) =>
  lazy(async () => {
    const [found] = await Promise.all([load(), ...[parts].flat().map(learn)]);
    return { default: found[name] };
  });

/** A visit was opened first: then what that visit needs is fetched, asked for or booked, and not both. */
const LANDED_ON_VISIT = /^\/visits\/[^/]+$/.test(location.pathname);

const picking = async () => (await import("#web/patient/appointments/picking.ts")).picking;
const booking = async () => (await import("#web/patient/appointments/booking.ts")).booking;

const own = async () => (await import("#web/patient/exports/own.ts")).own;
const letters = async () => (await import("#web/patient/messaging/own.ts")).own;
const listed = async () => (await import("#web/patient/records/listed.ts")).listed;
const chart = async () => (await import("#web/patient/records/chart.ts")).chart;

export const routes: readonly Route[] = [
  ["/sign-in", screen("account", "SignIn", () => import("#web/session/sign-in.tsx"))],
  ["/", screen("core", "Home", () => import("#web/patient/home/home.tsx"))],
  ["/visits", screen("core", "Visits", () => import("#web/patient/appointments/visits.tsx"))],
  ["/visits/book", screen("appointments", "VisitTypes", picking)],
  ["/visits/book/times", screen("appointments", "FindATime", picking)],
  ["/visits/book/confirm", screen("appointments", "ConfirmBooking", booking)],
  [
    "/visits/book/request",
    screen(
      ["appointments", "requests", "asking"],
      "Ask",
      () => import("#web/patient/appointments/ask.tsx"),
    ),
  ],
  [
    "/visits/:id",
    screen("appointments", "Visit", async () => {
      const [{ Visit }] = await Promise.all([
        import("#web/patient/appointments/visit.tsx"),
        LANDED_ON_VISIT ? undefined : import("#web/patient/appointments/booked-visit.tsx"),
      ]);
      return { Visit };
    }),
  ],
  ["/visits/:id/move", screen("appointments", "Move", picking)],
  ["/visits/:id/move/confirm", screen("appointments", "ConfirmMove", booking)],
  ["/messages", screen("messages", "Messages", letters)],
  ["/messages/:id", screen("messages", "Message", letters)],
  ["/health", screen("records", "Sections", chart)],
  ["/health/not-shown", screen("records", "NotShown", chart)],
  ["/health/download", screen("exports", "Download", own)],
  ["/health/corrections", screen("exports", "Corrections", own)],
  [
    "/health/results",
    screen("results", "Results", () => import("#web/patient/results/results.tsx")),
  ],
  [
    "/health/results/:id",
    screen("results", "Result", () => import("#web/patient/results/result.tsx")),
  ],
  [
    "/health/trends/:loinc",
    screen("results", "Trend", () => import("#web/patient/results/trend.tsx")),
  ],
  ["/health/:section", screen("items", "Section", listed)],
  ["/health/:section/:id", screen("items", "Item", listed)],
  ["*", screen("core", "NotFound", () => import("#web/patient/not-found.tsx"))],
];
