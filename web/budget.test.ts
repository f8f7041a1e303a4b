// @vitest-environment node
import { describe, expect, it } from "vitest";
import { routeSizes, scriptBudget } from "./budget.ts";

const manifest = {
  "index.html": { file: "entry.js", imports: ["_house-1.js"] },
  "_house-1.js": { file: "house.js" },
  "practice/index.html": { file: "staff.js", imports: ["_house-1.js"] },
  ...Object.fromEntries(
    [
      "i18n/en.ts",
      "i18n/account-en.ts",
      "i18n/appointments-en.ts",
      "i18n/requests-en.ts",
      "i18n/asking-en.ts",
      "i18n/health-en.ts",
      "i18n/results-en.ts",
      "i18n/records-en.ts",
      "i18n/items-en.ts",
      "i18n/exports-en.ts",
      "i18n/messages-en.ts",
      "session/sign-in.tsx",
      "patient/home/home.tsx",
      "patient/appointments/visits.tsx",
      "patient/appointments/picking.ts",
      "patient/appointments/booking.ts",
      "patient/appointments/visit.tsx",
      "patient/appointments/asked-visit.tsx",
      "patient/appointments/booked-visit.tsx",
      "patient/appointments/ask.tsx",
      "patient/records/listed.ts",
      "patient/records/chart.ts",
      "patient/exports/own.ts",
      "patient/messaging/own.ts",
      "patient/results/results.tsx",
      "patient/results/result.tsx",
      "patient/results/trend.tsx",
      "practice/appointments/schedule.tsx",
      "practice/work/screens.tsx",
      "practice/corrections/corrections.tsx",
      "practice/messaging/messages.tsx",
      "practice/results/screens.tsx",
      "practice/patients/search.tsx",
      "practice/patients/patient.tsx",
      "practice/connections/connection.tsx",
    ].map((source) => [source, { file: `${source}.js`, imports: ["_house-1.js"] }]),
  ),
};
const files: Record<string, string> = { ".vite/manifest.json": JSON.stringify(manifest) };
const read = async (path: string) =>
  files[path] ?? (path.endsWith(".html") ? "<style>a{}</style><p>" : `"${path}"`);

describe("the byte budget", () => {
  it("counts each file of a route once, its page's own script included", async () => {
    const sizes = await routeSizes(read);
    const bytes = (route: string) => sizes.find((size) => size.route === route)?.scriptBytes ?? 0;
    expect(bytes("/")).toBeGreaterThan(60);
    expect(bytes("/visits/book/times")).toBeGreaterThan(bytes("/"));
    expect(sizes.every((size) => size.styleBytes > 0)).toBe(true);
  });

  it("is tightest at home and widest for staff", () => {
    expect(scriptBudget("/")).toBeLessThan(scriptBudget("/visits"));
    expect(scriptBudget("/visits")).toBeLessThan(scriptBudget("/practice/"));
  });
});
