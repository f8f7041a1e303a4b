import { lazy } from "solid-js";
import { learn } from "#web/i18n/language.ts";
import type { Route } from "#web/ui/router.tsx";

export const routes: readonly Route[] = [
  [
    "/practice/",
    lazy(async () => ({
      default: (await import("#web/practice/appointments/schedule.tsx")).Schedule,
    })),
  ],
  [
    "/practice/requests",
    lazy(async () => ({ default: (await import("#web/practice/work/screens.tsx")).Requests })),
  ],
  [
    "/practice/write-backs",
    lazy(async () => ({ default: (await import("#web/practice/work/screens.tsx")).ToEnter })),
  ],
  [
    "/practice/calls",
    lazy(async () => ({ default: (await import("#web/practice/work/screens.tsx")).Calls })),
  ],
  [
    "/practice/results",
    lazy(async () => {
      const [{ Results }] = await Promise.all([
        import("#web/practice/results/screens.tsx"),
        // What is shown as the patient sees it is said in the patient's words.
        learn("results"),
      ]);
      return { default: Results };
    }),
  ],
  [
    "/practice/corrections",
    lazy(async () => ({
      default: (await import("#web/practice/corrections/corrections.tsx")).Corrections,
    })),
  ],
  [
    "/practice/messages",
    lazy(async () => ({
      default: (await import("#web/practice/messaging/messages.tsx")).Messages,
    })),
  ],
  [
    "/practice/patients",
    lazy(async () => ({
      default: (await import("#web/practice/patients/search.tsx")).PatientSearchScreen,
    })),
  ],
  [
    "/practice/patients/:id",
    lazy(async () => ({ default: (await import("#web/practice/patients/patient.tsx")).Patient })),
  ],
  [
    "/practice/connection",
    lazy(async () => ({
      default: (await import("#web/practice/connections/connection.tsx")).ConnectionScreen,
    })),
  ],
  [
    "*",
    lazy(async () => ({
      default: (await import("#web/practice/not-found.tsx")).NotFound,
    })),
  ],
];
