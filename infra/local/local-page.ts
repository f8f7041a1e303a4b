import { regions } from "#infra/regions.ts";
import type { LocalPage } from "./http-edge.ts";
import type { LocalDeps } from "./page/local-deps.ts";
import { localPage } from "./page/local-page.ts";
import type { Running } from "./run.ts";

const noDemo: LocalDeps["demo"] = { password: "", signIns: [] };

/** The demo practice's sign-ins, as its region has them. */
export const demoSignIns = (): LocalDeps["demo"] =>
  regions.find(({ demo }) => demo)?.demoSignIns ?? noDemo;

/** What only the demo can tell the page. */
export type DemoView = Pick<LocalDeps, "portalVisits">;

/** The page at `/local`, connected to what runs. */
export const runnerPage =
  (view: DemoView) =>
  (running: Running): LocalPage =>
    localPage({
      origin: running.origin,
      ehrAdminUrl: running.ehrAdminUrl,
      ehrFhirUrl: running.ehrFhirUrl,
      schedules: () => running.schedules,
      fireSchedule: async (name) => {
        const outcome = await running.fireSchedule(name);
        if (!outcome.ok) {
          throw new Error(`${name}: ${outcome.errorMessage}`);
        }
      },
      denials: () => running.denials,
      demo: demoSignIns(),
      outbox: () => running.outbox.list(),
      ...view,
    });
