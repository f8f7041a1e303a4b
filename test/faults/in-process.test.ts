import { afterAll, beforeAll, expect, test } from "vitest";
import { type Trial, trial } from "#infra/local/ehr/trial.ts";
import { openQuickClinic } from "#test/fixtures/quick-clinic.ts";
import { Simulation } from "#test/fixtures/simulation.ts";

/** A fault in this process is to a caller what it is over a socket: the quick runs stand on that. */
let http: Trial;
beforeAll(async () => {
  http = await trial({ patients: 3 });
});
afterAll(() => http.close());

const FAULTS = [
  { fault: "refuse" },
  { fault: "drop-before" },
  { fault: "drop-after" },
  { fault: "truncate" },
  { fault: "hang" },
  { fault: "status", status: 429, retryAfter: 7 },
  { fault: "status-after", status: 503 },
  { fault: "wrong-patient" },
] as const;

const body = (name: string) =>
  JSON.stringify({
    resourceType: "Appointment",
    status: "proposed",
    identifier: [{ system: "urn:test", value: name }],
    participant: [{ actor: { reference: "Patient/patient-ada" }, status: "accepted" }],
  });

/** What a caller sees of one POST that meets the fault, and whether the next search finds it written. */
async function seen(ask: typeof fetch, base: string, name: string) {
  const headers = { "content-type": "application/fhir+json" };
  const signal = AbortSignal.timeout(300);
  const first = await ask(`${base}/Appointment`, {
    method: "POST",
    headers,
    body: body(name),
    signal,
  })
    .then(async (reply) => ({
      status: reply.status,
      wait: reply.headers.get("retry-after"),
      readable: await reply.json().then(
        (json) => json.participant?.[0]?.actor.reference ?? json.resourceType,
        () => "no",
      ),
    }))
    .catch((error) => ({ failed: error.name, code: error.cause?.code }));
  const found = await ask(`${base}/Appointment?identifier=urn:test|${name}`, { method: "GET" });
  const { total } = await found.json();
  return { ...first, written: total };
}

test.each(FAULTS)("$fault: the same over HTTP and in this process", async (fault) => {
  await http.admin("POST /faults", { ...fault, method: "POST" });
  const overHttp = await seen(fetch, http.ehr.fhirBaseUrl, fault.fault);
  const simulation = new Simulation(1);
  const inProcess = await simulation.run(async () => {
    const clinic = openQuickClinic(simulation);
    clinic.fault({ ...fault, method: "POST" });
    return seen(clinic.ask, clinic.baseUrl, fault.fault);
  });
  expect(inProcess).toEqual(overHttp);
});

test("a search that always lags sees a write only later; a read sees it at once", async () => {
  const simulation = new Simulation(1);
  await simulation.run(async () => {
    const clinic = openQuickClinic(simulation);
    clinic.door.searchLagSeconds = 30;
    expect((await seen(clinic.ask, clinic.baseUrl, "late")).written).toBe(0);
    simulation.pass(31_000);
    const url = `${clinic.baseUrl}/Appointment?identifier=urn:test|late`;
    expect((await (await clinic.ask(url, { method: "GET" })).json()).total).toBe(1);
  });
});
