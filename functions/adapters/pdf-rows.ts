import type { Block } from "#ports/paper.ts";
import { INK, MARGIN, type Pen, roomFor, SOFT, tagged, WIDTH } from "./pdf-pen.ts";

const GAP = 10;
const STEP = 12;
/** Where a value, its range and what the laboratory says of it stand. */
const COLUMNS = { name: 175, value: 120, range: 100 } as const;
const FACT_NAME = 120;
/** What is longer than this stands over the whole width, and over as many pages as it takes. */
const TALLEST = 160;

interface Cell {
  readonly text: string;
  readonly x: number;
  readonly width: number;
  readonly bold?: boolean | undefined;
  readonly soft?: boolean | undefined;
}

/** A fact: its name at the left, what it says beside it. */
export function drawFact(pen: Pen, { name, values }: Block & { is: "fact" }): void {
  const x = MARGIN + FACT_NAME + GAP;
  drawRow(pen, [
    { text: pen.drawn(name), x: MARGIN, width: FACT_NAME, soft: true },
    { text: pen.drawn(values.join("\n")), x, width: WIDTH - FACT_NAME - GAP },
  ]);
}

/** A value in columns: its name, what it is, what is usual, and the laboratory's word for it. */
export function drawValue(pen: Pen, block: Block & { is: "value" }): void {
  const { depth, name, value = "", range = "", flag = "" } = block;
  const indent = STEP * Math.min(depth, 4);
  const { name: nameWidth, value: valueWidth, range: rangeWidth } = COLUMNS;
  const second = MARGIN + nameWidth + GAP;
  const third = second + valueWidth + GAP;
  const fourth = third + rangeWidth + GAP;
  drawRow(pen, [
    { text: pen.drawn(name), x: MARGIN + indent, width: nameWidth - indent },
    { text: pen.drawn(value), x: second, width: valueWidth, bold: true },
    { text: pen.drawn(range), x: third, width: rangeWidth, soft: true },
    { text: pen.drawn(flag), x: fourth, width: MARGIN + WIDTH - fourth, bold: true },
  ]);
}

/** What somebody wrote, set in, with who did. */
export function drawQuote(pen: Pen, { text, by }: Block & { is: "quote" }): void {
  const { doc } = pen;
  const width = WIDTH - STEP;
  doc.moveDown(0.3);
  tagged(pen, "BlockQuote", () => {
    if (by) {
      doc.font("regular").fontSize(8.5).fillColor(SOFT);
      doc.text(pen.drawn(by), MARGIN + STEP, doc.y, { width });
    }
    doc.font("regular").fontSize(9.5).fillColor(INK);
    doc.text(pen.drawn(text), MARGIN + STEP, doc.y, { width, lineGap: 1.5 });
  });
  doc.moveDown(0.3);
}

function drawRow(pen: Pen, cells: readonly Cell[]): void {
  const told = cells.filter(({ text }) => text !== "");
  const tallest = Math.max(0, ...told.map((cell) => heightOf(pen, cell)));
  if (tallest > TALLEST) drawLong(pen, told);
  else drawColumns(pen, told, tallest);
}

function drawColumns(pen: Pen, told: readonly Cell[], tallest: number): void {
  const { doc } = pen;
  roomFor(pen, tallest + 2);
  const top = doc.y + 2;
  tagged(pen, "P", () => {
    for (const cell of told) {
      style(pen, cell);
      doc.text(cell.text, cell.x, top, { width: cell.width, lineGap: 1 });
    }
  });
  doc.x = MARGIN;
  doc.y = top + tallest;
}

function drawLong(pen: Pen, cells: readonly Cell[]): void {
  const { doc } = pen;
  tagged(pen, "P", () => {
    for (const cell of cells) {
      style(pen, cell);
      doc.text(cell.text, MARGIN, doc.y + 2, { width: WIDTH, lineGap: 1 });
    }
  });
}

function heightOf(pen: Pen, cell: Cell): number {
  style(pen, cell);
  return pen.doc.heightOfString(cell.text, { width: cell.width, lineGap: 1 });
}

function style({ doc }: Pen, { bold, soft }: Cell): void {
  doc
    .font(bold ? "bold" : "regular")
    .fontSize(9.5)
    .fillColor(soft ? SOFT : INK);
}
