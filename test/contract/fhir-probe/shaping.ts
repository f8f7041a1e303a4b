import { expect } from "vitest";
import { created, type Fhir, idsOf, named, type Probe, testSystem, typesIn } from "./probe.ts";

/** Three patients of one family, born in three years. */
async function family(fhir: Fhir, tag: string): Promise<string[]> {
  const ids: string[] = [];
  for (const year of [1990, 1970, 1980]) {
    const identifier = [{ system: testSystem, value: `${tag}-${year}` }];
    const born = { identifier, birthDate: `${year}-05-05` };
    ids.push((await created(fhir, named(tag, born))).id);
  }
  return ids;
}

async function calendar(fhir: Fhir, tag: string) {
  const identifier = [{ system: testSystem, value: tag }];
  const doctor = await created(fhir, { ...named(tag), resourceType: "Practitioner" });
  const actor = [{ reference: `Practitioner/${doctor.id}` }];
  const schedule = await created(fhir, asResource("Schedule", { identifier, actor }));
  const slot = await created(
    fhir,
    asResource("Slot", {
      identifier,
      schedule: { reference: `Schedule/${schedule.id}` },
      status: "free",
      start: "2031-12-01T15:00:00Z",
      end: "2031-12-01T15:20:00Z",
    }),
  );
  return { doctor, schedule, slot };
}

const asResource = (resourceType: string, fields: object) => ({ resourceType, ...fields });

/** How answers are sorted, cut, paged and joined. */
export const shapingProbes: Probe[] = [
  {
    name: "_sort orders up and down",
    without: "the portal sorts what it has read",
    run: async (fhir, tag) => {
      const [a, b, c] = await family(fhir, tag);
      expect(await idsOf(fhir, `Patient?family=Probe${tag}&_sort=birthdate`)).toEqual([b, c, a]);
      expect(await idsOf(fhir, `Patient?family=Probe${tag}&_sort=-birthdate`)).toEqual([a, c, b]);
    },
  },
  {
    name: "next links lead through every page once",
    run: async (fhir, tag) => {
      const ids = await family(fhir, tag);
      const seen: string[] = [];
      let query: string | undefined = `/Patient?family=Probe${tag}&_count=1`;
      for (let page = 0; query && page < 5; page += 1) {
        const { body } = await fhir(`GET ${query}`);
        seen.push(...(body.entry ?? []).map(({ resource }) => resource.id));
        const next = body.link?.find(({ relation }) => relation === "next");
        query = next?.url;
      }
      expect(seen.sort()).toEqual(ids.sort());
    },
  },
  {
    name: "_summary=count answers only the number",
    without: "the portal counts what it has read",
    run: async (fhir, tag) => {
      await family(fhir, tag);
      const { body } = await fhir(`GET /Patient?family=Probe${tag}&_summary=count`);
      expect([body.total, body.entry]).toEqual([3, undefined]);
    },
  },
  {
    name: "_elements leaves out what was not asked for",
    without: "the portal reads whole records",
    run: async (fhir, tag) => {
      const { id } = await created(fhir, named(tag));
      const { body } = await fhir(`GET /Patient?_id=${id}&_elements=birthDate`);
      const keys = Object.keys(body.entry[0]?.resource ?? {});
      expect(keys).toContain("birthDate");
      expect(keys).not.toContain("telecom");
    },
  },
  {
    name: "POST _search finds the same as GET",
    without: "a refused form is asked again as an address",
    run: async (fhir, tag) => {
      const { id } = await created(fhir, named(tag));
      const { status, body } = await fhir(`POST /Patient/_search?family=Probe${tag}`, undefined, {
        "content-type": "application/x-www-form-urlencoded",
      });
      expect([status, body.entry[0]?.resource.id]).toEqual([200, id]);
    },
  },
  {
    name: "slots are found by schedule, status and a range of days",
    run: async (fhir, tag) => {
      const { schedule, slot } = await calendar(fhir, tag);
      const query = `Slot?schedule=Schedule/${schedule.id}&status=free&start=ge2031-12-01&start=lt2031-12-02`;
      expect(await idsOf(fhir, query)).toEqual([slot.id]);
    },
  },
  {
    name: "_include brings the schedule, and :iterate its practitioner",
    without: "the portal reads schedules once and keeps them",
    run: async (fhir, tag) => {
      const { slot } = await calendar(fhir, tag);
      const once = await fhir(`GET /Slot?_id=${slot.id}&_include=Slot:schedule`);
      expect(typesIn(once.body)).toEqual(["Slot", "Schedule"]);
      const twice = await fhir(
        `GET /Slot?_id=${slot.id}&_include=Slot:schedule&_include:iterate=Schedule:actor`,
      );
      expect(typesIn(twice.body)).toEqual(["Slot", "Schedule", "Practitioner"]);
    },
  },
  {
    name: "_revinclude brings what points here",
    without: "the portal asks for slots by day",
    run: async (fhir, tag) => {
      const { schedule } = await calendar(fhir, tag);
      const { body } = await fhir(`GET /Schedule?_id=${schedule.id}&_revinclude=Slot:schedule`);
      expect(typesIn(body)).toEqual(["Schedule", "Slot"]);
    },
  },
  {
    name: "a chain searches through a reference",
    without: "the portal asks for slots by day",
    run: async (fhir, tag) => {
      const { doctor, slot } = await calendar(fhir, tag);
      const through = `Slot?schedule.actor=Practitioner/${doctor.id}`;
      expect(await idsOf(fhir, through)).toEqual([slot.id]);
    },
  },
  {
    name: "_has searches from the other side",
    without: "the portal never asks so",
    run: async (fhir, tag) => {
      const { doctor, schedule } = await calendar(fhir, tag);
      const query = `Practitioner?_has:Schedule:actor:_id=${schedule.id}`;
      expect(await idsOf(fhir, query)).toEqual([doctor.id]);
    },
  },
  {
    name: "a patient's observations are found by bare id, by reference, by code and by value",
    run: async (fhir, tag) => {
      const patient = await created(fhir, named(tag));
      const made = await created(
        fhir,
        asResource("Observation", {
          status: "final",
          code: { coding: [{ system: "http://loinc.org", code: "4548-4" }] },
          subject: { reference: `Patient/${patient.id}` },
          valueQuantity: { value: 6.1, unit: "%" },
        }),
      );
      for (const query of [
        `patient=${patient.id}`,
        `patient=Patient/${patient.id}&code=http://loinc.org|4548-4`,
        `subject=Patient/${patient.id}&code=4548-4`,
        `patient=${patient.id}&value-quantity=gt6`,
      ])
        expect(await idsOf(fhir, `Observation?${query}`)).toEqual([made.id]);
      expect(await idsOf(fhir, `Observation?patient=${patient.id}&value-quantity=gt7`)).toEqual([]);
    },
  },
];
