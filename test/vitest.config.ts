import { join } from "node:path";
import solid from "vite-plugin-solid";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { bench, deep } from "./fixtures/deep.ts";

/**
 * Through the whole product what the short run already sees beneath it (kernel, ledger, notices, audit), and a synthesis
 * of its own: `npm run test:deep` has them.
 */
const LONG = [
  "infra/local/run-again",
  ...[
    "audit",
    "hostile",
    "notices",
    "races",
    "route-table",
    "strangers",
    "tampering",
    "template",
  ].map((subject) => `test/product/${subject}`),
].map((name) => `${name}.test.ts`);

/**
 * The product is built while what computes longest computes; then comes what runs that product and waits more than it
 * computes; the many small ones fill the gaps.
 */
const FIRST = [
  "test/product/built",
  // Hundreds of kills in the long run, a few in the short one.
  "test/faults/crash",
  "test/faults/every-fault",
  "test/faults/races",
  "test/faults/booking",
  "test/e2e/pra",
  "test/e2e/pat",
  "test/product/crash",
  "test/faults",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = FIRST.findIndex((part) => moduleId.includes(part));
      return found < 0 ? FIRST.length : found;
    };
    return files.sort((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId));
  }
}

export default defineConfig({
  test: {
    root: "..",
    // Three on two cores: the browser walks and the crashes wait for leases, queues and pages more than they compute.
    maxWorkers: 3,
    // No test file leaves anything behind, so they share their workers, and what those have loaded.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // What is waited for on a screen may take as long as it takes to be found there.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          globalSetup: join(import.meta.dirname, "emulator.setup.ts"),
          include: ["{domain,functions,infra,test}/**/*.test.ts"],
          exclude: ["test/bench/**", ...(deep ? [] : LONG)],
          environment: "node",
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "bench",
          globalSetup: join(import.meta.dirname, "emulator.setup.ts"),
          include: bench ? ["test/bench/**/*.test.ts"] : [],
          environment: "node",
          testTimeout: 600_000,
        },
      },
      {
        extends: true,
        plugins: [solid()],
        test: { name: "web", include: ["web/**/*.test.{ts,tsx}"], environment: "jsdom" },
      },
    ],
  },
});
