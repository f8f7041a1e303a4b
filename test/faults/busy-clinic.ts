import { addSeconds } from "#domain/time.ts";
import { provisionAccount } from "#functions/account/provision.ts";
import type { Dice } from "#test/fixtures/dice.ts";
import { cookieOf } from "#test/fixtures/portal.ts";
import { practice } from "#test/fixtures/practice.ts";
import type { QuickClinic } from "#test/fixtures/quick-clinic.ts";
import { type AnyRoute, isForPatients, isForStaff, isPrivate } from "#test/product/every-route.ts";
import type { Known } from "./bad-requests.ts";
import { busyCharts, resultIds } from "./busy-charts.ts";
import { CODE, NEWCOMER, PASSWORD, signatureOf } from "./every-door.ts";

const CHILD = "patient-grace-child";
const DAY = 86_400;

interface Found {
  id: string;
  start: string;
  end: string;
  practitioner: { id: string };
  location: { id: string };
}
type Ids = Record<
  | "visit"
  | "movable"
  | "hold"
  | "request"
  | "offered"
  | "writeBack"
  | "entry"
  | "task"
  | "correction"
  | "thread",
  string[]
>;

/** People who come and go, and one of everything that a request may name: as it is when the clinic has just opened. */
export async function busyClinic(clinic: QuickClinic): Promise<Known> {
  await peopleOf(clinic);
  const ids = noIds();
  const times: Found[] = [];
  await openTimes(clinic, times);
  await happenings(clinic, { ids, times });
  await busyCharts(clinic);
  const values = valuesOf(clinic, { ids, times });
  return {
    value: (route, field, dice) => values[field]?.(route, dice),
    cookie: (route, dice) => cookieFor(route, dice),
    signature: signatureOf,
  };
}

const noIds = (): Ids => ({
  visit: [],
  movable: [],
  hold: [],
  request: [],
  offered: [],
  writeBack: [],
  entry: [],
  task: [],
  correction: [],
  thread: [],
});

async function peopleOf(clinic: QuickClinic): Promise<void> {
  const staff = { kind: "staff", role: "frontdesk", patientId: undefined } as const;
  await clinic.signIn({ id: "patient-ada" });
  await clinic.signIn({ id: "leaver", patientId: "patient-ada" });
  await clinic.signIn({
    id: "patient-grace",
    proxies: [
      {
        patientId: CHILD,
        scopes: ["appointments:read", "appointments:act"],
        relationship: "child",
        name: "Milo Okafor",
        firstName: "Milo",
      },
    ],
  });
  await clinic.signIn({
    id: "desk",
    ...staff,
    permissions: [
      "schedule",
      "write-backs",
      "patients",
      "connections",
      "results:release",
      "messages",
    ],
  });
  await clinic.signIn({ id: "biller", ...staff, permissions: [] });
  await provisionAccount(clinic.kernel, {
    ...NEWCOMER,
    kind: "patient",
    name: "New Comer",
    firstName: "New",
    practiceId: practice.id,
    patientId: "patient-grace",
    proxies: [],
    permissions: [],
  });
}

/** A tab that signs out signs in again: the next request is somebody's own. */
export const comeBack = (clinic: QuickClinic): Promise<string> =>
  clinic.signIn({ id: "leaver", patientId: "patient-ada" });

async function openTimes(clinic: QuickClinic, times: Found[]): Promise<void> {
  const from = clinic.simulation.clock();
  const to = addSeconds(from, 20 * DAY);
  const found = await clinic.call(
    "patient-ada",
    `GET /api/slots?visitTypeId=office-visit&from=${from}&to=${to}`,
  );
  times.splice(0, times.length, ...found.body.items);
}

/** Visits, a hold, a booking the EHR refused, and wishes: one open, one with times offered, one entered by hand. */
async function happenings(clinic: QuickClinic, { ids, times }: { ids: Ids; times: Found[] }) {
  const as = (who: string) => async (what: string, body?: object) => {
    const answer = await clinic.call(who, what, { ...(body && { body }) });
    if (answer.status >= 400) throw new Error(`${what}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const [ada, desk] = [as("patient-ada"), as("desk")];
  const time = (at: number) => times[at]?.id;
  for (const at of [0, 1]) ids.visit.push((await ada(BOOK, { slotId: time(at) })).id);
  for (const at of [9, 10]) ids.movable.push((await ada(BOOK, { slotId: time(at) })).id);
  for (const at of [2, 3]) ids.hold.push((await ada("POST /api/holds", { slotId: time(at) })).id);
  clinic.fault({ fault: "status", status: 422, method: "POST" });
  await ada(BOOK, { slotId: time(4) });
  const wish = async (): Promise<string> => {
    const from = times[5]?.start ?? "";
    const preferred = [{ from, to: addSeconds(from, DAY) }];
    return (await ada(BOOK, { visitTypeId: "office-visit", preferred })).id;
  };
  const [open, offered, byHand] = [await wish(), await wish(), await wish()];
  await desk(`POST /api/practice/requests/${offered}/offer`, {
    slotIds: times.slice(...OFFERED).map(({ id }) => id),
  });
  await desk(`POST /api/practice/requests/${byHand}/schedule`, byHandAt(times[8]));
  await clinic.drain();
  const list = async (what: string): Promise<string[]> =>
    (await desk(`GET /api/practice/${what}`)).items.map(({ id }: Found) => id);
  ids.request.push(open, await wish(), await wish(), offered);
  ids.offered.push(offered);
  ids.entry.push(...(await list("write-backs")));
  ids.task.push(...(await list("tasks")));
  for (const words of ["Not so.", "Nor this."]) {
    ids.correction.push((await ada("POST /api/records/corrections", { words })).id);
    ids.thread.push((await ada("POST /api/threads", { words })).id);
  }
  const written: { items: Found[] } = await ada("GET /api/write-backs");
  ids.writeBack.push(...written.items.map(({ id }) => id));
}

const BOOK = "POST /api/appointments";
/** Which of the open times are offered to somebody. */
const OFFERED = [6, 8] as const;
/** From here on they are nobody's, until a request takes them. */
const FREE_FROM = 11;
const byHandAt = (time: Found | undefined) => ({
  start: time?.start,
  end: time?.end,
  practitionerId: time?.practitioner.id,
  locationId: time?.location.id,
});

type Value = (route: AnyRoute, dice: Dice) => unknown;

function valuesOf(
  clinic: QuickClinic,
  { ids, times }: { ids: Ids; times: Found[] },
): Readonly<Record<string, Value>> {
  const now = () => clinic.simulation.clock();
  const time = (dice: Dice) => dice.pick(times);
  return {
    id: (route, dice) => dice.pick(idsFor(route, ids)),
    patientId: (route) => (isForStaff(route) ? "patient-ada" : CHILD),
    slotId: ({ key }, dice) =>
      key.endsWith("/answer")
        ? dice.pick(times.slice(...OFFERED)).id
        : dice.pick(times.slice(FREE_FROM)).id,
    slotIds: (_, dice) => dice.pick(times.slice(FREE_FROM)).id,
    holdId: (_, dice) => dice.pick(ids.hold),
    visitTypeId: () => "office-visit",
    practitionerId: (_, dice) => time(dice).practitioner.id,
    locationId: (_, dice) => time(dice).location.id,
    assigneeId: () => "desk",
    connectionId: () => "demo",
    from: () => now(),
    to: (_, dice) => addSeconds(now(), dice.between(1, 30) * DAY),
    start: (_, dice) => time(dice).start,
    end: (_, dice) => time(dice).end,
    cursor: (_, dice) => dice.pick(["MQ", "Mg", "eyJwayI6IngifQ"]),
    version: () => 1,
    month: () => now().slice(0, 7),
    until: (_, dice) => addSeconds(now(), dice.between(1, 13) * DAY),
    loinc: () => "4548-4",
    n: () => "0",
    about: (_, dice) => dice.pick(resultIds.seen),
    seen: (_, dice) => dice.between(1, 3),
    day: () => now().slice(0, 10),
    q: (_, dice) => dice.pick(["Ada", "Marlowe", "1987-04-12", "(312) 555-0101", "o'x"]),
    email: () => NEWCOMER.email,
    password: () => PASSWORD,
    code: () => CODE,
    session: () => "the session of the challenge",
    newPassword: () => PASSWORD,
  };
}

function idsFor({ key }: AnyRoute, ids: Ids): readonly string[] {
  const named: readonly [part: string, ids: readonly string[]][] = [
    ["/practice/results/", resultIds.waiting],
    ["/{patientId}/results/", resultIds.waiting],
    ["/api/results/", resultIds.seen],
    ["/files/", resultIds.seen],
    ["/practice/connections/", ["demo"]],
    ["/practice/requests/", ids.request],
    ["/practice/write-backs/", ids.entry],
    ["/practice/tasks/", ids.task],
    ["/practice/work/", [...ids.request, ...ids.entry, ...ids.task]],
    ["/corrections/", ids.correction],
    ["/threads/", ids.thread],
    ["/answer", ids.offered],
    ["/reschedule", ids.movable],
    ["/appointments/", ids.visit],
    ["/practice/patients/", ["patient-ada", CHILD]],
    ["/holds/", ids.hold],
    ["/write-backs/", ids.writeBack],
  ];
  const found = named.find(([part]) => key.includes(part))?.[1] ?? [];
  return found.length > 0 ? found : ["nothing-of-this-kind"];
}

function cookieFor(route: AnyRoute, dice: Dice): string | undefined {
  if (!isPrivate(route)) return undefined;
  if (route.key === "DELETE /api/session") return cookieOf("leaver");
  const able = isForPatients(route) ? "patient-ada" : "desk";
  const other = ["patient-grace", "biller", "desk", "patient-ada", "nobody"];
  return cookieOf(dice.chance(0.85) ? able : dice.pick(other));
}
