import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Ehr } from "#ports/ehr.ts";
import {
  bookingOf,
  type Practice,
  practiceInSimulator,
  row,
  supplies,
} from "#test/contract/ehr-port/practice-in-simulator.ts";

let practice: Practice;
let ehr: Ehr;
let stock: Awaited<ReturnType<typeof supplies>>;
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

describe("when the EHR says no or says nothing", () => {
  it.each([
    [{ fault: "status", status: 429 }, "retry"],
    [{ fault: "status", status: 423 }, "retry"],
    [{ fault: "status", status: 422 }, "rejected"],
    [{ fault: "status", status: 403 }, "unsupported"],
    [{ fault: "status", status: 503 }, "unknown"],
    [{ fault: "status", status: 500 }, "unknown"],
  ])("a transaction answered with %o is %s", async (fault, is) => {
    const slot = nextSlot();
    await practice.fault({ ...fault, method: "POST", type: "Appointment" });
    expect((await ehr.write(bookingOf(slot), row(nextKey())())).is).toBe(is);
    expect((await ehr.slot(slot.id))?.status).toBe("free");
  });

  it("a chart that is down takes nothing, and says so in time", async () => {
    const slot = nextSlot();
    await practice.fault({ fault: "refuse", count: 20 });
    expect((await ehr.write(bookingOf(slot), row(nextKey())())).is).toBe("retry");
    const fresh = practice.connected();
    expect((await fresh.write(bookingOf(slot), row(nextKey())())).is).toBe("retry");
    expect(await fresh.capabilities()).toMatchObject({ bookAppointment: false, readSlots: false });
  });

  it("a booking confirmed for somebody else is looked for, not believed", async () => {
    const slot = nextSlot();
    const attempt = row(nextKey());
    await practice.fault({ fault: "wrong-patient", method: "POST", type: "Appointment" });
    expect(await ehr.write(bookingOf(slot), attempt())).toEqual({ is: "unknown" });
    expect(practice.logged).toContain("ehr.wrong-patient");
    expect(await ehr.findByCorrelation(bookingOf(slot), attempt())).toMatchObject({ is: "done" });
  });

  it("a chart that asks for patience gets it", async () => {
    await practice.fault({
      fault: "status",
      status: 429,
      retryAfter: 9,
      method: "POST",
      type: "Appointment",
    });
    const outcome = await ehr.write(bookingOf(nextSlot()), row(nextKey())());
    expect(outcome).toMatchObject({ is: "retry", afterSeconds: 9 });
  });

  it("nothing listening is certainly nothing sent", async () => {
    const nowhere = practice.connected({
      baseUrl: "http://127.0.0.1:9/fhir",
      tokenUrl: "http://127.0.0.1:9/t",
    });
    const outcome = await nowhere.write(bookingOf(nextSlot()), row(nextKey())());
    expect(outcome.is).toBe("retry");
  });

  it("a chart that takes no visits is a person's work", async () => {
    await practice.persona("no-create-appointment");
    const readOnly = practice.connected();
    expect(await readOnly.capabilities()).toMatchObject({
      bookAppointment: false,
      cancelAppointment: false,
    });
    expect(await readOnly.write(bookingOf(nextSlot()), row(nextKey())())).toEqual({
      is: "unsupported",
    });
  });
});

describe("step by step", () => {
  it.each(["drop-before", "drop-after", "status-after"])(
    "a fault (%s) at any step ends with one visit and its slot",
    async (fault) => {
      await practice.persona("no-transaction");
      for (const [method, type] of [
        ["PUT", "Slot"],
        ["POST", "Appointment"],
      ] as const) {
        const there = practice.connected();
        await there.capabilities();
        const slot = nextSlot();
        const attempt = row(nextKey());
        await practice.fault({ fault, method, type });
        let outcome = await there.write(bookingOf(slot), attempt());
        expect(outcome).toEqual({ is: "unknown" });
        outcome = await there.findByCorrelation(bookingOf(slot), attempt());
        if (outcome.is === "absent") outcome = await there.write(bookingOf(slot), attempt());
        expect(outcome).toMatchObject({ is: "done" });
        expect(await practice.visitsIn(slot)).toBe(1);
        expect((await there.slot(slot.id))?.status).toBe("busy");
      }
    },
  );

  it("a crash after the slot keeps the slot for the next attempt", async () => {
    await practice.persona("no-transaction");
    const there = practice.connected();
    const slot = nextSlot();
    const attempt = row(nextKey());
    const dying = attempt({
      onStep: () => {
        throw new Error("killed");
      },
    });
    expect(await there.write(bookingOf(slot), dying)).toEqual({ is: "unknown" });
    expect((await there.slot(slot.id))?.status).toBe("busy");
    const rival = await there.write(bookingOf(slot, "patient-grace"), row(nextKey())());
    expect(rival).toEqual({ is: "conflict", why: "slot-taken" });
    expect(await there.findByCorrelation(bookingOf(slot), attempt())).toEqual({ is: "absent" });
    expect(await there.write(bookingOf(slot), attempt())).toMatchObject({ is: "done" });
    expect(await practice.visitsIn(slot)).toBe(1);
  });

  it("a refused visit gives its slot back", async () => {
    await practice.persona("no-transaction");
    const there = practice.connected();
    await there.capabilities();
    const slot = nextSlot();
    await practice.fault({ fault: "status", status: 422, method: "POST", type: "Appointment" });
    const outcome = await there.write(bookingOf(slot), row(nextKey())());
    expect(outcome).toEqual({ is: "rejected", code: "422.transient" });
    const chart = await practice.chart(`Slot/${slot.id}`);
    expect(chart["status"]).toBe("free");
    expect(chart["identifier"]).toBeUndefined();
  });
});
