import { type Region, regions } from "#infra/regions.ts";
import { accountChecks } from "./account.ts";
import { chartChecks } from "./charts.ts";
import type { Check, Finding } from "./finding.ts";
import { mailChecks } from "./mail.ts";
import { nameChecks } from "./names.ts";
import { textChecks } from "./texts.ts";
import { credentialsHere, type World, worldOf } from "./world.ts";

export interface Look {
  readonly what: string;
  readonly finding: Finding;
}

/** Everything that is looked at before a region is deployed, and again after. */
export const checksOf = (region: Region): Check[] => [
  ...accountChecks,
  ...mailChecks,
  ...textChecks,
  ...nameChecks,
  ...chartChecks(region),
];

/** All checks; one that fails by itself is unknown, and hides no other. */
export const preflight = (region: Region, world: World): Promise<Look[]> =>
  Promise.all(
    checksOf(region).map(async ({ what, run }) => ({
      what,
      finding: await settled(() => run(region, world)),
    })),
  );

async function settled(run: () => Promise<Finding> | Finding): Promise<Finding> {
  try {
    return await run();
  } catch (error) {
    // A message may repeat what was asked, secrets included; a name doesn't.
    const name = error instanceof Error ? error.name : "something unknown";
    return { is: "unknown", says: `It can't be asked: ${name}.` };
  }
}

/** As a person reads it. */
export function report(looks: readonly Look[]): string {
  const lines = looks.map(({ what, finding }) =>
    [
      `${MARK[finding.is]}  ${what}`,
      `         ${finding.says}`,
      ...(finding.is === "wrong" ? [`         To do: ${finding.todo}`] : []),
    ].join("\n"),
  );
  const count = (is: Finding["is"]) => looks.filter(({ finding }) => finding.is === is).length;
  return [
    ...lines,
    `${count("ok")} ok, ${count("wrong")} wrong, ${count("unknown")} unknown.`,
    "",
  ].join("\n");
}

const MARK = { ok: "ok     ", wrong: "WRONG  ", unknown: "unknown" } as const;

/** What would be looked at, where nobody is signed in. */
export const plan = (region: Region): string =>
  [
    "No AWS credentials here: nothing was checked. With them, preflight would check that",
    ...checksOf(region).map(({ what }) => `- ${what}`),
    "",
  ].join("\n");

/** `npm run preflight -- <region>`: exits 1 where something is wrong, 0 where nothing could be asked. */
async function main(name: string | undefined): Promise<number> {
  const known = regions.filter(({ deployable }) => deployable);
  const region = known.find((each) => each.name === name);
  if (!region) {
    const names = known.map((each) => each.name).join(", ");
    process.stderr.write(`npm run preflight -- <region>, one of: ${names}\n`);
    return 2;
  }
  const credentials = await credentialsHere();
  if (!credentials) {
    process.stdout.write(plan(region));
    return 0;
  }
  const looks = await preflight(region, worldOf({ credentials }));
  process.stdout.write(report(looks));
  return looks.some(({ finding }) => finding.is === "wrong") ? 1 : 0;
}

if (import.meta.main) process.exitCode = await main(process.argv[2]);
