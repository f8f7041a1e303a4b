import { expect, it } from "vitest";
import { readPages } from "./desk.ts";

const PAGES = [["a", "b"], ["c"], ["d"]];
/** Each page's cursor is the number of the next one. */
const read = (cursor = "0") => {
  const next = Number(cursor) + 1;
  return Promise.resolve({
    items: PAGES[Number(cursor)] ?? [],
    cursor: next < PAGES.length ? String(next) : undefined,
  });
};

it("as many pages are read as were asked for, and no more than there are", async () => {
  expect(await readPages(1, read)).toEqual({ items: ["a", "b"], more: true });
  expect(await readPages(2, read)).toEqual({ items: ["a", "b", "c"], more: true });
  expect(await readPages(9, read)).toEqual({ items: ["a", "b", "c", "d"], more: false });
});
