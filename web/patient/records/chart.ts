import { NotShown } from "./not-shown.tsx";
import { Sections } from "./sections.tsx";

/** What the chart holds and what it does not show, fetched together. */
export const chart = { NotShown, Sections };
