import type { AuditEntry } from "#ports/audit.ts";
import { type Cell, cellsOf } from "./authorization-cells.ts";
import type { Asked, Seen } from "./authorization-house.ts";
import type { Somebody } from "./authorization-people.ts";
import {
  type Expected,
  expectedOf,
  isForCharts,
  RULES,
  type Rule,
  TOLD,
} from "./authorization-rules.ts";
import type { World } from "./authorization-world.ts";

/** What a run over the matrix has shown. */
export interface Verdict {
  cells: number;
  allowed: number;
  denied: number;
  audited: number;
  readonly surprises: string[];
}

interface Plan {
  readonly world: World;
  readonly ask: (asked: Asked) => Promise<Seen>;
  readonly keys: readonly string[];
  readonly people?: readonly Somebody[];
  /** A spread: one of so many cells. */
  readonly every?: number;
  /** Ends at so many surprises. */
  readonly enough?: number;
}

/** Asks for everything as everybody, and holds each answer to the rules. */
export async function judged(plan: Plan): Promise<Verdict> {
  const { world, ask, keys, people = world.people, every = 1, enough = 50 } = plan;
  const verdict: Verdict = { cells: 0, allowed: 0, denied: 0, audited: 0, surprises: [] };
  for (const one of cellsFor({ world, keys, people, every })) {
    await judge({ verdict, world, ask, ...one });
    if (verdict.surprises.length >= enough) break;
  }
  return verdict;
}

/** Somebody at a request; a spread of them meets each request as somebody, and each somebody at every route. */
function* cellsFor(plan: Required<Pick<Plan, "world" | "keys" | "people" | "every">>) {
  for (const key of plan.keys) {
    const cells = cellsOf(plan.world, key);
    for (const [at, actor] of plan.people.entries()) {
      const alike = new Map<Expected, string>();
      const some = cells.filter((_, index) => (index + at) % plan.every === 0);
      for (const cell of some) yield { cell, actor, alike };
    }
  }
}

async function judge(one: {
  verdict: Verdict;
  world: World;
  ask: Plan["ask"];
  cell: Cell;
  actor: Somebody;
  alike: Map<Expected, string>;
}): Promise<void> {
  const { verdict, world, ask, cell, actor, alike } = one;
  const rule = RULES[cell.key];
  if (!rule) return;
  const expected = expectedOf(rule, actor, cell.relation);
  const seen = await ask({ key: cell.key, input: cell.input, cookies: actor.cookies });
  const audits = auditsIn(seen);
  verdict.cells += 1;
  verdict[expected === "in" ? "allowed" : "denied"] += 1;
  verdict.audited += audits.length;
  const wrong = [
    told(rule, expected, seen),
    unlike(alike, expected, seen),
    ...audited({ rule, expected, actor, cell, audits }),
    ...(expected === "in" ? leaked(world, { actor, cell, rule, seen }) : written(seen)),
  ];
  for (const what of wrong)
    if (what) verdict.surprises.push(`${actor.name}: ${cell.name}: ${what}`);
}

function told({ done }: Rule, expected: Expected, { status, code, text }: Seen) {
  const [wanted, name] = expected === "in" ? [done, code] : TOLD[expected];
  if (status === wanted && code === name) return undefined;
  return `${expected}: ${wanted} ${name ?? ""}, but ${status} ${text.slice(0, 200)}`;
}

/** Whoever is refused must not see by any byte whether there is something. */
function unlike(alike: Map<Expected, string>, expected: Expected, seen: Seen) {
  if (expected === "in" || expected === "wrong") return undefined;
  const { status, text, headers, cookies } = seen;
  const bytes = JSON.stringify([status, text, headers, cookies]);
  const before = alike.get(expected);
  alike.set(expected, before ?? bytes);
  return before === undefined || before === bytes ? undefined : `unlike the others: ${bytes}`;
}

const auditsIn = ({ written: items }: Seen) =>
  items.flatMap(({ pk, data }) => (pk.startsWith("AUDIT#") ? [data as AuditEntry] : []));

/** Who is signed in and refused leaves one entry; so does whoever touched somebody's data. Nobody else leaves any. */
function audited(given: {
  rule: Rule;
  expected: Expected;
  actor: Somebody;
  cell: Cell;
  audits: readonly AuditEntry[];
}): string[] {
  const { rule, expected, actor, cell, audits } = given;
  const isKnown = expected !== "who are you" && expected !== "wrong" && actor.kind !== "nobody";
  const isDue = isKnown && (rule.audited || expected === "not yours");
  const [entry] = audits;
  if (audits.length !== (isDue ? 1 : 0)) return [`${audits.length} audit entries`];
  if (!entry) return [];
  const outcome = expected === "in" ? "done" : "refused";
  const right =
    entry.actor.id === actor.accountId && entry.action === cell.key && entry.outcome === outcome;
  return right ? [] : [`audited as ${JSON.stringify(entry)}`];
}

/** Who is refused has changed nothing. */
function written({ written: items }: Seen): string[] {
  return items
    .filter(({ pk }) => !/^(AUDIT|LIMIT)#/.test(pk))
    .map(({ pk }) => `refused, and yet it wrote ${pk}`);
}

/** An answer about one chart says nothing of another; staff see nothing of another practice. */
function leaked(
  { owners }: World,
  { actor, cell, rule, seen }: { actor: Somebody; cell: Cell; rule: Rule; seen: Seen },
): string[] {
  const chart = cell.relation.chart ?? actor.own;
  const forChart = isForCharts(rule.who);
  const isHis = ({ practice, patient }: World["owners"][number]) =>
    practice === actor.practice && (!forChart || patient === chart);
  return owners
    .filter((owner) => !isHis(owner))
    .flatMap(({ visit, hold, request, offered, record, result }) => [
      ...[visit, hold, request, offered],
      ...[record, result],
    ])
    .filter((id) => seen.text.includes(id))
    .map((id) => `told of ${id}`);
}
