import { SECTION_TYPES } from "#domain/record-sections.ts";
import { dynamoRecords } from "#functions/adapters/dynamo/records.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import { freshTable } from "#functions/adapters/dynamo/testing-table.ts";
import type { Quirks } from "#functions/ehr/testing/fake-fhir.ts";
import { FakeFhir } from "#functions/ehr/testing/fake-fhir.ts";
import { connectTo } from "#functions/ehr/testing/fake-practice.ts";
import { freshen } from "#functions/records/freshen.ts";
import type { RecordPorts } from "#functions/records/ports.ts";
import { releasedRecords } from "#functions/records/released-records.ts";
import type { Queue } from "#ports/queue.ts";
import type { Looking } from "#ports/records.ts";

const here = { id: "demo", connectionId: "c1", timeZone: "America/Chicago" } as const;
const ids = () => {
  let n = 0;
  return (prefix: string) => `${prefix}_${++n}_${Math.random().toString(36).slice(2)}`;
};

/** For tests: the mirror of charts over a fake EHR, with a clock of its own. */
export async function openChart(quirks: Partial<Quirks> = {}) {
  const server = new FakeFhir({
    records: [...new Set(Object.values(SECTION_TYPES).flat())],
    ...quirks,
  });
  const table = await freshTable();
  const asked: { prefix: string | undefined; items: number; bytes: number }[] = [];
  const watched: Table = {
    ...table,
    async query(query) {
      const found = await table.query(query);
      const bytes = JSON.stringify(found.items).length;
      asked.push({ prefix: query.prefix, items: found.items.length, bytes });
      return found;
    },
  };
  let ahead = 0;
  const clock = () => new Date(Date.now() + ahead).toISOString();
  const rung: unknown[] = [];
  let ehr = connectTo(server);
  const ports: RecordPorts & { rereads: Queue } = {
    records: dynamoRecords(watched, ids()),
    ehr: async () => ehr,
    rereads: { send: async (body) => void rung.push(body) },
    clock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  };
  const released = releasedRecords(ports.records, clock);
  const access = (patientId: string, more: Partial<Looking> = {}) => ({
    practice: here,
    patientId,
    relation: "self",
    now: clock(),
    deadline: Date.now() + 10_000,
    ...more,
  });
  return {
    server,
    table,
    asked,
    rung,
    here,
    access,
    ports: { ...ports, released, freshen: freshen(ports, { byId: () => here }) },
    /** Moves the clock ahead. */
    skip(seconds: number) {
      ahead += seconds * 1000;
    },
    reconnect() {
      ehr = connectTo(server);
    },
  };
}

export type OpenChart = Awaited<ReturnType<typeof openChart>>;

/** Two charts of one test are of the same moments. */
const BEGAN = Date.now();
let numbers = 0;
const LOINC = "http://loinc.org";

/** A lab report with its values, taken so many days ago. */
export function labReport(
  patientId: string,
  { id = `r${++numbers}`, daysAgo = 10, values = [["4548-4", 5.4]], ...more }: ReportOptions = {},
) {
  const at = new Date(BEGAN - daysAgo * 86_400_000).toISOString();
  const subject = { reference: `Patient/${patientId}` };
  const observations = values.map(([code, value], index) => ({
    resourceType: "Observation",
    id: `${id}-o${index}`,
    status: "final",
    category: [{ coding: [{ code: "laboratory" }] }],
    code: { coding: [{ system: LOINC, code, display: `Test ${code}` }] },
    subject,
    effectiveDateTime: at,
    issued: at,
    valueQuantity: { value, unit: "%" },
  }));
  const report = {
    resourceType: "DiagnosticReport",
    id,
    status: "final",
    category: [{ coding: [{ code: "LAB" }] }],
    code: { coding: [{ system: LOINC, code: "24323-8" }], text: `Panel ${id}` },
    subject,
    effectiveDateTime: at,
    issued: at,
    result: observations.map((one) => ({ reference: `Observation/${one.id}` })),
    ...more,
  };
  return { report, observations, all: [...observations, report] };
}

interface ReportOptions {
  readonly id?: string;
  readonly daysAgo?: number;
  readonly values?: readonly (readonly [code: string, value: number])[];
  readonly [field: string]: unknown;
}
