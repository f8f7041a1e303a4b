import { describe } from "vitest";
import { servers } from "#test/contract/ehr-port/any-server.ts";
import { deep } from "#test/fixtures/deep.ts";
import { mainJobAt } from "./main-job.ts";

/** The simulator is enough for the long run; a server the environment names is meant whenever it is named. */
for (const server of servers)
  describe.skipIf(server.ours && !deep)("the whole product at another server", () =>
    mainJobAt(server),
  );
