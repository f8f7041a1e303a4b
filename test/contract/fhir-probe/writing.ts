import { expect } from "vitest";
import { created, idsOf, named, type Probe, testSystem } from "./probe.ts";

const parallel = 20;

/** Writes that must not happen twice, nor over somebody else's. */
export const writingProbes: Probe[] = [
  {
    name: "If-None-Exist creates once, then answers with what is there",
    run: async (fhir, tag) => {
      const once = { "if-none-exist": `identifier=${testSystem}|${tag}` };
      const first = await fhir("POST /Patient", named(tag), once);
      const second = await fhir("POST /Patient", named(tag), once);
      expect([first.status, second.status]).toEqual([201, 200]);
      expect(second.body.id).toBe(first.body.id);
    },
  },
  {
    name: "twenty parallel If-None-Exist leave one record",
    run: async (fhir, tag) => {
      const once = { "if-none-exist": `identifier=${testSystem}|${tag}` };
      const replies = await Promise.all(
        Array.from({ length: parallel }, () => fhir("POST /Patient", named(tag), once)),
      );
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(await idsOf(fhir, `Patient?identifier=${testSystem}|${tag}`)).toHaveLength(1);
    },
  },
  {
    name: "If-None-Exist that matches several is 412",
    run: async (fhir, tag) => {
      await created(fhir, named(tag));
      await created(fhir, named(tag));
      const once = { "if-none-exist": `identifier=${testSystem}|${tag}` };
      expect((await fhir("POST /Patient", named(tag), once)).status).toBe(412);
    },
  },
  {
    name: "a PUT with the current If-Match passes and with an old one is 412",
    run: async (fhir, tag) => {
      const { id, meta, ...rest } = await created(fhir, named(tag));
      const etag = { "if-match": `W/"${meta.versionId}"` };
      const put = () => fhir(`PUT /Patient/${id}`, { ...rest, id, active: true }, etag);
      expect((await put()).status).toBe(200);
      expect((await put()).status).toBe(412);
    },
  },
  {
    name: "of twenty parallel PUTs with one If-Match, one passes",
    run: async (fhir, tag) => {
      const { id, meta, ...rest } = await created(fhir, named(tag));
      const etag = { "if-match": `W/"${meta.versionId}"` };
      const replies = await Promise.all(
        Array.from({ length: parallel }, () => fhir(`PUT /Patient/${id}`, { ...rest, id }, etag)),
      );
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    },
  },
  {
    name: "a PUT to a new id creates it",
    run: async (fhir, tag) => {
      const id = crypto.randomUUID();
      expect((await fhir(`PUT /Patient/${id}`, named(tag, { id }))).status).toBe(201);
    },
  },
  {
    name: "a PUT whose body has another id is refused",
    run: async (fhir, tag) => {
      const { id } = await created(fhir, named(tag));
      expect((await fhir(`PUT /Patient/${id}`, named(tag, { id: "other" }))).status).toBe(400);
    },
  },
  {
    name: "a conditional update changes the one it finds",
    run: async (fhir, tag) => {
      const { id } = await created(fhir, named(tag));
      const query = `identifier=${testSystem}|${tag}`;
      const { status, body } = await fhir(`PUT /Patient?${query}`, named(tag, { active: false }));
      expect([status, body.id, body.active]).toEqual([200, id, false]);
    },
  },
  {
    name: "a JSON Patch changes one field",
    run: async (fhir, tag) => {
      const { id } = await created(fhir, named(tag, { active: true }));
      const patch = [{ op: "replace", path: "/active", value: false }];
      const { status, body } = await fhir(`PATCH /Patient/${id}`, patch);
      expect([status, body.active]).toEqual([200, false]);
    },
  },
  {
    name: "a JSON Patch with an old If-Match is 412",
    run: async (fhir, tag) => {
      const { id, meta } = await created(fhir, named(tag, { active: true }));
      const etag = { "if-match": `W/"${meta.versionId}"` };
      const patch = [{ op: "replace", path: "/active", value: false }];
      expect((await fhir(`PATCH /Patient/${id}`, patch, etag)).status).toBe(200);
      expect((await fhir(`PATCH /Patient/${id}`, patch, etag)).status).toBe(412);
    },
  },
  {
    name: "a status outside its code set, or a missing one, is refused",
    run: async (fhir) => {
      const visit = { resourceType: "Appointment", participant: [{ status: "accepted" }] };
      for (const body of [{ ...visit, status: "banana" }, visit])
        expect([400, 422]).toContain((await fhir("POST /Appointment", body)).status);
    },
  },
  {
    name: "a booked appointment without times is refused",
    run: async (fhir) => {
      const participant = [{ status: "accepted", actor: { display: "Somebody" } }];
      const visit = { resourceType: "Appointment", status: "booked", participant };
      expect([400, 422]).toContain((await fhir("POST /Appointment", visit)).status);
    },
  },
  {
    name: "a body that is not JSON, or of another type, is 400",
    run: async (fhir) => {
      expect((await fhir("POST /Patient", { resourceType: "Observation" })).status).toBe(400);
      const text = { "content-type": "application/fhir+json" };
      expect((await fhir("POST /Patient", undefined, text)).status).toBe(400);
    },
  },
];
