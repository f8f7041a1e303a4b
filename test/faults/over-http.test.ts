import { afterAll, beforeAll, expect, test } from "vitest";
import { type Clinic, openClinic } from "#test/fixtures/clinic.ts";
import { deep } from "#test/fixtures/deep.ts";
import { openTimes } from "#test/fixtures/open-times.ts";
import type { Answer } from "#test/fixtures/portal.ts";

/**
 * A few of the runs of `every-fault.test.ts` over the emulator and real sockets: what is quick there is true here. The long
 * run has every fault × every write × what the EHR can do.
 */
const FAULTS = [
  { fault: "refuse" },
  { fault: "drop-before" },
  { fault: "drop-after" },
  { fault: "hang" },
  { fault: "truncate" },
  { fault: "status", status: 503 },
  { fault: "status", status: 429, retryAfter: 1 },
  { fault: "status", status: 500 },
  { fault: "status-after", status: 503 },
  { fault: "status-after", status: 500 },
] as const;
const PERSONAS = ["full", "no-transaction", "slot-read-only"] as const;
/** What each kind of EHR is written with: one Bundle, or one resource after the other. */
const METHODS = {
  full: ["POST"],
  "no-transaction": ["POST", "PUT"],
  "slot-read-only": ["POST", "PUT"],
} as const;
const WRITES = ["book", "reschedule", "cancel"] as const;

let clinic: Clinic;
let ada: string;

beforeAll(async () => {
  clinic = await openClinic({ patients: 20 });
  ada = await clinic.signIn({ id: "patient-ada" });
});
afterAll(() => clinic.close());

interface Charted {
  readonly id: string;
  readonly status: string;
  readonly start: string;
  readonly slot?: { reference: string }[];
}

async function charted(visitId: string): Promise<Charted[]> {
  const found = await clinic.chart(
    `Appointment?identifier=urn:porchlight:write-back|${visitId}.001`,
  );
  return (found.entry ?? []).map(({ resource }: { resource: Charted }) => resource);
}

/** Time passes and every bell is rung until the visit's last change has an outcome. */
async function settled(id: string): Promise<Answer["body"]> {
  for (let round = 0; round < 8; round++) {
    const { body } = await clinic.call(ada, `GET /api/appointments/${id}`);
    if ((body.change ?? body).writeBack.state !== "saved") return body;
    clinic.skip(30);
    await clinic.drain(3);
  }
  throw new Error("The write never settled.");
}

async function act(write: (typeof WRITES)[number], visitId: string, slot: string) {
  if (write === "book")
    return clinic.call(ada, "POST /api/appointments", { body: { slotId: slot } });
  if (write === "cancel") return clinic.call(ada, `POST /api/appointments/${visitId}/cancel`);
  return clinic.call(ada, `POST /api/appointments/${visitId}/reschedule`, {
    body: { slotId: slot },
  });
}

const every = PERSONAS.flatMap((persona) =>
  WRITES.flatMap((write) =>
    FAULTS.flatMap((fault) =>
      METHODS[persona].map((method) => ({ persona, write, fault, method })),
    ),
  ),
);

/** Each kind of EHR, each write, and faults that are met on their way. */
const PICKED = [
  "full drop-after POST book",
  "full truncate POST reschedule",
  "full status POST cancel",
  "no-transaction hang POST book",
  "no-transaction status-after PUT reschedule",
  "no-transaction drop-after PUT cancel",
  "slot-read-only refuse POST book",
  "slot-read-only drop-after PUT reschedule",
];
const named = ({ persona, fault, method, write }: (typeof every)[number]) =>
  `${persona} ${fault.fault} ${method} ${write}`;
const cases = deep
  ? every
  : PICKED.flatMap((name) => every.find((one) => named(one) === name) ?? []);

let worn: string | undefined;

/** The EHR shows another face, and the portal meets it as for the first time. */
async function wear(persona: string): Promise<void> {
  if (worn === persona) return;
  worn = persona;
  await clinic.admin("persona", { persona });
  clinic.skip(301);
  clinic.reconnect();
  await clinic.poll();
}

test.each(cases)(
  "$persona: $fault on $method while a patient does $write",
  async ({ persona, write, fault, method }) => {
    await clinic.clearFaults();
    await wear(persona);
    const times = await openTimes(clinic, ada);
    const [first, second] = times;
    let visit: Answer | undefined;
    if (write !== "book") {
      visit = await act("book", "", first?.id ?? "");
      expect(visit.status).toBe(201);
    }
    await clinic.fault({ ...fault, method, count: 1 });
    const answer = await act(write, visit?.body.id, (visit ? second : first)?.id ?? "");
    expect([200, 201]).toContain(answer.status);
    expect(["saved", "in-chart"]).toContain(answer.body.writeBack.state);
    await clinic.clearFaults();
    const id = answer.body.id;
    const now = await settled(id);
    const inChart = await charted(id);
    expect(inChart).toHaveLength(1);
    expect(now.change).toBeUndefined();
    expect(now.writeBack).toMatchObject({ state: "in-chart" });
    expect(now.status).toBe(write === "cancel" ? "cancelled" : "booked");
    expect(inChart[0]?.status).toBe(now.status);
    expect(Date.parse(inChart[0]?.start ?? "")).toBe(Date.parse(now.start));
    await noSlotTwice();
    if (write !== "cancel") await act("cancel", id, "");
  },
);

test("what was picked is there", () => expect(cases.length).toBeGreaterThanOrEqual(PICKED.length));

test("nothing unexpected was logged on the way", () => {
  expect(clinic.errors).toEqual([]);
});

/** At most one active appointment a slot (I1). */
async function noSlotTwice(): Promise<void> {
  const found = await clinic.chart("Appointment?status=booked&_count=500");
  const slots = (found.entry ?? []).flatMap(({ resource }: { resource: Charted }) =>
    (resource.slot ?? []).map(({ reference }) => reference),
  );
  expect(new Set(slots).size).toBe(slots.length);
}
