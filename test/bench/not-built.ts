import { existsSync } from "node:fs";
import type { Row } from "./report.ts";

/** What PERF's table measures and the product may not have yet, by the function that would answer it. */
const ACTIONS: readonly { what: string; capability: string; peer: string }[] = [
  {
    what: "send a message",
    capability: "messaging",
    peer: "Fastify 0.08 ms CPU, Medplum 1.3 ms",
  },
  {
    what: "intake form, 30 answers",
    capability: "intake",
    peer: "Fastify 0.07 ms CPU, Medplum 2.1 ms",
  },
];

/** Rows for what can't be measured: left out they would look like held. */
export function notBuilt(): Row[] {
  const row = (part: string, { what, capability, peer }: (typeof ACTIONS)[number]): Row => {
    const there = existsSync(`dist/functions/${capability}-handler`);
    return { part, what, unit: "", peer, note: there ? "not measured yet" : "not built yet" };
  };
  return [
    ...ACTIONS.map((action) => row("3 CPU of a call", action)),
    { part: "8 dollars", what: "1,000 active patients a month", unit: "", note: COST },
  ];
}

const COST = "npm run cost prints it, with what it rests on";
