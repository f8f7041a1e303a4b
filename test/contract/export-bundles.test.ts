import { existsSync, readdirSync } from "node:fs";
import process from "node:process";
import { Fhir } from "fhir/fhir.js";
import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { RecordSection } from "#domain/record-sections.ts";
import { newId, systemClock } from "#functions/adapters/clock.ts";
import { connectCharts } from "#functions/ehr/connect-charts.ts";
import { notes } from "#functions/ehr/fhir/note.ts";
import { personas } from "#infra/local/ehr/personas/personas.ts";
import { loadBundles } from "#infra/local/ehr/practice/bundles.ts";
import { FrontDoor } from "#infra/local/ehr/rest/front-door.ts";
import { fetchFrom } from "#infra/local/ehr/rest/in-process.ts";
import { Chart } from "#infra/local/ehr/store/chart.ts";
import { deep } from "#test/fixtures/deep.ts";
import { freshTable } from "#test/fixtures/dynamo.ts";
import { type BundleFile, refsIn } from "#test/fixtures/export-clinic.ts";
import { figure } from "#test/fixtures/figure.ts";
import { openPortal } from "#test/fixtures/portal.ts";

/** Six charts of nobody, as a hospital would send them. */
// biome-ignore lint/style/noProcessEnv: where such charts lie is a matter of the machine
const folder = process.env["DEMO_BUNDLES"] || "../shared/data/synthea";
const files = existsSync(folder)
  ? readdirSync(folder).filter((name) => name.endsWith(".json"))
  : [];
const BASE = "http://ehr.test/fhir/r4";
const Found = z.object({
  entry: z.array(z.object({ resource: z.looseObject({ id: z.string() }) })),
});

if (files.length === 0 || !deep)
  describe.skip(`whole charts as files (in the long run; bundles at ${folder})`, () => {
    it("needs DEMO_BUNDLES", () => {});
  });
else
  describe("whole charts as files", () => {
    let portal: ReturnType<typeof openPortal>;
    let ask: typeof fetch;
    beforeAll(async () => {
      const chart = new Chart(":memory:", () => new Date());
      loadBundles(chart, folder);
      chart.database.createIndexes();
      const persona = personas.get("full");
      if (!persona) throw new Error("There is no persona that can do everything.");
      ask = fetchFrom(new FrontDoor({ chart, persona, baseUrl: BASE, clinic: "Clinic" }, []));
      const ehr = connectCharts(
        { connectionId: "demo", baseUrl: BASE },
        { clock: systemClock, fetch: ask, notes },
      );
      portal = openPortal({
        table: await freshTable(),
        clock: systemClock,
        newId,
        random: () => 0,
        ehr: () => ehr,
        baseUrl: BASE,
      });
    });

    /** What the validator says against a resource, without where it stands. */
    const errorsIn = (resource: object): string[] =>
      new Fhir()
        .validate(resource)
        .messages.filter(({ severity }) => severity === "error" || severity === "fatal")
        .map(({ location, message }) => `${location}: ${message}`)
        .sort();

    async function listed(who: string): Promise<string[]> {
      const refs: string[] = [];
      for (const section of RecordSection.options) {
        let cursor = "";
        do {
          const query = cursor && `?cursor=${cursor}`;
          const { body } = await portal.call(who, `GET /api/records/${section}${query}`);
          refs.push(...body.items.map(({ id }: { id: string }) => id));
          cursor = body.cursor ?? "";
        } while (cursor !== "");
      }
      return refs;
    }

    it.each(files)("%s", async (file) => {
      const name = file.slice(0, -5);
      const reply = await ask(`${BASE}/Patient?email=${name}@example.test`);
      const [patient] = Found.parse(await reply.json()).entry;
      const who = await portal.signIn({ id: `of-${name}`, patientId: patient?.resource.id ?? "" });
      const asked = await portal.call(who, "POST /api/records/export", { body: {} });
      await portal.exports.make();
      const made = portal.exports.files.get(`exports/${asked.body.id}/records.json`);
      const bundle: BundleFile = JSON.parse(Buffer.from(made?.body ?? []).toString());
      const refs = new Set(refsIn(bundle));
      const shown = await listed(who);
      expect(shown.filter((ref) => !refs.has(ref))).toEqual([]);
      const inReports = [...refs].filter((ref) => !shown.includes(ref));
      expect(inReports.filter((ref) => !ref.startsWith("Observation~"))).toEqual([]);
      let ours = 0;
      let theirs = 0;
      for (const { resource } of bundle.entry ?? []) {
        const source = await (await ask(`${BASE}/${resource.resourceType}/${resource.id}`)).json();
        const [after, before] = [errorsIn(resource), errorsIn(source)];
        theirs += before.length;
        ours += after.filter((error) => !before.includes(error)).length;
      }
      expect(ours).toBe(0);
      const paper = JSON.stringify(portal.exports.outlines.at(-1)?.blocks);
      expect(paper.match(/In the clinic's system/g)).toHaveLength(shown.length);
      figure({
        promise: "export",
        bar: "0 errors of ours in a Bundle; both files hold what the screens list",
        value: `${name}: ${refs.size} resources, 0 errors of ours, ${theirs} the source had already`,
        command:
          "DEEP=1 npx vitest run --root . --config test/vitest.config.ts --project node test/contract/export-bundles.test.ts",
      });
    });
  });
