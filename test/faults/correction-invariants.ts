import type { Correction } from "#domain/corrections.ts";
import type { QuickClinic } from "#test/fixtures/quick-clinic.ts";
import { type Found, resourcesOf, type Violation } from "./invariants.ts";

/** A request as the chart has it, by its reference there. */
interface Charted {
  readonly reference: string;
  readonly keys: readonly string[];
}

const chartOf = ({ chart }: QuickClinic): Charted[] =>
  ["Task", "DocumentReference"].flatMap((type) =>
    resourcesOf(chart, type).map(({ id, identifier = [] }) => ({
      reference: `${type}/${id}`,
      keys: identifier.map(({ value }: { value: string }) => value),
    })),
  );

const screenOf = async (clinic: QuickClinic, patientId: string): Promise<Correction[]> =>
  (await clinic.call(patientId, "GET /api/records/corrections")).body.items;

/** The same for requests: in the chart once or visibly not, and nothing of ours there that nobody knows of. */
export async function lookAtRequests(clinic: QuickClinic, patientId: string): Promise<Found[]> {
  const charted = chartOf(clinic);
  const screen = await screenOf(clinic, patientId);
  const known = screen.flatMap(({ id }) => ofRequest(charted, id));
  return [
    ...charted
      .filter((one) => one.keys.length > 0 && !known.includes(one))
      .map(({ reference }) => ({ what: "request-unknown-to-portal", about: reference })),
    ...screen.flatMap((request) => wrong(request, ofRequest(charted, request.id))),
  ];
}

const ofRequest = (charted: readonly Charted[], id: string) =>
  charted.filter(({ keys }) => keys.some((key) => key.startsWith(`${id}.`)));

function wrong({ id, writeBack }: Correction, found: readonly Charted[]): Found[] {
  if (found.length > 1) return [{ what: "request-in-chart-twice", about: id }];
  const { state, reference } = writeBack;
  return state === "in-chart" && found[0]?.reference !== reference
    ? [{ what: "request-shown-and-not-in-chart", about: id }]
    : [];
}

/** When nothing is on its way any more: each is in the chart or only with the practice, and that has every one of them. */
export async function requestsAtRest(
  clinic: QuickClinic,
  patientId: string,
): Promise<{ found: Violation[]; ends: string[] }> {
  const found = await lookAtRequests(clinic, patientId);
  const screen = await screenOf(clinic, patientId);
  const desk = await clinic.call("desk", "GET /api/practice/corrections");
  const queued = new Set(desk.body.items.map(({ id }: { id: string }) => id));
  for (const { id, writeBack } of screen) {
    if (writeBack.state !== "in-chart" && writeBack.state !== "with-practice")
      found.push({ what: "request-not-settled", about: writeBack.state });
    if (!queued.has(id)) found.push({ what: "request-with-nobody", about: id });
  }
  return {
    found: found.map((one) => ({ ...one, when: "at rest" })),
    ends: screen.map(({ writeBack }) => `request/${writeBack.state}`),
  };
}
