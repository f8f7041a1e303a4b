import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as z from "zod/mini";
import { type Region, regions } from "#infra/regions.ts";
import { assumptions } from "./assumptions.ts";
import { prices } from "./prices.ts";
import { type Line, standing, Template } from "./template.ts";
import { metered, type Parts, Units } from "./usage.ts";

const UNITS = "docs/units.json";
const FILE = "dist/cost.json";

/** Dollars a month. */
export const dollars = (lines: readonly Line[], of?: Line["of"]): number =>
  lines
    .filter((line) => of === undefined || line.of === of)
    .reduce((sum, { count, each }) => sum + count * each, 0);

/** Everything that a region costs in a month with so many active patients. */
export function estimate(
  templates: readonly Template[],
  { units, practices, patients }: { units: Units; practices: number; patients: number },
): Line[] {
  const parts = { ...partsOf(templates), practices };
  return [...standing(templates), ...metered({ patients, assumed: assumptions, units, parts })];
}

/** What in the templates works by the clock or by number. */
function partsOf(templates: readonly Template[]): Omit<Parts, "practices"> {
  const resources = templates.flatMap(({ Resources }) => Object.values(Resources));
  const ofType = (type: string) => resources.filter(({ Type }) => Type === type);
  const everyMinute = ofType("AWS::Scheduler::Schedule").filter(
    ({ Properties }) => Properties["ScheduleExpression"] === "rate(1 minute)",
  );
  return { everyMinute: everyMinute.length, functions: ofType("AWS::Lambda::Function").length };
}

/** The estimate as a person reads it: every line, then what it rests on. */
export function tableOf(lines: readonly Line[], further: number): string {
  const kinds = ["infrastructure", "identity", "messages"] as const;
  const parts = kinds.flatMap((kind) => [
    `${kind}: $${dollars(lines, kind).toFixed(2)}`,
    ...lines.filter(({ of }) => of === kind).map(row),
  ]);
  const each = (dollars(lines, "infrastructure") / assumptions.patients).toFixed(4);
  return [
    ...parts,
    `In all: $${dollars(lines).toFixed(2)} a month for ${assumptions.patients} active patients; infrastructure $${each} each.`,
    `Each further 1,000 in the same region: $${further.toFixed(2)}.`,
  ].join("\n");
}

const row = ({ what, count, each }: Line) =>
  `  ${what.padEnd(32)}${figure(count).padStart(12)}  $${(count * each).toFixed(2).padStart(8)}`;
const figure = (count: number) =>
  count < 100 && !Number.isInteger(count)
    ? count.toFixed(2)
    : Math.round(count).toLocaleString("en-US");

function templatesOf({ name }: Region): Template[] {
  return [`Porchlight-${name}`, `Porchlight-${name}-edge`].map((stack) => {
    const file = `cdk.out/${stack}.template.json`;
    if (!existsSync(file)) throw new Error(`${file} is missing: npm run synth writes it.`);
    return z.parse(Template, JSON.parse(readFileSync(file, "utf8")));
  });
}

/** `npm run cost [-- <region>]`: the first region that is deployed where none is named. */
function main(name: string | undefined): void {
  const region = regions.find((each) =>
    name === undefined ? each.deployable : each.name === name,
  );
  if (!region) throw new Error(`There is no region ${name} in infra/regions.ts.`);
  const templates = templatesOf(region);
  const units = z.parse(Units, JSON.parse(readFileSync(UNITS, "utf8")));
  const given = { units, practices: region.practices.length };
  const lines = estimate(templates, { ...given, patients: assumptions.patients });
  const further =
    dollars(estimate(templates, { ...given, patients: 2 * assumptions.patients })) - dollars(lines);
  const basis = { assumptions, prices: { asOf: prices.asOf, sources: prices.sources } };
  const total = dollars(lines);
  writeFileSync(
    FILE,
    `${JSON.stringify({ region: region.name, total, further, lines, ...basis }, null, 2)}\n`,
  );
  process.stdout.write(
    `${tableOf(lines, further)}\n\nRests on ${UNITS} (measured), list prices of ${prices.asOf} without free tiers,\nand these assumptions (infra/cost/assumptions.ts), by active patient and month where not said:\n${JSON.stringify(assumptions, null, 2)}\nThe same as JSON: ${FILE}\n`,
  );
}

if (import.meta.main) main(process.argv[2]);
