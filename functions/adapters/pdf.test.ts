import { expect, test } from "vitest";
import type { Block, Outline } from "#ports/paper.ts";
import { drawPdf } from "./pdf.ts";

const said: string[] = [];
const outlined = (blocks: readonly Block[], at = "2026-11-23T10:00:00.000Z"): Outline => ({
  language: "en",
  title: "Health record of Łukasz Ñandú",
  author: "Lakeside",
  at,
  blocks,
  foot: "Łukasz Ñandú · Lakeside",
  pageOf: (page, pages) => {
    said.push(`${page} of ${pages}`);
    return `Page ${page} of ${pages}`;
  },
  notDrawn: (sign) => {
    said.push(sign);
    return sign;
  },
});
const value = { is: "value", depth: 0, name: "A1c", value: "≥ 5 µmol/L", flag: "High" } as const;
const pagesIn = (pdf: Uint8Array) =>
  Buffer.from(pdf)
    .toString("latin1")
    .match(/\/Type \/Page\b/g)?.length;

test("the same outline is the same file, and another moment another", async () => {
  const blocks: Block[] = [
    { is: "title", text: "Health record" },
    { is: "fact", name: "Name", values: ["Łukasz Ñandú", "10³ Ελλ Привет"] },
    value,
    { is: "quote", text: "A word", by: "Dr. X" },
  ];
  const pdf = await drawPdf(outlined(blocks));
  expect(Buffer.from(await drawPdf(outlined(blocks))).equals(Buffer.from(pdf))).toBe(true);
  const later = await drawPdf(outlined(blocks, "2026-11-23T10:00:01.000Z"));
  expect(Buffer.from(later).equals(Buffer.from(pdf))).toBe(false);
  const told = Buffer.from(pdf).toString("latin1");
  expect([told.includes("/MarkInfo"), told.includes("/Lang (en)")]).toEqual([true, true]);
});

test("it takes as many pages as it needs, each with its number", async () => {
  said.length = 0;
  const text = "A long word of somebody. ".repeat(400);
  const pdf = await drawPdf(
    outlined([
      ...Array.from({ length: 120 }, () => value),
      { is: "section", text: "Notes", beside: "1 entry" },
      { is: "record", text: "Note", beside: "Final" },
      { is: "quote", text },
      { is: "fact", name: "Instruction", values: [text] },
      { is: "words", text: "Source", soft: true },
    ]),
  );
  const pages = pagesIn(pdf) ?? 0;
  expect(pages).toBeGreaterThan(5);
  expect(said).toEqual(Array.from({ length: pages }, (_, at) => `${at + 1} of ${pages}`));
});

test("what can't be drawn is marked and told; what has no picture is left out", async () => {
  said.length = 0;
  await drawPdf(outlined([{ is: "words", text: "漢字 🏠" }]));
  expect(said).toContain("▯");
  said.length = 0;
  await drawPdf(outlined([{ is: "words", text: "Łukasz\u200b \u0007≥ 5 µmol\t✓ e\u0301" }]));
  expect(said).toEqual(["1 of 1"]);
});
