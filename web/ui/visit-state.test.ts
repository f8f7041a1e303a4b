// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { Appointment, AppointmentStatus } from "#domain/appointments.ts";
import type { WriteBackState } from "#domain/writeback.ts";
import { isUnderWay, needsAttention, visitLook } from "./visit-state.ts";

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
