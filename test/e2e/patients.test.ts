import { walks } from "./walks.ts";

// One of them alone: `npm test -- test/e2e/patients -t account`. The last ones stop the EHR, which is asked carefully
// for a while afterwards.
walks({
  appointments: () => import("./appointments.ts"),
  account: () => import("./account.ts"),
  carers: () => import("./carers.ts"),
  health: () => import("./health.ts"),
  exports: () => import("./exports.ts"),
  corrections: () => import("./corrections.ts"),
  messages: () => import("./messages.ts"),
  accessibility: () => import("./accessibility.ts"),
  canaries: () => import("./canaries.ts"),
  writeback: () => import("./writeback.ts"),
  outage: () => import("./outage.ts"),
});
