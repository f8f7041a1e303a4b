import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Ehr } from "#ports/ehr.ts";
import {
  bookingOf,
  cancelOf,
  correctionOf,
  decisionOf,
  messageOf,
  moveOf,
  type Practice,
  practiceInSimulator,
  row,
  supplies,
} from "#test/contract/ehr-port/practice-in-simulator.ts";

let practice: Practice;
let ehr: Ehr;
let stock: Awaited<ReturnType<typeof supplies>>;
const booked = () => stock.booked();
const nextKey = () => stock.nextKey();
const nextSlot = () => stock.nextSlot();

beforeAll(async () => {
  practice = await practiceInSimulator();
  ehr = practice.connected();
  stock = await supplies(ehr);
});
afterEach(async () => {
  await practice.clearFaults();
  await practice.persona("full");
});
afterAll(() => practice.close());

it("reads the chart's statement again when it refuses what it had promised", async () => {
  await ehr.capabilities();
  await practice.persona("slot-read-only");
  const slot = nextSlot();
  const attempt = row(nextKey());
  expect(await ehr.write(bookingOf(slot), attempt())).toMatchObject({ is: "retry" });
  expect(await ehr.write(bookingOf(slot), attempt())).toMatchObject({ is: "done" });
  ehr = practice.connected();
});

describe.each(["full", "no-transaction", "slot-read-only"])(
  "writing to a chart that is %s",
  (persona) => {
    let there: Ehr;
    beforeAll(() => {
      there = practice.connected();
    });
    const at = async () => {
      await practice.persona(persona);
      // A statement is believed for five minutes: each case reads its own.
      there = practice.connected();
    };

    it("books, moves and cancels, and the slots follow", async () => {
      await at();
      const [first, second] = [nextSlot(), nextSlot()];
      const keys = [nextKey(), nextKey(), nextKey()] as const;
      const made = await there.write(bookingOf(first), row(keys[0])());
      expect(made).toMatchObject({
        is: "done",
        reference: expect.stringMatching(/^Appointment\/./),
      });
      const reference = made.is === "done" ? made.reference : "";
      expect((await there.slot(first.id))?.status).toBe("busy");

      const moved = await there.write(moveOf(reference, first, second), row(keys[1])());
      expect(moved).toMatchObject({ is: "done", reference });
      expect((await there.slot(first.id))?.status).toBe("free");
      expect((await there.slot(second.id))?.status).toBe("busy");
      const visit = await there.appointment(reference.split("/")[1] ?? "");
      expect(visit).toMatchObject({
        start: second.start,
        end: second.end,
        slotId: second.id,
        reason: "A cough",
      });
      expect(visit?.correlationIds).toEqual([keys[0], keys[1]]);
      expect(visit?.practitionerId).toBe(second.practitionerId);

      const cancel = { ...cancelOf(reference, second), reason: "Feeling better" };
      expect(await there.write(cancel, row(keys[2])())).toMatchObject({ is: "done", reference });
      expect((await there.slot(second.id))?.status).toBe("free");
      expect(await practice.chart(reference)).toMatchObject({
        status: "cancelled",
        cancelationReason: { text: "Feeling better" },
      });
      expect(await there.write(cancel, row(nextKey())())).toMatchObject({ is: "done", reference });
    });

    it("lets one of ten racing patients have a slot", async () => {
      await at();
      const slot = nextSlot();
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, async (_, n) => {
          const attempt = row(nextKey());
          const command = bookingOf(slot, n === 0 ? "patient-ada" : "patient-grace");
          let outcome = await there.write(command, attempt());
          for (let tries = 0; outcome.is === "retry" && tries < 5; tries++)
            outcome = await there.write(command, attempt());
          return outcome.is === "conflict" ? outcome.why : outcome.is;
        }),
      );
      expect(outcomes.filter((is) => is === "done")).toHaveLength(1);
      expect(outcomes.filter((is) => is === "slot-taken")).toHaveLength(9);
      expect(await practice.visitsIn(slot)).toBe(1);
    });

    it.each([
      { fault: "drop-after", type: "Appointment", method: "POST" },
      { fault: "status-after", status: 503, type: "Appointment", method: "POST" },
      { fault: "truncate", type: "Appointment", method: "POST" },
    ])("finds a booking whose reply was lost, once ($fault)", async (fault) => {
      await at();
      const slot = nextSlot();
      const attempt = row(nextKey());
      await there.capabilities();
      await practice.fault(fault);
      expect(await there.write(bookingOf(slot), attempt())).toEqual({ is: "unknown" });
      expect(await there.findByCorrelation(bookingOf(slot), attempt())).toMatchObject({
        is: "done",
      });
      expect(await there.write(bookingOf(slot), attempt())).toMatchObject({ is: "done" });
      expect(await practice.visitsIn(slot)).toBe(1);
      expect((await there.slot(slot.id))?.status).toBe("busy");
    });

    it("finds nothing of a booking that never arrived, and books it then", async () => {
      await at();
      const slot = nextSlot();
      const attempt = row(nextKey());
      await there.capabilities();
      await practice.fault({ fault: "drop-before", type: "Appointment", method: "POST" });
      expect(await there.write(bookingOf(slot), attempt())).toEqual({ is: "unknown" });
      expect(await there.findByCorrelation(bookingOf(slot), attempt())).toEqual({ is: "absent" });
      expect(await there.write(bookingOf(slot), attempt())).toMatchObject({ is: "done" });
      expect(await practice.visitsIn(slot)).toBe(1);
    });

    it("answers unknown in time when the chart hangs", async () => {
      await at();
      const slot = nextSlot();
      await there.capabilities();
      await practice.fault({ fault: "hang", method: "POST", type: "Appointment" });
      const started = performance.now();
      expect(await there.write(bookingOf(slot), row(nextKey(), 400)())).toEqual({ is: "unknown" });
      expect(performance.now() - started).toBeLessThan(1500);
    });

    it("finds a move and a cancellation whose replies were lost", async () => {
      await at();
      const { slot, reference } = await booked();
      const other = nextSlot();
      const lose = () =>
        practice.fault({
          fault: "drop-after",
          type: "Appointment",
          method: persona === "full" ? "POST" : "PUT",
        });
      const moving = row(nextKey());
      await there.appointment("warm-up");
      await lose();
      expect(await there.write(moveOf(reference, slot, other), moving())).toEqual({
        is: "unknown",
      });
      expect(await there.findByCorrelation(moveOf(reference, slot, other), moving())).toMatchObject(
        {
          is: "done",
        },
      );
      expect((await there.slot(slot.id))?.status).toBe("free");
      const cancelling = row(nextKey());
      await lose();
      expect(await there.write(cancelOf(reference, other), cancelling())).toEqual({
        is: "unknown",
      });
      expect(await there.findByCorrelation(cancelOf(reference, other), cancelling())).toMatchObject(
        {
          is: "done",
        },
      );
      expect((await there.slot(other.id))?.status).toBe("free");
    });

    it("says so when the practice changed the visit meanwhile", async () => {
      await at();
      const { slot, reference } = await booked();
      const chart = await practice.chart(reference);
      expect(await practice.operatorPuts({ ...chart, status: "fulfilled" })).toBe(200);
      const changed = { is: "conflict", why: "changed-in-chart" };
      expect(await there.write(cancelOf(reference, slot), row(nextKey())())).toEqual(changed);
      const move = moveOf(reference, slot, nextSlot());
      expect(await there.write(move, row(nextKey())())).toEqual(changed);
      expect(await there.findByCorrelation(move, row(nextKey())())).toEqual(changed);
    });

    it("never touches another patient's visit", async () => {
      await at();
      const { slot, reference } = await booked();
      const foreign = cancelOf(reference, slot, "patient-grace");
      expect(await there.write(foreign, row(nextKey())())).toEqual({
        is: "retry",
        code: "wrong-patient",
      });
      expect(await practice.chart(reference)).toMatchObject({ status: "booked" });
    });
  },
);

const nothing = { correction: "none", message: "none", decision: "none" } as const;
/** What each vendor's statement lets a request for a correction, a message and a decision become there. */
it.each([
  ["epic", { correction: "document", message: "communication", decision: "none" }],
  ["cerner", { correction: "document", message: "communication", decision: "provenance" }],
  ["veradigm", { correction: "document", message: "document", decision: "none" }],
  ["athenahealth", nothing],
  ["ecw", nothing],
  ["nextgen-enterprise", nothing],
  ["nextgen-office", nothing],
  ["advancedmd", nothing],
] as const)("%s takes %o", async (persona, takes) => {
  await practice.persona(persona);
  const there = practice.connected();
  expect(await there.capabilities()).toMatchObject(takes);
  const outcomes = [correctionOf(), messageOf("practice"), decisionOf()].map((one) =>
    there.write(one, row(nextKey())()),
  );
  const is = (as: string) => (as === "none" ? "unsupported" : "done");
  expect(await Promise.all(outcomes)).toMatchObject([
    { is: is(takes.correction) },
    { is: is(takes.message) },
    { is: is(takes.decision) },
  ]);
});

describe.each([
  ["a request for a correction", "full", { note: correctionOf(), type: "Task" }],
  ["a request for a correction", "epic", { note: correctionOf(), type: "DocumentReference" }],
  ["a patient's message", "full", { note: messageOf("patient"), type: "Communication" }],
  ["a patient's message", "epic", { note: messageOf("patient"), type: "Communication" }],
  ["the practice's message", "cerner", { note: messageOf("practice"), type: "Communication" }],
  [
    "the practice's message",
    "veradigm",
    { note: messageOf("practice"), type: "DocumentReference" },
  ],
  ["a decision about a result", "full", { note: decisionOf(), type: "Provenance" }],
  ["a decision about a result", "cerner", { note: decisionOf(), type: "Provenance" }],
])("%s, at a chart that is %s", (_name, persona, { note, type }) => {
  const charted = async (key: string) => {
    const asked =
      note.kind === "result.decide"
        ? `target=${note.about}`
        : `identifier=urn:porchlight:write-back|${key}`;
    const { entry } = await practice.chart(`${type}?${asked}`);
    const all: readonly unknown[] = Array.isArray(entry) ? entry : [];
    return all.filter((one) => JSON.stringify(one).includes(`"value":"${key}"`)).length;
  };

  it(`is written as a ${type}, once whatever reply is lost`, async () => {
    await practice.persona(persona);
    const there = practice.connected();
    await there.capabilities();
    for (const fault of ["drop-after", "drop-before"]) {
      const key = nextKey();
      const attempt = row(key);
      await practice.fault({ fault, type, method: "POST" });
      expect(await there.write(note, attempt())).toEqual({ is: "unknown" });
      const found = await there.findByCorrelation(note, attempt());
      expect(found.is).toBe(fault === "drop-after" ? "done" : "absent");
      expect(await there.write(note, attempt())).toMatchObject({
        is: "done",
        reference: expect.stringMatching(new RegExp(`^${type}/`)),
      });
      expect(await charted(key)).toBe(1);
    }
  });
});
