/**
 * How long a text is as an SMS (3GPP TS 23.038). Written in GSM-7 one part holds 160; a single character outside it turns
 * the whole text into UCS-2, where one part holds 70.
 */
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡" +
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
/** Each of these takes two places. */
const EXTENSION = new Set("^{}\\[~]|€\f");

export interface SmsLength {
  readonly encoding: "GSM-7" | "UCS-2";
  /** Septets, or UTF-16 units. */
  readonly units: number;
  readonly parts: number;
}

export function smsLength(text: string): SmsLength {
  const characters = [...text];
  if (!characters.every((character) => BASIC.has(character) || EXTENSION.has(character)))
    return {
      encoding: "UCS-2",
      units: text.length,
      parts: text.length <= 70 ? 1 : Math.ceil(text.length / 67),
    };
  const widths = characters.map((character) => (EXTENSION.has(character) ? 2 : 1));
  const units = widths.reduce((sum, width) => sum + width, 0);
  return { encoding: "GSM-7", units, parts: units <= 160 ? 1 : partsOf(widths) };
}

/** A part of several holds 153, and no character is cut in two. */
function partsOf(widths: readonly number[]): number {
  let parts = 1;
  let filled = 0;
  for (const width of widths) {
    if (filled + width > 153) {
      parts += 1;
      filled = 0;
    }
    filled += width;
  }
  return parts;
}

const PLAIN: Readonly<Record<string, string>> = {
  "‘": "'",
  "’": "'",
  "“": '"',
  "”": '"',
  "«": '"',
  "»": '"',
  "…": "...",
  "·": ".",
};

/**
 * The one rule for what GSM-7 lacks: a letter loses its accent (á í ó ú; é ñ ü stay, GSM-7 has them), every kind of space
 * and dash becomes the plain one, curly quotes become straight, and anything else becomes "?".
 */
export const foldToGsm = (text: string): string =>
  [...text.normalize("NFC")].map(foldCharacter).join("");

function foldCharacter(character: string): string {
  if (BASIC.has(character) || EXTENSION.has(character)) return character;
  const plain = PLAIN[character];
  if (plain !== undefined) return plain;
  if (/\p{Zs}/u.test(character)) return " ";
  if (/\p{Pd}/u.test(character)) return "-";
  const bare = character.normalize("NFKD").replace(/\p{M}/gu, "");
  return bare !== "" && [...bare].every((part) => BASIC.has(part)) ? bare : "?";
}
