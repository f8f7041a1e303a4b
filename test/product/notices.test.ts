import { randomBytes } from "node:crypto";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { smsLength } from "#domain/gsm.ts";
import { NoticeEvent, noticeCatalog } from "#domain/notices.ts";
import { addSeconds, localHour } from "#domain/time.ts";
import type { Sent } from "#infra/local/outbox/outbox.ts";
import { chartedVisit, ehrSlotId } from "./chart.ts";
import { book, openTimes, type Person } from "./people.ts";
import { openProduct, type Product } from "./product.ts";

let portal: Product;

const Template = z.looseObject({
  Resources: z.looseObject({
    NoticesWorkerFunction: z.looseObject({
      Properties: z.looseObject({
        Environment: z.looseObject({ Variables: z.record(z.string(), z.unknown()) }),
      }),
    }),
  }),
});

/** Texts keep the clinic's quiet hours, and tests run at night too: to the worker the clinic is where it is day now. */
function whereItIsDay(text: string): string {
  const zone = ["America/Chicago", "Asia/Tokyo", "Europe/Berlin", "Pacific/Auckland"].find(
    (name) => {
      const hour = localHour(new Date().toISOString(), name);
      return hour >= 9 && hour < 20;
    },
  );
  const template = Template.parse(JSON.parse(text));
  const { Variables } = template.Resources.NoticesWorkerFunction.Properties.Environment;
  Variables["PRACTICES"] = String(Variables["PRACTICES"]).replace("America/Chicago", zone ?? "UTC");
  return JSON.stringify(template);
}

beforeAll(async () => {
  portal = await openProduct({ change: whereItIsDay });
});
afterAll(() => portal?.close());

const to = (email: string): Sent[] => portal.outbox.list().filter((sent) => sent.to === email);
/** What they were told, whatever their language. */
const events = (email: string) =>
  to(email).map(({ subject = "" }) => {
    const words = subject.slice(subject.indexOf(": ") + 2);
    return NoticeEvent.options.find((event) =>
      [noticeCatalog.en, noticeCatalog.es].some((catalog) => catalog[event].subject === words),
    );
  });
const texts = () => portal.outbox.list().filter(({ channel }) => channel === "sms");
const told = (email: string, ...expected: NoticeEvent[]) =>
  vi.waitFor(() => expect(events(email)).toEqual(expected), { timeout: 40_000, interval: 200 });

/** Somebody at the clinic changes a record by hand. */
async function edit(path: string, change: object): Promise<void> {
  const url = `${portal.ehrFhirUrl}/${path}`;
  const known: unknown = await (await fetch(url)).json();
  const reply = await fetch(url, {
    method: "PUT",
    headers: { "content-type": "application/fhir+json" },
    body: JSON.stringify({ ...Object(known), ...change }),
  });
  if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
}

/** A result comes into somebody's chart. */
async function reports(patientId: string): Promise<void> {
  const id = `${WHY.replace(" ", "-")}-${patientId}`;
  await edit(`DiagnosticReport/${id}`, {
    resourceType: "DiagnosticReport",
    id,
    status: "final",
    subject: { reference: `Patient/${patientId}` },
    category: [{ coding: [{ code: "LAB" }] }],
    code: { text: WHY },
    conclusion: WHY,
  });
}
const Found = z.object({
  entry: z.tuple([z.object({ resource: z.object({ id: z.string() }) })]),
});
const Session = z.object({ patient: z.object({ id: z.string() }) });

/** Why somebody comes, and why they may not: for nobody outside. */
const WHY = "Canary cough";

const idOf = (answer: Awaited<ReturnType<typeof book>>) => answer.body.id ?? "";

/** Somebody answers a text, as Twilio tells of it. */
async function answerText(from: string, body: string, token?: string): Promise<number> {
  const url = `${portal.origin}/api/webhooks/twilio`;
  const secret = portal.secrets.find("porchlight/twilio")?.value ?? "";
  const { authToken } = z.object({ authToken: z.string() }).parse(JSON.parse(secret));
  const form = { MessageSid: `SM${randomBytes(16).toString("hex")}`, From: from, Body: body };
  const signed = getExpectedTwilioSignature(token ?? authToken, url, form);
  const headers = { "x-twilio-signature": signed };
  return (await fetch(url, { method: "POST", headers, body: new URLSearchParams(form) })).status;
}

describe("a patient", () => {
  let ada: Person;
  let visitId: string;

  test("who books is told by one text and one e-mail", async () => {
    ada = await portal.signIn("ada@example.test");
    const [slot] = await openTimes(ada);
    const booked = await book(ada, slot?.id ?? "");
    visitId = idOf(booked);
    expect(booked.body.writeBack?.state).toBe("in-chart");
    await told(ada.email, "booked");
    await vi.waitFor(() => expect(texts()).toHaveLength(1), 10_000);
    expect(smsLength(texts()[0]?.body ?? "")).toMatchObject({ parts: 1 });
  });

  test("who cancels is told once, by e-mail: there was a text today", async () => {
    await ada.call(`POST /api/appointments/${visitId}/cancel`, { body: {} });
    await told(ada.email, "booked", "cancelled");
    expect(texts()).toHaveLength(1);
  });

  test("who answers STOP is written down, and START takes it back; nobody else can say so", async () => {
    const from = texts()[0]?.to ?? "";
    const stopped = async () => (await portal.items()).some(({ pk }) => pk.startsWith("OPTOUT#"));
    expect([await answerText(from, "STOP", "guess"), await stopped()]).toEqual([401, false]);
    expect([await answerText(from, "Gracias"), await stopped()]).toEqual([204, false]);
    expect([await answerText(from, "Alto, por favor"), await stopped()]).toEqual([204, true]);
    expect([await answerText(from, "START"), await stopped()]).toEqual([204, false]);
  });

  test("who never signed in is told that something is new, once their chart was read", async () => {
    const email = "patient1@example.test";
    const found = await fetch(`${portal.ehrFhirUrl}/Patient?email=${email}`);
    const { id } = z.parse(Found, await found.json()).entry[0].resource;
    const isRead = ({ pk, sk }: { pk: string; sk: string }) =>
      pk === `CHART#demo#${id}` && sk === "READ#DiagnosticReport";
    const read = async () => expect((await portal.items()).some(isRead)).toBe(true);
    await vi.waitFor(read, { timeout: 60_000, interval: 1_000 });
    await reports(id);
    await told(email, "news");
  }, 120_000);

  test("who moves a visit is told the new time", async () => {
    const patient = await portal.signIn("patient3@example.test");
    const [first, , , other] = await openTimes(patient);
    const booked = await book(patient, first?.id ?? "");
    await told(patient.email, "booked");
    await patient.call(`POST /api/appointments/${idOf(booked)}/reschedule`, {
      body: { slotId: other?.id },
    });
    await told(patient.email, "booked", "changed");
  });

  test("whose time is taken at once sees it on the screen, and nothing is sent", async () => {
    const patient = await portal.signIn("patient4@example.test");
    const [slot] = await openTimes(patient);
    await edit(`Slot/${ehrSlotId(slot?.id ?? "")}`, { status: "busy" });
    expect((await book(patient, slot?.id ?? "")).status).toBe(409);
    expect(to(patient.email)).toEqual([]);
  });

  test("whose saved booking loses its time is told that it is no longer confirmed", async () => {
    const patient = await portal.signIn("patient5@example.test");
    const [, slot] = await openTimes(patient);
    await portal.ehrControl("POST faults", {
      fault: "status",
      status: 429,
      method: "POST",
      count: 1,
    });
    const booked = await book(patient, slot?.id ?? "");
    expect(booked.body.writeBack?.state).toBe("saved");
    await edit(`Slot/${ehrSlotId(slot?.id ?? "")}`, { status: "busy" });
    await told(patient.email, "unconfirmed");
  }, 60_000);

  test("whose visit the practice cancels in the chart is told, once", async () => {
    const patient = await portal.signIn("patient6@example.test");
    const [, , slot] = await openTimes(patient);
    const booked = await book(patient, slot?.id ?? "");
    await told(patient.email, "booked");
    const [charted] = await chartedVisit(portal.ehrFhirUrl, idOf(booked));
    await edit(`Appointment/${charted?.id}`, { status: "cancelled" });
    await told(patient.email, "booked", "cancelled");
  });

  test("who asks is told that it is heard, offered times, told that it is over", async () => {
    const patient = await portal.signIn("patient7@example.test");
    const desk = await portal.signIn("frontdesk@example.test");
    const times = await openTimes(patient);
    const from = times[9]?.start ?? "";
    const asked = await patient.call("POST /api/appointments", {
      body: {
        visitTypeId: "office-visit",
        preferred: [{ from, to: addSeconds(from, 14_400) }],
        reason: WHY,
      },
    });
    await told(patient.email, "asked");
    const at = `/api/practice/requests/${asked.body.id}`;
    const slotIds = times.slice(10, 12).map(({ id }) => id);
    await desk.call(`POST ${at}/offer`, { body: { slotIds } });
    await told(patient.email, "asked", "offered");
    await desk.call(`POST ${at}/decline`, { body: { reason: WHY } });
    await told(patient.email, "asked", "offered", "declined");
  });

  test("in whose chart something is new is told so, and no more", async () => {
    const patient = await portal.signIn("patient8@example.test");
    expect((await patient.call("GET /api/results")).status).toBe(200);
    const { body } = await patient.call("GET /api/session");
    await reports(z.parse(Session, body).patient.id);
    await told(patient.email, "news");
    expect(JSON.stringify(to(patient.email))).not.toMatch(/canary/i);
  });

  test("without a sign-in is told through the carer", async () => {
    const grace = await portal.signIn("grace@example.test");
    const [slot] = await openTimes(grace);
    const booked = await grace.call("POST /api/appointments", {
      body: { slotId: slot?.id, patientId: "patient-grace-child" },
    });
    expect(booked.status).toBe(201);
    await told(grace.email, "booked");
  });
});

test("the outbox holds no id of a visit or a patient, no name, no kind of visit, no reason", async () => {
  const items = await portal.items();
  const visits = items.filter(({ sk }) => sk.startsWith("VISIT#"));
  const Named = z.object({
    id: z.string(),
    patientId: z.string(),
    visitType: z.object({ name: z.string() }),
    practitioner: z.object({ name: z.string() }),
  });
  const Patient = z.object({ name: z.string() });
  const people = items
    .filter(({ sk }) => sk === "PATIENT")
    .map(({ data }) => Patient.parse(data).name);
  const canaries = new Set([
    WHY,
    ...visits.flatMap(({ data }) => {
      const { id, patientId, visitType, practitioner } = Named.parse(data);
      return [id, patientId, visitType.name, practitioner.name];
    }),
    ...people,
    ...people.map((name) => ` ${name.split(" ").at(-1)}`),
  ]);
  expect(canaries.size).toBeGreaterThan(10);
  for (const { subject = "", body } of portal.outbox.list())
    for (const canary of canaries) expect(`${subject}\n${body}`).not.toContain(canary);
});

test("the functions may do what they did", () => {
  const own = portal.denials.filter(({ function: name }) => /Notices|Webhooks/.test(name));
  expect(own).toEqual([]);
});
