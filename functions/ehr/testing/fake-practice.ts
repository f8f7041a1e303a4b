import { connectCharts } from "#functions/ehr/connect-charts.ts";
import { notes } from "#functions/ehr/fhir/note.ts";
import type { EhrCommand, SlotRef, WriteContext } from "#ports/ehr.ts";
import type { ChartEhr } from "#ports/ehr-records.ts";
import { FakeFhir, type Quirks } from "./fake-fhir.ts";

export const logged: string[] = [];

/** A fake server with one clinician, one place, some patients and some open times. */
export function fakePractice(quirks: Partial<Quirks> = {}, searchLagSeconds = 0) {
  const server = new FakeFhir(quirks);
  server.put({
    resourceType: "Schedule",
    id: "cal",
    actor: [{ reference: "Practitioner/dr" }, { reference: "Location/here" }],
  });
  for (const n of [1, 2, 3, 4]) server.put({ resourceType: "Patient", id: `p${n}` });
  for (const hour of [10, 11, 12])
    server.put({
      resourceType: "Slot",
      id: `s${hour}`,
      schedule: { reference: "Schedule/cal" },
      status: "free",
      start: `2027-01-04T${hour}:00:00-06:00`,
      end: `2027-01-04T${hour}:20:00-06:00`,
      serviceType: [{ coding: [{ system: "urn:x", code: "checkup" }] }],
      comment: "kept by the practice",
    });
  return { server, ehr: connectTo(server, searchLagSeconds) };
}

export function connectTo(server: FakeFhir, searchLagSeconds = 0): ChartEhr {
  return connectCharts(
    { connectionId: "c1", baseUrl: server.base, searchLagSeconds },
    {
      fetch: server.fetch,
      notes,
      clock: () => new Date().toISOString(),
      log: (code) => logged.push(code),
    },
  );
}

export function slotRef(hour: number): SlotRef {
  const at = (minute: string) => new Date(`2027-01-04T${hour}:${minute}:00-06:00`).toISOString();
  return {
    ehrId: `s${hour}`,
    start: at("00"),
    end: at("20"),
    practitionerId: "dr",
    locationId: "here",
  };
}

export const bookCommand = (patientId: string, hour: number): EhrCommand => ({
  kind: "appointment.book",
  patientId,
  slot: slotRef(hour),
  visitTypeId: "checkup",
  reason: "A cough",
});

/** A row's view of one attempt; steps survive in `steps`. */
export function attempt(
  key: string,
  { number = 1, steps = {}, timeoutMs = 2000 }: Partial<AttemptOptions> = {},
): WriteContext {
  return {
    key,
    attempt: number,
    timeoutMs,
    steps,
    step: async (name, value) => {
      steps[name] = value;
    },
  };
}
interface AttemptOptions {
  number: number;
  steps: Record<string, string>;
  timeoutMs: number;
}
