import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair } from "jose";
import { type ConnectionConfig, connect } from "#functions/ehr/connect.ts";
import { notes } from "#functions/ehr/fhir/note.ts";
import { startEhr } from "#infra/local/ehr/start.ts";
import type { Ehr, EhrCommand, EhrSlot, WriteContext } from "#ports/ehr.ts";

export interface SimulatorFault {
  fault: string;
  status?: number;
  retryAfter?: number;
  method?: string;
  type?: string;
  count?: number;
}

/** A simulated practice, a portal that signs in there, and a way to break both. */
export async function practiceInSimulator() {
  const dataDir = await mkdtemp(join(tmpdir(), "ehr-port-"));
  const pair = await generateKeyPair("ES384", { extractable: true });
  const name = { kid: "key-1", alg: "ES384" };
  const publicKey = { ...(await exportJWK(pair.publicKey)), ...name, kty: "EC" };
  const { kty: _kty, ...privateKey } = await exportJWK(pair.privateKey);
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  const simulator = await startEhr({
    now,
    port: 0,
    dataDir,
    patients: 30,
    seed: 1,
    zone: "America/Chicago",
    clients: [{ id: "portal", jwks: { keys: [publicKey] } }],
  });
  const logged: string[] = [];
  const sent: Request[] = [];
  const config: ConnectionConfig = {
    connectionId: "simulator",
    baseUrl: simulator.fhirBaseUrl,
    clientId: "portal",
    privateKey: { ...privateKey, kty: "EC", ...name, alg: "ES384" },
    searchLagSeconds: 0,
  };
  const admin = (method: string, path: string, body?: object) =>
    fetch(`${simulator.adminUrl}/${path}`, {
      method,
      ...(body
        ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } }
        : {}),
    });
  const connected = (changes: Partial<ConnectionConfig> = {}): Ehr =>
    connect(
      { ...config, ...changes },
      {
        clock: () => now().toISOString(),
        notes,
        log: (code) => logged.push(code),
        fetch: (input, init) => {
          sent.push(new Request(input, init));
          return fetch(input, init);
        },
      },
    );
  return {
    logged,
    sent,
    connected,
    /** Both clocks, moved on. */
    later: (seconds: number) => {
      ahead += seconds * 1000;
    },
    fault: (fault: SimulatorFault) => admin("POST", "faults", fault),
    clearFaults: () => admin("DELETE", "faults"),
    persona: (persona: string) => admin("POST", "persona", { persona }),
    /** What an operator sees, without the portal. */
    async chart(path: string): Promise<Record<string, unknown>> {
      const reply = await fetch(`${simulator.fhirBaseUrl}/${path}`);
      return JSON.parse(await reply.text());
    },
    async operatorPuts(resource: Record<string, unknown>): Promise<number> {
      const reply = await fetch(
        `${simulator.fhirBaseUrl}/${resource["resourceType"]}/${resource["id"]}`,
        {
          method: "PUT",
          body: JSON.stringify(resource),
          headers: { "content-type": "application/fhir+json" },
        },
      );
      return reply.status;
    },
    async visitsIn(slot: EhrSlot): Promise<number> {
      const found = await this.chart(`Appointment?slot=Slot/${slot.id}&status=booked`);
      return Array.isArray(found["entry"]) ? found["entry"].length : 0;
    },
    async close() {
      await simulator.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
export type Practice = Awaited<ReturnType<typeof practiceInSimulator>>;

const refOf = ({ id, start, end, practitionerId, locationId }: EhrSlot) => ({
  ehrId: id,
  start,
  end,
  practitionerId,
  locationId,
});

export const bookingOf = (slot: EhrSlot, patientId = "patient-ada"): EhrCommand => ({
  kind: "appointment.book",
  patientId,
  slot: refOf(slot),
  visitTypeId: slot.visitTypeIds[0] ?? "",
  reason: "A cough",
});

/** One row's attempts: what each step recorded is there for the next. */
export function row(key: string, timeoutMs = 2000) {
  const steps: Record<string, string> = {};
  let number = 0;
  return (options: { onStep?: (name: string) => void } = {}): WriteContext => ({
    key,
    attempt: ++number,
    timeoutMs,
    steps: { ...steps },
    step: async (name, value) => {
      options.onStep?.(name);
      steps[name] = value;
    },
  });
}

export const cancelOf = (reference: string, slot: EhrSlot, patientId = "patient-ada") =>
  ({ kind: "appointment.cancel", patientId, reference, slotId: slot.id }) as const;

export const correctionOf = (patientId = "patient-ada"): EhrCommand => ({
  kind: "correction.ask",
  patientId,
  words: "I never smoked.",
  askedAt: new Date().toISOString(),
});

export const messageOf = (
  by: "patient" | "practice",
  patientId = "patient-ada",
): EhrCommand & { kind: "message.send" } => ({
  kind: "message.send",
  patientId,
  by,
  name: by === "patient" ? "Ada Marlowe" : "Dr. Chen",
  words: "The cough is back. ¿Qué hago?",
  sentAt: new Date().toISOString(),
});

export const decisionOf = (
  patientId = "patient-ada",
  about = "DiagnosticReport/of-ada",
): EhrCommand & { kind: "result.decide" } => ({
  kind: "result.decide",
  patientId,
  about,
  disclosed: true,
  name: "Dr. Chen",
  words: "Released to the patient in the patient portal.",
  decidedAt: new Date().toISOString(),
});

export const moveOf = (reference: string, from: EhrSlot, to: EhrSlot) =>
  ({
    kind: "appointment.reschedule",
    patientId: "patient-ada",
    reference,
    slot: refOf(to),
    from: { slotId: from.id, start: from.start },
    visitTypeId: to.visitTypeIds[0] ?? "",
  }) as const;

export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** Open times and keys, each handed out once. */
export async function supplies(ehr: Ehr) {
  const all = await ehr.slots({ from: inDays(5), to: inDays(40) });
  const open = all.filter(({ status }) => status === "free");
  let serial = 0;
  const nextKey = () => `wb-${++serial}`;
  const nextSlot = (): EhrSlot => {
    const slot = open.shift();
    if (!slot) throw new Error("The simulated practice has run out of open times.");
    return slot;
  };
  const booked = async () => {
    const slot = nextSlot();
    const outcome = await ehr.write(bookingOf(slot), row(nextKey())());
    if (outcome.is !== "done") throw new Error(`Not booked: ${outcome.is}`);
    return { slot, reference: outcome.reference };
  };
  return { nextKey, nextSlot, booked };
}
