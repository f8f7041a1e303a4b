import { FindATime } from "./find-a-time.tsx";
import { Move } from "./move.tsx";
import { VisitTypes } from "./visit-types.tsx";

/** The screens where a time is chosen: one file for a phone to fetch. */
export const picking = { VisitTypes, FindATime, Move };
