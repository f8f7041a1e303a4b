import { Result } from "./result.tsx";
import { Results } from "./results.tsx";

/** The screens of results, fetched together: who reads one reads on. */
export const screens = { Result, Results };
