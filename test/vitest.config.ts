import solid from "vite-plugin-solid";
import { defineConfig } from "vitest/config";
import { deep } from "./fixtures/deep.ts";

/**
 * Through the whole product what the short run already sees beneath it (kernel, ledger, notices, audit), and a synthesis
 * of its own: `npm run test:deep` has them.
 */
const LONG = ["audit", "hostile", "notices", "races", "route-table", "tampering", "template"].map(
  (subject) => `test/product/${subject}.test.ts`,
);

export default defineConfig({
  test: {
    root: "..",
    // Tests wait for leases, queues and pages more than they compute: three on two cores.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: "node",
          include: ["{domain,functions,infra,test}/**/*.test.ts"],
          exclude: ["test/e2e/**", ...(deep ? [] : LONG)],
          environment: "node",
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          environment: "node",
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [solid()],
        test: { name: "web", include: ["web/**/*.test.{ts,tsx}"], environment: "jsdom" },
      },
    ],
  },
});
