// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { Appointment, AppointmentStatus } from "#domain/appointments.ts";
import type { WriteBackState } from "#domain/writeback.ts";
import {
  asksForAttention,
  hasNoTime,
  isOnCalendar,
  isTentative,
  isUnderWay,
  needsAttention,
  standing,
  visitLook,
} from "./visit-state.ts";

const since = "2026-12-01T15:00:00Z";
type Told = Pick<Appointment, "status" | "writeBack" | "change">;
const visit = (
  status: AppointmentStatus,
  state: WriteBackState,
  change?: WriteBackState,
): Told => ({
  status,
  writeBack: { state, since },
  ...(change ? { change: { kind: "reschedule", writeBack: { state: change, since } } } : {}),
});

describe("the chip of a visit", () => {
  it("never says more than the write-back does", () => {
    expect(visitLook(visit("pending", "saved")).key).toBe("state.saved");
    expect(visitLook(visit("booked", "in-chart")).key).toBe("state.in-chart");
    expect(visitLook(visit("proposed", "with-practice")).key).toBe("state.with-practice");
    expect(visitLook(visit("booked", "entered")).key).toBe("state.entered");
  });

  it("puts trouble before everything, in the visit or in its change", () => {
    expect(visitLook(visit("cancelled", "needs-attention")).key).toBe("state.needs-attention");
    expect(visitLook(visit("booked", "in-chart", "needs-attention")).tone).toBe("bad");
    expect(needsAttention(visit("booked", "in-chart", "saved"))).toBe(false);
  });

  it("says cancelled only when the chart has it", () => {
    expect(visitLook(visit("cancelled", "in-chart")).key).toBe("status.cancelled");
    expect(visitLook(visit("cancelled", "saved")).key).toBe("state.saved");
  });

  it("knows what is still under way", () => {
    expect(isUnderWay(visit("pending", "saved"))).toBe(true);
    expect(isUnderWay(visit("booked", "in-chart", "saved"))).toBe(true);
    expect(isUnderWay(visit("booked", "in-chart"))).toBe(false);
    expect(isUnderWay(visit("proposed", "with-practice"))).toBe(false);
  });
});

describe("a visit that is asked for", () => {
  const window = { from: since, to: "2026-12-01T18:00:00Z" };
  const who = { id: "p1", name: "Maya Okafor" };
  const slot = { id: "s1", start: since, end: since, practitioner: who, location: who };
  const asked = { ...visit("proposed", "with-practice"), preferred: [window] };

  it("has no time, and is with the practice until it has one", () => {
    expect(standing(asked)).toBe("asked");
    expect(hasNoTime(asked)).toBe(true);
    expect(visitLook(asked).key).toBe("state.with-practice");
    expect(asksForAttention(asked)).toBe(false);
  });

  it("comes first where times are offered for it", () => {
    const offered = { ...asked, offered: [slot] };
    expect(standing(offered)).toBe("offered");
    expect(visitLook(offered).key).toBe("status.offered");
    expect(asksForAttention(offered)).toBe(true);
    expect(standing({ ...asked, offered: [] })).toBe("asked");
  });

  it("never looks confirmed while a person has to type it in", () => {
    const entering = visit("proposed", "with-practice");
    expect(standing(entering)).toBe("entering");
    expect(isTentative(entering)).toBe(true);
    expect(isOnCalendar(entering)).toBe(false);
  });

  it("is fit for a calendar once a person says it is entered, and in the chart only then", () => {
    const entered = visit("proposed", "entered");
    expect(standing(entered)).toBe("entered");
    expect(visitLook(entered).key).toBe("state.entered");
    expect(isTentative(entered)).toBe(false);
    expect(isOnCalendar(entered)).toBe(true);
    expect(standing(visit("booked", "in-chart"))).toBeUndefined();
  });

  it("says who ended it: the practice or the patient", () => {
    const declined = { ...visit("cancelled", "needs-attention"), declined: "Not here." };
    expect(standing(declined)).toBe("declined");
    expect(visitLook(declined).key).toBe("status.declined");
    expect(asksForAttention(declined)).toBe(true);
    expect(visitLook({ ...asked, status: "cancelled" }).key).toBe("status.withdrawn");
  });

  it("is no request when a booked visit is cancelled, or its saved booking failed", () => {
    expect(standing(visit("cancelled", "in-chart"))).toBeUndefined();
    expect(standing(visit("cancelled", "saved"))).toBeUndefined();
    expect(standing(visit("cancelled", "needs-attention"))).toBeUndefined();
  });
});
