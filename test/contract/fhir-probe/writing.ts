import { expect } from "vitest";
import { created, idsOf, named, type Probe, staleStatuses, testSystem } from "./probe.ts";

const parallel = 20;

/** Writes that must not happen twice, nor over somebody else's. */
export const writingProbes: Probe[] = [
  {
    name: "If-None-Exist creates once, then answers with what is there",
    without: "the portal searches for what it wrote before it writes again",
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
    without: "the portal writes a row's attempts one after another, and looks afterwards",
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
    without: "the portal's own search finds them, and cancels all but one",
    run: async (fhir, tag) => {
      await created(fhir, named(tag));
      await created(fhir, named(tag));
      const once = { "if-none-exist": `identifier=${testSystem}|${tag}` };
      expect((await fhir("POST /Patient", named(tag), once)).status).toBe(412);
    },
  },
  {
    name: "a PUT with the current If-Match passes and with an old one is refused as stale",
    run: async (fhir, tag) => {
      const { id, meta, ...rest } = await created(fhir, named(tag));
      const etag = { "if-match": `W/"${meta.versionId}"` };
      const put = (active: boolean) => fhir(`PUT /Patient/${id}`, { ...rest, id, active }, etag);
      expect((await put(true)).status).toBe(200);
      expect(staleStatuses).toContain((await put(false)).status);
    },
  },
  {
    name: "of twenty parallel PUTs with one If-Match, one passes",
    run: async (fhir, tag) => {
      const { id, meta, ...rest } = await created(fhir, named(tag));
      const etag = { "if-match": `W/"${meta.versionId}"` };
      const replies = await Promise.all(
        Array.from({ length: parallel }, (_, n) =>
          // Each its own change: a server may answer 200 to a PUT that changes nothing.
          fhir(`PUT /Patient/${id}`, { ...rest, id, birthDate: `19${n + 10}-01-01` }, etag),
        ),
      );
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    },
  },
  {
    name: "a PUT to a new id creates it",
    without: "the portal takes the ids a server gives",
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
    without: "the portal updates by id",
    run: async (fhir, tag) => {
      const { id } = await created(fhir, named(tag));
      const query = `identifier=${testSystem}|${tag}`;
      const { status, body } = await fhir(`PUT /Patient?${query}`, named(tag, { active: false }));
      expect([status, body.id, body.active]).toEqual([200, id, false]);
    },
  },
  {
    name: "a JSON Patch changes one field",
    without: "the portal changes records by PUT",
    run: async (fhir, tag) => {
      const { id } = await created(fhir, named(tag, { active: true }));
      const patch = [{ op: "replace", path: "/active", value: false }];
      const { status, body } = await fhir(`PATCH /Patient/${id}`, patch);
      expect([status, body.active]).toEqual([200, false]);
    },
  },
  {
    name: "a JSON Patch with an old If-Match is refused as stale",
    without: "the portal changes records by PUT",
    run: async (fhir, tag) => {
      const { id, meta } = await created(fhir, named(tag, { active: true }));
      const etag = { "if-match": `W/"${meta.versionId}"` };
      const patch = [{ op: "replace", path: "/active", value: false }];
      expect((await fhir(`PATCH /Patient/${id}`, patch, etag)).status).toBe(200);
      expect(staleStatuses).toContain((await fhir(`PATCH /Patient/${id}`, patch, etag)).status);
    },
  },
  {
    name: "a status outside its code set, or a missing one, is refused",
    without: "the portal leaves out a visit whose status it can't read",
    run: async (fhir) => {
      const visit = { resourceType: "Appointment", participant: [{ status: "accepted" }] };
      for (const body of [{ ...visit, status: "banana" }, visit])
        expect([400, 422]).toContain((await fhir("POST /Appointment", body)).status);
    },
  },
  {
    name: "a booked appointment without times is refused",
    without: "the portal leaves out a visit without a time",
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
