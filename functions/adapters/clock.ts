import { v7 } from "uuid";
import type { Clock, NewId } from "#ports/clock.ts";

export const systemClock: Clock = () => new Date().toISOString();

/** UUID v7 without dashes: sorts by time, fits FHIR's id alphabet. */
export const newId: NewId = (prefix) => `${prefix}_${v7().replaceAll("-", "")}`;
