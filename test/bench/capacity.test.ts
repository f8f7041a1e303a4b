import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { addSeconds } from "#domain/time.ts";
import { dynamoChains } from "#functions/adapters/dynamo/chains.ts";
import { seal } from "#functions/audit/seal.ts";
import { followRecords } from "#functions/records/follow-records.ts";
import { readUnread } from "#functions/records/read-unread.ts";
import { openClinic } from "#test/fixtures/clinic.ts";
import { freshTable } from "#test/fixtures/dynamo.ts";
import { openTimes } from "#test/fixtures/open-times.ts";
import { practice } from "#test/fixtures/practice.ts";
import { type Capacity, metered } from "./metered.ts";

const FILE = "docs/units.json";

/** What `npm run cost` multiplies: request units of each action, and of sealing what it leaves in the audit. */
test("request units of each action, reads and writes apart", async () => {
  const { table, taken } = metered(await freshTable());
  const clinic = await openClinic({ table });
  const actions: Record<string, Capacity> = {};
  const measure = async (what: string, work: () => Promise<unknown>) => {
    actions[what] = await taken(work);
  };
  const ada = await clinic.signIn({ id: "patient-ada", name: "Ada Marlowe" });
  const desk = await clinic.signIn({
    ...{ id: "desk", kind: "staff", patientId: undefined, role: "frontdesk" },
    permissions: ["schedule", "write-backs", "patients"],
  });
  const [slot, other] = await openTimes(clinic, ada);
  const from = addSeconds(clinic.ports.clock(), 3_600);
  const week = new URLSearchParams({
    ...{ visitTypeId: slot?.id.split("~")[1] ?? "", from, to: addSeconds(from, 7 * 86_400) },
  });
  let id = "";
  const ask = async (what: string, { body, by = ada }: { body?: object; by?: string } = {}) => {
    const headers = { "idempotency-key": randomUUID() };
    const answer = await clinic.call(by, what, body ? { body, headers } : {});
    expect(answer.status, `${what}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
    return answer;
  };
  // What is read from the chart once belongs to whoever came first.
  for (const what of ["appointments", `slots?${week}`, "results", "records"])
    await ask(`GET /api/${what}`);
  await clinic.poll();
  await measure("open slots, a week", () => ask(`GET /api/slots?${week}`));
  await measure("hold", () => ask("POST /api/holds", { body: { slotId: slot?.id } }));
  await measure("book, into the chart", async () => {
    const booked = await ask("POST /api/appointments", { body: { slotId: slot?.id } });
    id = booked.body.id;
  });
  await measure("my visits", () => ask("GET /api/appointments"));
  await measure("one visit", () => ask(`GET /api/appointments/${id}`));
  await measure("results", () => ask("GET /api/results"));
  await measure("records", () => ask("GET /api/records"));
  await measure("move", () =>
    ask(`POST /api/appointments/${id}/reschedule`, { body: { slotId: other?.id } }),
  );
  await measure("cancel", () => ask(`POST /api/appointments/${id}/cancel`, { body: {} }));
  const day = slot?.start.slice(0, 10);
  await measure("schedule of a day", () =>
    ask(`GET /api/practice/schedule?day=${day}`, { by: desk }),
  );
  // All of it: the schedule, what changed in charts, and whether a chart is still to be read.
  const charts = { ...clinic.ports, records: clinic.records };
  const poll = async () => {
    await clinic.poll();
    await followRecords(charts, practice);
    await readUnread(charts, practice, AbortSignal.timeout(20_000));
  };
  for (const _ of [1, 2]) await poll();
  await measure("a poll of the chart, nothing new", poll);
  const chains = dynamoChains(table);
  const entries = await chains.unsealed("demo", "2099-01-01T00:00:00.000Z", 500);
  const ports = { chains, random: Math.random, clock: clinic.ports.clock, key: async () => "key" };
  const sealing = await taken(async () => expect(await seal(ports, entries)).toEqual([]));
  actions["seal an audit entry"] = {
    reads: Math.ceil(sealing.reads / entries.length),
    writes: Math.ceil(sealing.writes / entries.length),
  };
  await clinic.close();
  expect(clinic.errors).toEqual([]);
  for (const { reads, writes } of Object.values(actions)) expect(reads + writes).toBeGreaterThan(0);
  const how = "Request units by DynamoDB's rules, one practice of 12 patients: npm run bench";
  writeFileSync(FILE, `${JSON.stringify({ how, actions }, null, 2)}\n`);
});
