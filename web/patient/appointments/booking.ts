import { ConfirmBooking } from "./confirm-booking.tsx";
import { ConfirmMove } from "./confirm-move.tsx";

/** The last step of booking and of moving: one file for a phone to fetch. */
export const booking = { ConfirmBooking, ConfirmMove };
