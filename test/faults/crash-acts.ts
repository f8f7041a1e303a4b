import { randomUUID } from "node:crypto";
import { appointmentsApi } from "#domain/appointments.ts";
import { routeOf } from "#test/fixtures/route-of.ts";
import type { FunctionName } from "./crash-process.ts";
import { ADA, type EhrName, type World } from "./crash-world.ts";

/** What a patient sends, and may send again with the same key. */
export interface Tap {
  readonly what: string;
  readonly body?: object;
  readonly key: string;
}

/** An act that has been prepared: what its function is called with. */
export interface Begun {
  readonly event: unknown;
  readonly tap?: Tap;
  /** What a schedule runs again besides the sweep. */
  readonly goesOn?: FunctionName;
  /** Whether the act took effect here, where one sees that. */
  readonly happened?: () => Promise<boolean>;
}

export interface Act {
  readonly name: string;
  readonly bundle: FunctionName;
  readonly ehrs: readonly EhrName[];
  begin(world: World): Promise<Begun>;
}

const ALL: readonly EhrName[] = ["one bundle", "in steps", "visits only"];
const ORIGIN_SECRET = "edge-secret-of-these-tests";
const COOKIE = `__Host-session=${ADA}.${"s".repeat(43)}`;
/** Longer than any backoff of a first try. */
const LATER_MS = 60_000;

/** As API Gateway hands it over. */
function eventOf({ what, body, key }: Tap): object {
  const [method = "", path = ""] = what.split(" ");
  const { key: route, parameters } = routeOf([appointmentsApi], method, path);
  return {
    version: "2.0",
    routeKey: route,
    rawPath: path,
    rawQueryString: "",
    cookies: [COOKIE],
    headers: {
      origin: "https://portal.test",
      "x-viewer-host": "portal.test",
      "x-origin-secret": ORIGIN_SECRET,
      "x-forwarded-for": "10.0.0.9, 127.0.0.1",
      ...(body ? { "content-type": "application/json" } : {}),
      "idempotency-key": key,
    },
    queryStringParameters: {},
    pathParameters: parameters,
    requestContext: { requestId: randomUUID(), http: { method, path, sourceIp: "127.0.0.1" } },
    ...(body ? { body: JSON.stringify(body) } : {}),
    isBase64Encoded: false,
  };
}

const tapped = (what: string, body?: object): Begun & { tap: Tap } => {
  const tap = { what, key: randomUUID(), ...(body ? { body } : {}) };
  return { tap, event: eventOf(tap) };
};

const visitsOf = ({ clinic }: World) => clinic.ports.visits.ofPatient("demo", ADA);
const holdsOf = ({ clinic }: World) => clinic.ports.calendar.holds("demo", ADA);

async function slotOf(world: World): Promise<string> {
  return world.clinic.simulation.dice.pick(await world.times());
}

async function must(world: World, what: string, body?: object) {
  const answer = await world.clinic.call(ADA, what, body ? { body } : {});
  if (answer.status >= 300) throw new Error(`${what} was answered ${answer.status}`);
  return answer.body;
}

const booked = async (world: World) =>
  must(world, "POST /api/appointments", { slotId: await slotOf(world) });
const held = async (world: World) =>
  must(world, "POST /api/holds", { slotId: await slotOf(world) });

/** A change is asked for once its number is one higher. */
const changed = (world: World) => async () => (await visitsOf(world))[0]?.intents === 2;

/** Sends a change while the EHR is away: it is saved, and for the worker to carry out. */
async function whileAway(world: World, what: string, body?: object): Promise<void> {
  world.clinic.door.stopped = true;
  await must(world, what, body);
  world.clinic.door.stopped = false;
}

/** The practice cancels in its own EHR, and opens the time again. */
async function cancelledByPractice({ clinic }: World, reference: string): Promise<void> {
  const headers = { "content-type": "application/fhir+json" };
  const put = (path: string, body: object) =>
    clinic.ask(`${clinic.baseUrl}/${path}`, { method: "PUT", headers, body: JSON.stringify(body) });
  const visit = await (
    await clinic.ask(`${clinic.baseUrl}/${reference}`, { method: "GET" })
  ).json();
  await put(reference, { ...visit, status: "cancelled" });
  const slot: string = visit.slot[0].reference;
  const taken = await (await clinic.ask(`${clinic.baseUrl}/${slot}`, { method: "GET" })).json();
  await put(slot, { ...taken, status: "free" });
}

/** A worker's turn, after `before` has left something to do. */
const turn = (name: string, before: (world: World) => Promise<void>, on = ALL): Act => ({
  name: `worker, ${name}`,
  bundle: "worker",
  ehrs: on,
  async begin(world) {
    await before(world);
    world.clinic.simulation.pass(LATER_MS);
    return { event: world.delivery(true) };
  },
});

const requests: Act[] = [
  {
    name: "book",
    bundle: "appointments",
    ehrs: ALL,
    async begin(world) {
      const slotId = await slotOf(world);
      const happened = async () => (await visitsOf(world)).length > 0;
      return { ...tapped("POST /api/appointments", { slotId }), happened };
    },
  },
  {
    name: "book what is held",
    bundle: "appointments",
    ehrs: ["one bundle"],
    async begin(world) {
      const { id: holdId } = await held(world);
      const happened = async () => (await visitsOf(world)).length > 0;
      return { ...tapped("POST /api/appointments", { holdId }), happened };
    },
  },
  {
    name: "reschedule",
    bundle: "appointments",
    ehrs: ALL,
    async begin(world) {
      const { id } = await booked(world);
      const path = `POST /api/appointments/${id}/reschedule`;
      return { ...tapped(path, { slotId: await slotOf(world) }), happened: changed(world) };
    },
  },
  {
    name: "cancel",
    bundle: "appointments",
    ehrs: ALL,
    async begin(world) {
      const { id } = await booked(world);
      return { ...tapped(`POST /api/appointments/${id}/cancel`, {}), happened: changed(world) };
    },
  },
  {
    name: "hold",
    bundle: "appointments",
    ehrs: ["one bundle"],
    async begin(world) {
      const happened = async () => (await holdsOf(world)).length > 0;
      return { ...tapped("POST /api/holds", { slotId: await slotOf(world) }), happened };
    },
  },
  {
    name: "release",
    bundle: "appointments",
    ehrs: ["one bundle"],
    async begin(world) {
      const { id } = await held(world);
      const happened = async () => (await holdsOf(world)).length === 0;
      return { ...tapped(`DELETE /api/holds/${id}`), happened };
    },
  },
];

const turns: Act[] = [
  turn("a booking to send", async (world) =>
    whileAway(world, "POST /api/appointments", { slotId: await slotOf(world) }),
  ),
  turn("a booking of unknown fate", async (world) => {
    world.clinic.fault({ fault: "drop-after", method: "POST" });
    await booked(world);
  }),
  turn("a move to send", async (world) => {
    const { id } = await booked(world);
    const slotId = await slotOf(world);
    await whileAway(world, `POST /api/appointments/${id}/reschedule`, { slotId });
  }),
  turn("a cancellation to send", async (world) => {
    const { id } = await booked(world);
    await whileAway(world, `POST /api/appointments/${id}/cancel`, {});
  }),
];

const background: Act[] = [
  {
    name: "follow the chart",
    bundle: "sync",
    ehrs: ["one bundle"],
    async begin(world) {
      await world.clinic.poll();
      const { writeBack } = await booked(world);
      await cancelledByPractice(world, writeBack.reference);
      world.clinic.simulation.pass(LATER_MS);
      return { event: {}, goesOn: "sync" };
    },
  },
  {
    name: "sweep",
    bundle: "sweep",
    ehrs: ["one bundle"],
    async begin(world) {
      await whileAway(world, "POST /api/appointments", { slotId: await slotOf(world) });
      world.clinic.simulation.pass(LATER_MS);
      world.delivery(true);
      return { event: {} };
    },
  },
  {
    name: "seal",
    bundle: "sealer",
    ehrs: ["one bundle"],
    async begin(world) {
      const { id } = await booked(world);
      await must(world, `POST /api/appointments/${id}/cancel`, {});
      world.clinic.simulation.pass(LATER_MS);
      return { event: {} };
    },
  },
];

/** All that may be killed in the middle of it. */
export const acts: readonly Act[] = [...requests, ...turns, ...background];

/** The audit's word for a tap: its route. */
export function actionOf({ what }: Tap): string {
  const [method = "", path = ""] = what.split(" ");
  return routeOf([appointmentsApi], method, path).key;
}
