import { lazy } from "solid-js";
import type { Route } from "#web/ui/router.tsx";

const schedule = lazy(async () => ({
  default: (await import("#web/practice/appointments/schedule.tsx")).Schedule,
}));

export const routes: readonly Route[] = [["*", schedule]];
