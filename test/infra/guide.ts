import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import type { Synthesis } from "./synthesis.ts";

const GUIDE = "docs/deploy.md";
/** How many commands a third region may take. */
export const MOST_COMMANDS = 10;

const text = readFileSync(GUIDE, "utf8");

/** Everything fenced with these words, a block each. */
const fenced = (words: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${words}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, block = ""]) => block,
  );
const lines = (blocks: readonly string[]) => blocks.flatMap((block) => block.trim().split("\n"));

/** The commands that need no AWS, in their order. */
export const offline = (): string[] => lines(fenced("sh offline"));
/** The region that the guide has one write into `infra/regions.ts`. */
export const region = (): string => fenced("ts region").join("");

const { scripts } = z.parse(
  z.object({ scripts: z.record(z.string(), z.string()) }),
  JSON.parse(readFileSync("package.json", "utf8")),
);
const inTicks = [...text.matchAll(/`([^`\n]+)`/g)].map(([, words = ""]) => words);

/** What the guide names is there: a page that ops follow by hand must not name what was renamed. */
export function guide(synthesis: Synthesis): void {
  const commands = lines([...fenced("sh"), ...fenced("sh offline")]);
  const outputs = Object.keys({
    ...synthesis.outputs("Porchlight-west"),
    ...synthesis.outputs("Porchlight-west-edge"),
  });

  test("every command begins with a program that ops have", () => {
    const programs = new Set(commands.map((line) => line.split(" ")[0]));
    expect([...programs].sort()).toEqual(["aws", "curl", "git", "npm", "npx"]);
    expect(commands.length).toBeGreaterThan(20);
  });

  test("every npm script it calls is one", () => {
    const called = [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(
      ([, name = ""]) => name,
    );
    expect(called.filter((name) => !(name in scripts))).toEqual([]);
  });

  test("every file it names or leads to is there", () => {
    const led = [...text.matchAll(/\]\(([\w./-]+)\)/g)].map(([, path = ""]) => `docs/${path}`);
    const named = inTicks.filter((words) => /^(docs|infra|functions)\/[\w./-]+$/.test(words));
    expect(led.length + named.length).toBeGreaterThan(4);
    expect([...led, ...named].filter((path) => !existsSync(path))).toEqual([]);
  });

  test("every stack is one of a region called north, and every output one that such a stack has", () => {
    const stacks = new Set(text.match(/Porchlight-[\w-]+/g));
    expect([...stacks].sort()).toEqual(["Porchlight-north", "Porchlight-north-edge"]);
    const named = new Set(text.match(/\b(?:Web|Http|Table|Patients|Staff)[A-Z]\w+/g));
    expect([...named].sort()).toEqual([
      "HttpAddressCname",
      "WebBucketName",
      "WebDistributionId",
      "WebDomainCname",
    ]);
    expect(outputs).toEqual(expect.arrayContaining([...named]));
  });

  test("what `npm run invite` reads from a deployment, a deployment puts out", () => {
    expect(outputs).toEqual(expect.arrayContaining(["TableName", "PatientsPoolId", "StaffPoolId"]));
  });

  test("a third region takes few commands, of which only the first two fetch anything", () => {
    const [clone, install, ...rest] = offline();
    expect(clone).toMatch(/^git clone /);
    expect(install).toBe("npm ci");
    expect(rest.every((line) => line.startsWith("npm run "))).toBe(true);
    expect(offline().length).toBeLessThanOrEqual(MOST_COMMANDS);
  });
}
