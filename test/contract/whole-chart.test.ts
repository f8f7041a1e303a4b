import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { isShown, notShown, RecordSection } from "#domain/record-sections.ts";
import { COUNTED, inItemId } from "#domain/records.ts";
import { newId, systemClock } from "#functions/adapters/clock.ts";
import { connectCharts } from "#functions/ehr/connect-charts.ts";
import { notes } from "#functions/ehr/fhir/note.ts";
import { unpacked } from "#functions/records/pack.ts";
import { personas } from "#infra/local/ehr/personas/personas.ts";
import { loadBundles } from "#infra/local/ehr/practice/bundles.ts";
import { FrontDoor } from "#infra/local/ehr/rest/front-door.ts";
import { fetchFrom } from "#infra/local/ehr/rest/in-process.ts";
import { Chart } from "#infra/local/ehr/store/chart.ts";
import { spread } from "#test/fixtures/deep.ts";
import { freshTable } from "#test/fixtures/dynamo.ts";
import { openPortal } from "#test/fixtures/portal.ts";

/** Six charts of nobody, as a hospital would send them. */
// biome-ignore lint/style/noProcessEnv: where such charts lie is a matter of the machine
const folder = process.env["DEMO_BUNDLES"] || "../shared/data/synthea";
const files = existsSync(folder)
  ? readdirSync(folder).filter((name) => name.endsWith(".json"))
  : [];
const BASE = "http://ehr.test/fhir/r4";

const Bundle = z.object({
  entry: z.array(
    z.object({ resource: z.looseObject({ resourceType: z.string(), id: z.string() }) }),
  ),
});
const Found = z.object({
  total: z.number(),
  entry: z._default(z.array(z.object({ resource: z.object({ id: z.string() }) })), []),
});
const Page = z.object({
  items: z.array(z.looseObject({ id: z.string() })),
  cursor: z.optional(z.string()),
  asOf: z.string(),
});

if (files.length === 0)
  describe.skip(`every record of a chart is reachable (no bundles at ${folder})`, () => {
    it("needs DEMO_BUNDLES", () => {});
  });
else
  describe("every record of a chart is reachable", () => {
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

    const resourcesIn = (file: string) =>
      Bundle.parse(JSON.parse(readFileSync(join(folder, file), "utf8"))).entry.map(
        ({ resource }) => resource,
      );

    async function walk(who: string, path: string): Promise<string[]> {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const reply = await portal.call(who, `GET ${path}${cursor ? `?cursor=${cursor}` : ""}`);
        expect(reply.status, path).toBe(200);
        const page = Page.parse(reply.body);
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.cursor;
      } while (cursor);
      return ids;
    }

    const inChart = async (query: string) =>
      Found.parse(await (await ask(`${BASE}/${query}`)).json());

    /** What stands in each section, as a patient pages through it. */
    async function sectionsOf(who: string): Promise<Map<RecordSection, string[]>> {
      const listed = new Map<RecordSection, string[]>();
      for (const section of RecordSection.options)
        listed.set(section, await walk(who, `/api/records/${section}`));
      return listed;
    }

    /** The same with the values that stand in reports. */
    async function reachable(patientId: string, listed: Map<RecordSection, string[]>) {
      const chart = { practiceId: "demo", patientId };
      const reports = await portal.records.read(chart, listed.get("results") ?? []);
      const members = [...reports.values()].flatMap(({ parts }) => parts?.members ?? []);
      const values = members.map((id) => `Observation~${id}`);
      return new Set([...[...listed.values()].flat(), ...values]);
    }

    async function expectWhole(file: string, patientId: string, reached: ReadonlySet<string>) {
      for (const [type, sent] of Map.groupBy(resourcesIn(file), (one) => one.resourceType)) {
        const reason = notShown.find((one) => one.type === type)?.reason;
        expect(isShown(type), type).toBe(reason === undefined);
        if (reason !== undefined || type === "Patient") continue;
        const { total, entry } = await inChart(`${type}?patient=${patientId}&_count=1000`);
        const ids = entry.map(({ resource }) => `${type}~${resource.id}`);
        expect([type, total, ids.length]).toEqual([type, sent.length, sent.length]);
        const seen = [...reached].filter((id) => inItemId(id)?.type === type);
        expect(seen.sort()).toEqual(ids.sort());
      }
      expect(reached).toContain(`Patient~${patientId}`);
    }

    it.each(spread(files, 3))("%s", async (file) => {
      const name = file.slice(0, -5);
      const [patient] = (await inChart(`Patient?email=${name}@example.test`)).entry;
      const patientId = patient?.resource.id ?? "";
      const who = await portal.signIn({ id: `of-${name}`, patientId });
      const listed = await sectionsOf(who);
      const overview = await portal.call(who, "GET /api/records");
      const counted = overview.body.items.map((one: { id: RecordSection; count: number }) => [
        one.id,
        one.count,
      ]);
      expect(counted).toEqual([...listed].map(([id, ids]) => [id, Math.min(COUNTED, ids.length)]));
      const reached = await reachable(patientId, listed);
      await expectWhole(file, patientId, reached);
      // What is kept is what the EHR sent: an export can hold exactly what is shown.
      const kept = await portal.records.read({ practiceId: "demo", patientId }, [...reached]);
      expect(kept.size).toBe(reached.size);
      for (const { raw, item } of kept.values())
        expect(unpacked(raw)).toMatchObject({ resourceType: item.type, id: inItemId(item.id)?.id });
      expect([...kept.values()].filter(({ item }) => item.unread || item.title === "")).toEqual([]);
    });
  });
