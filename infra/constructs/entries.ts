/**
 * Every bundle the server consists of, as its file below `functions/`: "appointments/sync" is bundled from
 * `functions/appointments/sync.ts` into `dist/functions/appointments-sync/index.js`.
 */
export const entries = [
  "account/handler",
  "appointments/handler",
  "appointments/sync",
  "audit/sealer",
  "audit/worker",
  "corrections/handler",
  "exports/handler",
  "exports/worker",
  "messaging/handler",
  "notices/worker",
  "ops/handler",
  "practice/handler",
  "release/handler",
  "results/handler",
  "webhooks/handler",
  "writeback/handler",
  "writeback/sweep",
  "writeback/worker",
] as const;

export type Entry = (typeof entries)[number];

/** The folder of an entry's bundle. */
export const bundleName = (entry: Entry): string => entry.replace("/", "-");
