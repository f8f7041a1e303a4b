import { createSignal } from "solid-js";

/** Whose chart a carer is looking at; undefined is one's own. Every call that concerns a chart carries it. */
export const [chart, setChart] = createSignal<string>();

const NOBODYS = /^\/(session|welcome|account|practice|health)/;

/** True for routes that may name a chart. */
export const concernsChart = (path: string): boolean => !NOBODYS.test(path);
