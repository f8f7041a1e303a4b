import type { Correction } from "#domain/corrections.ts";
import type { DeskThread, Message, Thread } from "#domain/messaging.ts";
import type { QuickClinic } from "#test/fixtures/quick-clinic.ts";
import { type Found, resourcesOf, type Violation } from "./invariants.ts";

/** What somebody said as the portal shows it, and how the key begins under which the chart has it. */
interface Shown {
  readonly is: "request" | "message";
  readonly key: string;
  readonly writeBack: Message["writeBack"];
}

/** The same as the chart has it, by its reference there. */
interface Charted {
  readonly reference: string;
  readonly keys: readonly string[];
}

const chartOf = ({ chart }: QuickClinic): Charted[] =>
  ["Task", "Communication", "DocumentReference"].flatMap((type) =>
    resourcesOf(chart, type).map(({ id, identifier = [] }) => ({
      reference: `${type}/${id}`,
      keys: identifier.map(({ value }: { value: string }) => value),
    })),
  );

const requestsOf = async (clinic: QuickClinic, patientId: string): Promise<Correction[]> =>
  (await clinic.call(patientId, "GET /api/records/corrections")).body.items;

async function threadsOf(clinic: QuickClinic, patientId: string): Promise<Thread[]> {
  const { body } = await clinic.call(patientId, "GET /api/threads");
  const read = async ({ id }: Thread) =>
    (await clinic.call(patientId, `GET /api/threads/${id}`)).body;
  return Promise.all(body.items.map(read));
}

/** Both, as the patient's screens show them. */
async function screenOf(clinic: QuickClinic, patientId: string): Promise<Shown[]> {
  const requests = await requestsOf(clinic, patientId);
  const threads = await threadsOf(clinic, patientId);
  return [
    ...requests.map(({ id, writeBack }) => ({ is: "request" as const, key: `${id}.`, writeBack })),
    ...threads.flatMap(({ id, said }) =>
      said.map(({ number, writeBack }) => {
        const key = `${id}.${String(number).padStart(3, "0")}`;
        return { is: "message" as const, key, writeBack };
      }),
    ),
  ];
}

/** In the chart once or visibly not, and nothing of ours there that nobody knows of. */
export async function lookAtNotes(clinic: QuickClinic, patientId: string): Promise<Found[]> {
  const charted = chartOf(clinic);
  const screen = await screenOf(clinic, patientId);
  const known = screen.flatMap((shown) => under(charted, shown));
  return [
    ...charted
      .filter((one) => one.keys.length > 0 && !known.includes(one))
      .map(({ reference }) => ({ what: "note-unknown-to-portal", about: reference })),
    ...screen.flatMap((shown) => wrong(shown, under(charted, shown))),
  ];
}

const under = (charted: readonly Charted[], { key }: Shown) =>
  charted.filter(({ keys }) => keys.some((one) => one.startsWith(key)));

function wrong({ is, key, writeBack }: Shown, found: readonly Charted[]): Found[] {
  if (found.length > 1) return [{ what: `${is}-in-chart-twice`, about: key }];
  const { state, reference } = writeBack;
  return state === "in-chart" && found[0]?.reference !== reference
    ? [{ what: `${is}-shown-and-not-in-chart`, about: key }]
    : [];
}

/** When nothing is on its way any more: each is in the chart or only with the practice, and that has every one of them. */
export async function notesAtRest(
  clinic: QuickClinic,
  patientId: string,
): Promise<{ found: Violation[]; ends: string[] }> {
  const found = await lookAtNotes(clinic, patientId);
  const screen = await screenOf(clinic, patientId);
  for (const { is, writeBack } of screen)
    if (writeBack.state !== "in-chart" && writeBack.state !== "with-practice")
      found.push({ what: `${is}-not-settled`, about: writeBack.state });
  found.push(...(await withNobody(clinic, patientId)));
  return {
    found: found.map((one) => ({ ...one, when: "at rest" })),
    ends: screen.map(({ is, writeBack }) => `${is}/${writeBack.state}`),
  };
}

/** Requests and conversations that wait for the practice stand in its queues; what was said in them can be read there. */
async function withNobody(clinic: QuickClinic, patientId: string): Promise<Found[]> {
  const desk = async (route: string) => (await clinic.call("desk", route)).body;
  const [fixes, threads] = [await desk("GET /api/practice/corrections"), await desk(THREADS)];
  const queued = new Set([...fixes.items, ...threads.items].map(({ id }: { id: string }) => id));
  const requests = await requestsOf(clinic, patientId);
  const found = requests
    .filter(({ id }) => !queued.has(id))
    .map(({ id }) => ({ what: "request-with-nobody", about: id }));
  for (const { id, state, said } of await threadsOf(clinic, patientId)) {
    const seen: DeskThread = await desk(`GET /api/practice/patients/${patientId}/threads/${id}`);
    if (seen.said.length < said.length || (state === "waiting" && !queued.has(id)))
      found.push({ what: "message-with-nobody", about: id });
  }
  return found;
}
const THREADS = "GET /api/practice/threads";
