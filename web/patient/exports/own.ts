import { Corrections } from "./corrections.tsx";
import { Download } from "./download.tsx";

/** What people do with a chart as a whole, fetched together. */
export const own = { Download, Corrections };
