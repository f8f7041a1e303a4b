import { walks } from "./walks.ts";

// One of them alone: `npm test -- test/e2e/practices -t console`. The last one makes the EHR another.
walks({
  practice: () => import("./practice.ts"),
  console: () => import("./console.ts"),
  "console-chart": () => import("./console-chart.ts"),
  "console-desk": () => import("./console-desk.ts"),
  "results-desk": () => import("./results-desk.ts"),
  asking: () => import("./asking.ts"),
});
