import { expect } from "vitest";
import { created, idsOf, named, type Probe, testSystem } from "./probe.ts";

const finds =
  (query: string): Probe["run"] =>
  async (fhir, tag) => {
    const patient = await created(fhir, named(tag));
    const mine = `identifier=${testSystem}|${tag}`;
    expect(await idsOf(fhir, `Patient?${query.replaceAll("TAG", tag)}&${mine}`)).toEqual([
      patient.id,
    ]);
  };

const misses =
  (query: string): Probe["run"] =>
  async (fhir, tag) => {
    await created(fhir, named(tag));
    const mine = `identifier=${testSystem}|${tag}`;
    expect(await idsOf(fhir, `Patient?${query.replaceAll("TAG", tag)}&${mine}`)).toEqual([]);
  };

/** Records read back as they were written, and found by what is in them. */
export const readingProbes: Probe[] = [
  {
    name: "a created record answers 201 with Location and ETag, and reads back the same version",
    run: async (fhir, tag) => {
      const made = await fhir("POST /Patient", named(tag));
      expect(made.status).toBe(201);
      expect(made.headers.get("location")).toContain(`Patient/${made.body.id}`);
      const read = await fhir(`GET /Patient/${made.body.id}`);
      expect([read.status, read.headers.get("etag")]).toEqual([200, made.headers.get("etag")]);
    },
  },
  {
    name: "a record that never was is 404 with an OperationOutcome",
    run: async (fhir, tag) => {
      const { status, body } = await fhir(`GET /Patient/never-${tag}`);
      expect([status, body.resourceType]).toEqual([404, "OperationOutcome"]);
    },
  },
  {
    name: "an old version can still be read, and history lists them all",
    without: "the portal reads what stands now",
    run: async (fhir, tag) => {
      const first = await created(fhir, named(tag));
      await fhir(`PUT /Patient/${first.id}`, { ...first, active: false });
      const old = await fhir(`GET /Patient/${first.id}/_history/${first.meta.versionId}`);
      expect([old.status, old.body.active]).toEqual([200, undefined]);
      const { body } = await fhir(`GET /Patient/${first.id}/_history`);
      expect([body.type, body.entry.length]).toEqual(["history", 2]);
    },
  },
  {
    name: "a deleted record is 410",
    without: "the portal reads 404 and 410 alike",
    run: async (fhir, tag) => {
      const { id } = await created(fhir, named(tag));
      expect([200, 204]).toContain((await fhir(`DELETE /Patient/${id}`)).status);
      expect((await fhir(`GET /Patient/${id}`)).status).toBe(410);
      expect(await idsOf(fhir, `Patient?_id=${id}`)).toEqual([]);
    },
  },
  { name: "a string is found by its beginning, whatever the case", run: finds("family=probeTAG") },
  {
    name: "a string is found without its accents",
    without: "a name is found as it is written",
    run: finds("given=jose"),
  },
  {
    name: ":exact wants the exact string",
    without: "the portal never asks for :exact",
    run: finds("family:exact=ProbeTAG"),
  },
  {
    name: ":exact refuses another spelling",
    without: "the portal never asks for :exact",
    run: misses("family:exact=probetag"),
  },
  {
    name: ":contains finds the middle of a string",
    without: "the portal searches by beginnings",
    run: finds("family:contains=robeTA".concat("G")),
  },
  { name: "a name is found by any of its parts", run: finds("name=Camila") },
  { name: "a birth date equals its day", run: finds("birthdate=1987-09-12") },
  { name: "a birth date lies in its year", run: finds("birthdate=1987") },
  { name: "ge and lt bound a date", run: finds("birthdate=ge1987-09-12&birthdate=lt1987-09-13") },
  { name: "gt leaves the day itself out", run: misses("birthdate=gt1987-09-12") },
  { name: "an e-mail finds its patient", run: finds("email=TAG@probe.example") },
  { name: "a phone number finds its patient", run: finds("phone=555-0100-TAG") },
  {
    name: "a postal code finds its patient",
    without: "staff search by name, birth date and phone",
    run: finds("address-postalcode=60001"),
  },
  { name: "a comma means or", run: finds("gender=male,female") },
  {
    name: ":not leaves out what it names",
    without: "the portal never asks for :not",
    run: misses("gender:not=female"),
  },
  {
    name: ":missing finds what is not there",
    without: "the portal never asks for :missing",
    run: finds("active:missing=true"),
  },
  { name: "_lastUpdated finds what changed since", run: finds("_lastUpdated=gt2020-01-01") },
  { name: "_lastUpdated leaves out what did not", run: misses("_lastUpdated=gt2999-01-01") },
  { name: "parameters together mean and", run: misses("family=ProbeTAG&birthdate=1990-01-01") },
  {
    name: "an unknown search parameter is refused",
    without: "the portal checks again what it asked for: patient, day and key",
    run: async (fhir) => {
      expect((await fhir("GET /Patient?bogus=1")).status).toBe(400);
    },
  },
  {
    name: "an unknown search parameter is passed over where leniency is asked for",
    without: "the portal asks only for what the CapabilityStatement lists",
    run: async (fhir) => {
      const prefer = { prefer: "handling=lenient" };
      expect((await fhir("GET /Patient?bogus=1&_count=1", undefined, prefer)).status).toBe(200);
    },
  },
];
