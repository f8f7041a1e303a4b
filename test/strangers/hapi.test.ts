import { afterAll, describe } from "vitest";
import type { AnyServer } from "#test/contract/ehr-port/any-server.ts";
import { promisesAt } from "#test/contract/ehr-port/promises-at.ts";
import { everyServer, probing } from "#test/contract/fhir-probe/probing.ts";
import { javaAndMaven, startHapi } from "./hapi.ts";
import { mainJobAt } from "./main-job.ts";

/** A server nobody here wrote, fetched, started and ended by this file. Only where it is asked for. */
// biome-ignore lint/style/noProcessEnv: it fetches 250 packages and takes minutes, so it must be asked for
const asked = process.env["STRANGERS"] === "1";
const able = asked && javaAndMaven();
const why = asked ? "needs Java 17 and Maven" : "set STRANGERS=1; needs Java 17 and Maven";

describe.skipIf(!able)(`HAPI FHIR from its packages${able ? "" : ` (skipped: ${why})`}`, () => {
  const name = "HAPI FHIR 8.8.0";
  let starting: Promise<AnyServer> | undefined;
  const started = () => {
    starting ??= startHapi();
    return starting;
  };
  // One server for all three; it ends with the file.
  const shared = async () => ({ ...(await started()), close: async () => {} });
  afterAll(async () => (await starting)?.close());

  probing({ name, open: async () => ({ ...(await started()), ours: false }) }, everyServer);
  promisesAt({ name, open: shared });
  mainJobAt({ name, open: shared });
});
