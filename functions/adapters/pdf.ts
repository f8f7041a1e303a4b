import PDFDocument from "pdfkit";
import * as z from "zod/mini";
import type { Block, Outline } from "#ports/paper.ts";
import { bold, regular } from "./fonts.ts";
import { INK, MARGIN, type Pen, roomFor, SOFT, tagged, WIDTH } from "./pdf-pen.ts";
import { drawFact, drawQuote, drawValue } from "./pdf-rows.ts";

/** Below the text, for the foot of the page. */
const FOOT = 30;
/** Stands for what the font has no picture of. */
const SIGN = "▯";

/** A PDF of what is outlined, tagged for screen readers; the same bytes for the same outline. */
export async function drawPdf(outline: Outline): Promise<Uint8Array> {
  const doc = open(outline);
  const chunks: Buffer[] = [];
  doc.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on("end", () => resolve());
    doc.on("error", reject);
  });
  const pen = penOf(doc);
  for (const block of outline.blocks) draw(pen, block);
  if (pen.missed) drawWords(pen, { is: "words", text: outline.notDrawn(SIGN), soft: true });
  pen.root.end();
  numberPages(pen, outline);
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

function open({ title, author, language, at }: Outline): PDFKit.PDFDocument {
  const doc = new PDFDocument({
    size: "LETTER",
    margins: { top: MARGIN, bottom: MARGIN + FOOT, left: MARGIN, right: MARGIN },
    bufferPages: true,
    pdfVersion: "1.7",
    lang: language,
    tagged: true,
    displayTitle: true,
    info: { Title: title, Author: author, CreationDate: new Date(at) },
    // None of PDF's own fonts: they know 200 letters, and lie in files that a bundle has not.
    font: "",
  });
  doc.registerFont("regular", Buffer.from(regular));
  doc.registerFont("bold", Buffer.from(bold));
  doc.font("regular");
  return doc;
}

interface Glyphs {
  hasGlyphForCodePoint(point: number): boolean;
}
const Drawing = z.object({
  _font: z.object({
    font: z.custom<Glyphs>(
      (font) => typeof Reflect.get(Object(font), "hasGlyphForCodePoint") === "function",
    ),
  }),
});

function penOf(doc: PDFKit.PDFDocument): Pen {
  const root = doc.struct("Document");
  doc.addStructure(root);
  // The library tells of no other way which letters a font has.
  const { font } = Drawing.parse(doc)._font;
  const known = new Map<string, string>();
  const pen: Pen = {
    doc,
    root,
    missed: false,
    drawn(text) {
      let drawn = "";
      for (const sign of text.normalize("NFC").replace(/\r\n?/g, "\n")) {
        const as = known.get(sign) ?? pictureOf(sign, font);
        known.set(sign, as);
        if (as === SIGN && sign !== SIGN) pen.missed = true;
        drawn += as;
      }
      return drawn;
    },
  };
  return pen;
}

function pictureOf(sign: string, font: Glyphs): string {
  if (sign === "\n") return sign;
  if (sign === "\t") return "  ";
  // Controls and joiners have no picture and need none.
  if (/\p{Cc}|\p{Cf}/u.test(sign)) return "";
  return font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0) ? sign : SIGN;
}

type Drawers = { readonly [K in Block["is"]]: (pen: Pen, block: Block & { is: K }) => void };

const DRAWERS: Drawers = {
  title: drawTitle,
  section: drawSection,
  record: drawRecord,
  fact: drawFact,
  value: drawValue,
  quote: drawQuote,
  words: drawWords,
};

const draw = <K extends Block["is"]>(pen: Pen, block: Block & { is: K }): void =>
  DRAWERS[block.is](pen, block);

function drawTitle(pen: Pen, { text }: Block & { is: "title" }): void {
  tagged(pen, "H1", () => {
    pen.doc.font("bold").fontSize(22).fillColor(INK).text(pen.drawn(text));
    pen.doc.moveDown(0.5);
  });
}

function drawSection(pen: Pen, { text, beside }: Block & { is: "section" }): void {
  const { doc } = pen;
  roomFor(pen, 110);
  doc.moveDown(1.2);
  doc.markContent("Artifact", { type: "Layout" });
  doc
    .moveTo(MARGIN, doc.y)
    .lineTo(MARGIN + WIDTH, doc.y)
    .lineWidth(1)
    .stroke(INK);
  doc.endMarkedContent();
  doc.moveDown(0.5);
  tagged(pen, "H2", () => {
    doc.font("bold").fontSize(15).fillColor(INK);
    doc.text(pen.drawn(text), MARGIN, doc.y, { continued: beside !== undefined });
    if (beside)
      doc
        .font("regular")
        .fontSize(10)
        .fillColor(SOFT)
        .text(`   ${pen.drawn(beside)}`);
  });
}

function drawRecord(pen: Pen, { text, beside }: Block & { is: "record" }): void {
  const { doc } = pen;
  roomFor(pen, 60);
  doc.moveDown(0.9);
  tagged(pen, "H3", () =>
    doc
      .font("bold")
      .fontSize(11)
      .fillColor(INK)
      .text(pen.drawn(text), MARGIN, doc.y, { width: WIDTH }),
  );
  if (beside)
    tagged(pen, "P", () =>
      doc.font("regular").fontSize(9.5).fillColor(INK).text(pen.drawn(beside)),
    );
  doc.moveDown(0.2);
}

function drawWords(pen: Pen, { text, soft }: Block & { is: "words" }): void {
  const { doc } = pen;
  tagged(pen, "P", () => {
    doc
      .font("regular")
      .fontSize(soft ? 8 : 10)
      .fillColor(soft ? SOFT : INK);
    doc.text(pen.drawn(text), MARGIN, doc.y + 2, { width: WIDTH, lineGap: 1.5 });
  });
}

function numberPages({ doc, drawn }: Pen, { foot, pageOf }: Outline): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.switchToPage(start + page);
    // Else what stands in the margin would begin a page of its own.
    doc.page.margins.bottom = 0;
    doc.markContent("Artifact", { type: "Pagination" });
    doc.font("regular").fontSize(8).fillColor(SOFT);
    const at = doc.page.height - MARGIN;
    doc.text(drawn(foot), MARGIN, at, { width: WIDTH - 100, height: 12, ellipsis: true });
    doc.text(pageOf(page + 1, count), MARGIN, at, {
      width: WIDTH,
      align: "right",
      lineBreak: false,
    });
    doc.endMarkedContent();
  }
}
