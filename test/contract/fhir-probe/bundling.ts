import { expect } from "vitest";
import { created, idsOf, named, type Probe, staleStatuses, testSystem } from "./probe.ts";

const bundle = (type: "transaction" | "batch", entry: object[]) => ({
  resourceType: "Bundle",
  type,
  entry,
});

const codes = (entry: { response: { status: string } }[]) =>
  entry.map(({ response }) => response.status.slice(0, 3));

/** Several records at once: all or nothing, or each on its own. */
export const bundlingProbes: Probe[] = [
  {
    name: "a transaction resolves urn:uuid references to what it created",
    run: async (fhir, tag) => {
      const urn = `urn:uuid:${crypto.randomUUID()}`;
      const observation = {
        resourceType: "Observation",
        status: "final",
        code: { text: "probe" },
        subject: { reference: urn },
      };
      const entry = [
        { resource: observation, request: { method: "POST", url: "Observation" } },
        { fullUrl: urn, resource: named(tag), request: { method: "POST", url: "Patient" } },
      ];
      const { status, body } = await fhir("POST /", bundle("transaction", entry));
      expect([status, body.type, codes(body.entry)]).toEqual([
        200,
        "transaction-response",
        ["201", "201"],
      ]);
      const [patient] = await idsOf(fhir, `Patient?identifier=${testSystem}|${tag}`);
      expect(await idsOf(fhir, `Observation?patient=${patient}`)).toHaveLength(1);
    },
  },
  {
    name: "a transaction with one bad entry leaves nothing behind",
    run: async (fhir, tag) => {
      const entry = [
        { resource: named(tag), request: { method: "POST", url: "Patient" } },
        {
          resource: { resourceType: "Appointment", status: "banana" },
          request: { method: "POST", url: "Appointment" },
        },
      ];
      const { status } = await fhir("POST /", bundle("transaction", entry));
      expect([400, 422]).toContain(status);
      expect(await idsOf(fhir, `Patient?identifier=${testSystem}|${tag}`)).toEqual([]);
    },
  },
  {
    name: "a transaction with a stale ifMatch is refused as stale and leaves nothing behind",
    run: async (fhir, tag) => {
      const { id, meta } = await created(fhir, named(`${tag}-old`));
      await fhir(`PUT /Patient/${id}`, named(`${tag}-old`, { id, active: true }));
      const ifMatch = `W/"${meta.versionId}"`;
      const entry = [
        {
          resource: named(`${tag}-old`, { id, active: false }),
          request: { method: "PUT", url: `Patient/${id}`, ifMatch },
        },
        { resource: named(tag), request: { method: "POST", url: "Patient" } },
      ];
      expect(staleStatuses).toContain((await fhir("POST /", bundle("transaction", entry))).status);
      expect(await idsOf(fhir, `Patient?identifier=${testSystem}|${tag}`)).toEqual([]);
    },
  },
  {
    name: "a transaction sent twice with ifNoneExist creates once",
    run: async (fhir, tag) => {
      const ifNoneExist = `identifier=${testSystem}|${tag}`;
      const request = { method: "POST", url: "Patient", ifNoneExist };
      const whole = bundle("transaction", [{ resource: named(tag), request }]);
      const first = await fhir("POST /", whole);
      const second = await fhir("POST /", whole);
      expect([codes(first.body.entry), codes(second.body.entry)]).toEqual([["201"], ["200"]]);
      expect(await idsOf(fhir, `Patient?${ifNoneExist}`)).toHaveLength(1);
    },
  },
  {
    name: "a batch answers each entry on its own",
    without: "the portal asks one by one",
    run: async (fhir, tag) => {
      const { id } = await created(fhir, named(tag));
      const urls = [`Patient/${id}`, `Patient?_id=${id}`, `Patient/never-${tag}`];
      const entry = urls.map((url) => ({ request: { method: "GET", url } }));
      const { body } = await fhir("POST /", bundle("batch", entry));
      expect([body.type, codes(body.entry)]).toEqual(["batch-response", ["200", "200", "404"]]);
    },
  },
  {
    name: "the CapabilityStatement is R4 and lists what is used here",
    run: async (fhir) => {
      const { status, text } = await fhir("GET /metadata");
      expect(status).toBe(200);
      for (const word of ["CapabilityStatement", "4.0.1", "search-type", "transaction", "Slot"])
        expect(text).toContain(word);
    },
  },
];
