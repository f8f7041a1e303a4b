import { addSeconds } from "#domain/time.ts";
import { structuredLog } from "#functions/adapters/log.ts";
import { newsIn } from "#functions/webhooks/notification.ts";
import type { Sink } from "#test/fixtures/canaries.ts";
import { openQuickClinic, type QuickOptions } from "#test/fixtures/quick-clinic.ts";
import { Simulation } from "#test/fixtures/simulation.ts";
import {
  child,
  everything,
  type Heard,
  type Ill,
  overheard,
  parent,
  printed,
  sinksOf,
  tell,
  word,
} from "./canary-heard.ts";

const DAY = 86_400;
/** What an EHR answers when it refuses, with everything it knows of the patient. */
const echo = (status: number) =>
  new Response(
    JSON.stringify({
      resourceType: "OperationOutcome",
      issue: [{ severity: "error", code: "invalid", diagnostics: JSON.stringify(everything) }],
    }),
    {
      status,
      statusText: parent.token("family"),
      headers: { "content-type": "application/fhir+json", "retry-after": "1" },
    },
  );
const STATUSES = [400, 401, 403, 404, 409, 412, 422, 429, 500, 503];

/** The use cases walked through as patient, carer and front desk, well and ill, and what came out of them anywhere. */
export async function canaryRun(options: QuickOptions = {}): Promise<Sink[]> {
  const heard: Heard = {
    log: [],
    toEhr: [],
    urls: [],
    refusals: [],
    items: [],
    sms: [],
    subjects: [],
    emails: [],
    tags: [],
    rings: [],
    rereads: [],
  };
  const simulation = new Simulation(15);
  const run = () => walk(simulation, heard, options);
  await printed(heard.log, () => simulation.run(run));
  return sinksOf(heard);
}

type Ask = (what: string, body?: object) => Promise<Answered>;
// biome-ignore lint/suspicious/noExplicitAny: answers are walked through, field by field
type Answered = any;

/** Somebody walking through the portal, and the open times they walk to. */
interface Walk {
  readonly clinic: Clinic;
  readonly ill: Ill;
  readonly me: Ask;
  readonly carer: Ask;
  readonly desk: Ask;
  readonly times: readonly { id: string; start: string }[];
}

async function walk(simulation: Simulation, heard: Heard, options: QuickOptions): Promise<void> {
  const ill: Ill = {};
  const clinic = openQuickClinic(simulation, {
    log: structuredLog("appointments"),
    table: (table) => overheard(table, { heard, ill }),
    wire: (asked) => async (input, init) => {
      heard.toEhr.push(`${init?.method} ${String(input)} ${JSON.stringify(init?.headers)}`);
      return ill.status === undefined ? asked(input, init) : echo(ill.status);
    },
    ...options,
  });
  clinic.chart.load(everything.filter(({ resourceType }) => resourceType === "Patient"));
  simulation.pass(DAY * 1000);
  await letIn(clinic);
  const as =
    (who: string): Ask =>
    async (what, body) => {
      heard.urls.push(what);
      const headers = { "idempotency-key": `key-${heard.urls.length}` };
      const answer = await clinic.call(who, what, { ...(body && { body, headers }) });
      heard.rings.push(...clinic.rings.map((ring) => JSON.stringify(ring)));
      if (answer.status >= 400) heard.refusals.push(JSON.stringify(answer.body));
      return answer.body;
    };
  const [me, carer, desk] = [as(parent.id), as("canary-carer"), as("desk")];
  const from = simulation.clock();
  const query = `visitTypeId=office-visit&from=${from}&to=${addSeconds(from, 20 * DAY)}`;
  const { items: times } = await me(`GET /api/slots?${query}`);
  const here = { clinic, ill, me, carer, desk, times };
  await patientAndCarer(here);
  await frontDesk(here);
  await illEhr(here);
  await troubles(here);
  await afterwards(here);
  heard.rereads.push(JSON.stringify(newsIn(JSON.stringify(parent.record))));
  await tell(clinic, heard);
}

async function patientAndCarer({ me, carer, desk, times }: Walk): Promise<void> {
  await me("GET /api/visit-types");
  await me("POST /api/holds", { slotId: times[0]?.id });
  const { id } = await me(BOOK, { slotId: times[1]?.id, reason: word("reason") });
  await me(`POST /api/appointments/${id}/reschedule`, { slotId: times[2]?.id });
  await me("GET /api/appointments");
  await me(`GET /api/appointments/${id}/calendar`);
  await me(`POST /api/appointments/${id}/cancel`, { reason: word("why") });
  const wrong = await me(CORRECT, { words: word("wrong") });
  await me("GET /api/records/corrections");
  await me("GET /api/write-backs");
  await desk("GET /api/practice/corrections");
  const answer = `POST /api/practice/patients/${parent.id}/corrections/${wrong.id}/answer`;
  await desk(answer, { decision: "refused", reason: word("sorry") });
  const thread = await me("POST /api/threads", { words: word("asked") });
  const theirs = `/api/practice/patients/${parent.id}/threads/${thread.id}`;
  await desk("GET /api/practice/threads");
  await desk(`POST ${theirs}/messages`, { words: word("replied"), seen: 1 });
  await desk(`GET ${theirs}`);
  await me(`POST /api/threads/${thread.id}/messages`, { words: word("asked") });
  await me("GET /api/threads");
  await me(`POST /api/threads/${thread.id}/read`, { seen: 3 });
  await desk(`POST ${theirs}/close`, { seen: 3 });
  const childs = { slotId: times[3]?.id, patientId: child.id };
  await carer(BOOK, { ...childs, reason: word("reason") });
  await carer(`GET /api/appointments?patientId=${child.id}`);
  const preferred = [{ from: times[5]?.start, to: addSeconds(times[5]?.start ?? "", DAY) }];
  const wish = { visitTypeId: "office-visit", preferred, reason: word("wish") };
  const asked = await me(BOOK, wish);
  await desk("GET /api/practice/requests");
  await desk(`POST /api/practice/requests/${asked.id}/decline`, { reason: word("sorry") });
}

async function frontDesk({ desk, times }: Walk): Promise<void> {
  const { token, email } = parent;
  for (const q of [token("family"), token("given"), email, "1931-03-07", "(312) 555-0183"])
    await desk(FIND, { q });
  await desk(`GET /api/practice/patients/${parent.id}`);
  const theirs = `/api/practice/patients/${parent.id}/appointments`;
  const reason = word("typed");
  const { id } = await desk(`POST ${theirs}`, { slotId: times[6]?.id, reason });
  await desk(`POST ${theirs}/${id}/reschedule`, { slotId: times[7]?.id });
  await desk(`GET /api/practice/schedule?day=${times[7]?.start.slice(0, 10)}`);
  await desk(`POST ${theirs}/${id}/cancel`, { reason });
}

/** An EHR that refuses everything for a while, and repeats all it knows. */
async function illEhr({ clinic, ill, me, carer, desk, times }: Walk): Promise<void> {
  const { items } = await carer(`GET /api/appointments?patientId=${child.id}`);
  for (const [at, status] of STATUSES.entries()) {
    ill.status = status;
    await me(BOOK, { slotId: times[8 + (at % 8)]?.id, reason: word("reason") });
    const why = { reason: word("why"), patientId: child.id };
    await carer(`POST /api/appointments/${items[0]?.id}/cancel`, why);
    // To a server that has no search by POST the name goes in the address: there is no other way to it.
    if (status !== 404) await desk(FIND, { q: parent.token("family") });
    await me(CORRECT, { words: word("wrong") });
    await me("POST /api/threads", { words: word("asked") });
    await me("GET /api/appointments");
    ill.status = undefined;
    clinic.simulation.pass(600_000);
    await clinic.drain(3);
  }
}

/** Errors of ours, times that are gone, requests that are wrong, answers about somebody else. */
async function troubles({ clinic, ill, me, desk, times }: Walk): Promise<void> {
  ill.broken = true;
  await me("GET /api/appointments");
  await me(BOOK, { slotId: times[8]?.id, reason: word("reason") });
  await desk(`GET /api/practice/patients/${parent.id}`);
  ill.broken = false;
  await me(BOOK, { slotId: times[3]?.id, reason: word("reason") });
  await me(BOOK, { slotId: times[3]?.id, reason: word("reason"), more: word("why") });
  await me(BOOK, { slotId: parent.token("allergy"), reason: word("reason") });
  await me("POST /api/appointments/x/cancel", { reason: `${word("why")}\u0000` });
  clinic.fault({ fault: "wrong-patient", method: "GET", count: 3 });
  await me("GET /api/appointments");
}

/** What goes on by itself, and the calls that the desk makes. */
async function afterwards({ clinic, desk }: Walk): Promise<void> {
  await clinic.poll();
  await clinic.compare();
  await desk("POST /api/practice/connections/demo/reconcile", {});
  await desk("GET /api/practice/connections");
  const { items: tasks } = await desk("GET /api/practice/tasks");
  // What staff note of a call, and why they set a rule aside, stands in the audit on purpose: their words, not the patient's.
  for (const { id } of tasks) await desk(`POST /api/practice/tasks/${id}/done`, { note: "Told." });
}

const BOOK = "POST /api/appointments";
const CORRECT = "POST /api/records/corrections";
const FIND = "POST /api/practice/patients/search";
type Clinic = ReturnType<typeof openQuickClinic>;

async function letIn(clinic: Clinic): Promise<void> {
  const named = (one: typeof parent) => ({
    name: `${one.token("given")} ${one.token("family")}`,
    firstName: one.token("given"),
  });
  await clinic.signIn({ id: parent.id, email: parent.email, ...named(parent) });
  await clinic.signIn({
    id: "canary-carer",
    patientId: "patient-grace",
    proxies: [
      {
        patientId: child.id,
        scopes: ["appointments:read", "appointments:act"],
        relationship: "child",
        ...named(child),
      },
    ],
  });
  await clinic.signIn({
    id: "desk",
    kind: "staff",
    role: "frontdesk",
    patientId: undefined,
    permissions: ["schedule", "write-backs", "patients", "connections"],
  });
}
