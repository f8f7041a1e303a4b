import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { resolve } = createRequire(import.meta.url);
const font = (name: string): Uint8Array =>
  readFileSync(resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));

/** Letters of nearly every alphabet. In a bundle the fonts themselves stand in this file's place (`infra/fonts.ts`). */
export const regular = font("DejaVuSans");
export const bold = font("DejaVuSans-Bold");
