import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { assembledHere } from "#test/product/assembled.ts";

interface Budget {
  routeSizes(
    read: (path: string) => Promise<string>,
    language: "en" | "es",
  ): Promise<{ route: string; scriptBytes: number; styleBytes: number; pageBytes: number }[]>;
  scriptBudget(route: string): number;
  BUDGET_BYTES: { style: number; page: number };
}
// The compiler keeps web apart from this tree, so what is used of it is said above.
const module: string = "#web/budget.ts";

beforeAll(() => assembledHere());

test.each(["en", "es"] as const)(
  "every route's first load fits its budget (%s)",
  async (language) => {
    const { routeSizes, scriptBudget, BUDGET_BYTES }: Budget = await import(module);
    const sizes = await routeSizes((path) => readFile(join("dist/web", path), "utf8"), language);
    expect(sizes.map(({ route }) => route)).toEqual(expect.arrayContaining(["/", "/practice/"]));
    const over = sizes.filter(
      ({ route, scriptBytes, styleBytes, pageBytes }) =>
        scriptBytes > scriptBudget(route) ||
        styleBytes > BUDGET_BYTES.style ||
        pageBytes > BUDGET_BYTES.page,
    );
    expect(over).toEqual([]);
  },
);
