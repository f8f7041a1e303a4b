import type { AppointmentStatus } from "#domain/appointments.ts";
import type { WriteBackState } from "#domain/writeback.ts";

/** The staff's own words for what patients are told more gently. */
export const STATUS: Record<AppointmentStatus, string> = {
  proposed: "Requested",
  pending: "Pending",
  booked: "Booked",
  arrived: "Arrived",
  fulfilled: "Done",
  cancelled: "Cancelled",
  noshow: "No-show",
  "entered-in-error": "Entered in error",
  "checked-in": "Checked in",
  waitlist: "Waitlist",
};

export const CHART: Record<WriteBackState, string> = {
  saved: "Not in chart",
  "in-chart": "In chart",
  "with-practice": "By hand",
  entered: "Unverified",
  "needs-attention": "Attention",
};

export const KEYS = [
  ["j", "Next visit"],
  ["k", "Previous visit"],
  ["t", "Today"],
  ["←", "Day before"],
  ["→", "Day after"],
  ["?", "These keys"],
] as const;
