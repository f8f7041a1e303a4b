import type { RouteDefinition } from "@solidjs/router";
import { lazy } from "solid-js";

/** The patient's pages; each screen arrives with its route. */
export const routes: RouteDefinition[] = [
  {
    path: "/sign-in",
    component: lazy(async () => ({ default: (await import("#web/session/sign-in.tsx")).SignIn })),
  },
  {
    path: "/",
    component: lazy(async () => ({ default: (await import("#web/patient/home/home.tsx")).Home })),
  },
  {
    path: "*",
    component: lazy(async () => ({
      default: (await import("#web/patient/not-found.tsx")).NotFound,
    })),
  },
];
