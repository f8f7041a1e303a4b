/** Text that is already HTML. Everything else is escaped on its way in. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Piece = Html | readonly Html[] | string | number;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function written(piece: Piece): string {
  if (piece instanceof Html) return piece.text;
  if (typeof piece === "object") return piece.map((each) => each.text).join("");
  return String(piece).replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? "");
}

export const html = (strings: TemplateStringsArray, ...pieces: Piece[]): Html =>
  new Html(
    strings
      .map((text, at) => text + (at < pieces.length ? written(pieces[at] ?? "") : ""))
      .join(""),
  );
