/** Around the text, in points. */
export const MARGIN = 54;
/** Of the text on a US Letter page. */
export const WIDTH = 612 - 2 * MARGIN;
export const INK = "#111111";
export const SOFT = "#555555";

/** Where on paper something is drawn next, and how. */
export interface Pen {
  readonly doc: PDFKit.PDFDocument;
  /** Under which all of it stands for those who listen to it. */
  readonly root: PDFKit.PDFStructureElement;
  /** Something could not be drawn. */
  missed: boolean;
  /** A text as it can be drawn. */
  drawn(text: string): string;
}

/** Draws something as an element of the document's structure. */
export function tagged({ doc, root }: Pen, type: string, step: () => unknown): void {
  root.add(doc.struct(type, {}, [() => void step()]));
}

/** Begins a page where less than this is left of the current one. */
export function roomFor({ doc }: Pen, points: number): void {
  if (doc.y + points > doc.page.height - doc.page.margins.bottom) doc.addPage();
}
