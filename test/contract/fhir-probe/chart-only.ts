import { expect } from "vitest";
import { at, pathOf } from "#infra/local/ehr/fhir/resource.ts";
import { created, named, type Probe } from "./probe.ts";

/** What our own chart adds, and a plain FHIR server need not have. */
export const chartOnlyProbes: Probe[] = [
  {
    name: "Patient/$match grades the same person as certain",
    run: async (fhir, tag) => {
      const { id } = await created(fhir, named(tag));
      const { identifier: _, ...asked } = named(tag);
      const parameter = [{ name: "resource", resource: asked }];
      const { body } = await fhir("POST /Patient/$match", {
        resourceType: "Parameters",
        parameter,
      });
      expect(body.entry[0]?.resource.id).toBe(id);
      expect(at(body.entry[0], pathOf("search.extension.valueCode"))).toEqual(["certain"]);
    },
  },
  {
    name: "Patient/$everything and the patient's compartment hold their records",
    run: async (fhir, tag) => {
      const { id } = await created(fhir, named(tag));
      const subject = { reference: `Patient/${id}` };
      const condition = await created(fhir, { resourceType: "Condition", ...{ subject } });
      const { body } = await fhir(`GET /Patient/${id}/$everything`);
      expect(body.entry.map(({ resource }) => resource.id)).toEqual([id, condition.id]);
      expect((await fhir(`GET /Patient/${id}/Condition`)).body.total).toBe(1);
    },
  },
  {
    name: "a file posted to Binary is kept, XML is not spoken, a wrong media type is 415",
    run: async (fhir) => {
      const pdf = { "content-type": "application/pdf" };
      expect((await fhir("POST /Binary", { any: "bytes" }, pdf)).status).toBe(201);
      expect((await fhir("GET /Patient?_format=xml")).status).toBe(406);
      expect((await fhir("POST /Patient", named("x"), pdf)).status).toBe(415);
    },
  },
  {
    name: "If-None-Match answers 304 while nothing changed, and return=minimal no body",
    run: async (fhir, tag) => {
      const { id, meta } = await created(fhir, named(tag));
      const known = { "if-none-match": `W/"${meta.versionId}"` };
      expect((await fhir(`GET /Patient/${id}`, undefined, known)).status).toBe(304);
      const minimal = await fhir("POST /Patient", named(tag), { prefer: "return=minimal" });
      expect([minimal.status, minimal.text]).toEqual([201, ""]);
    },
  },
];
