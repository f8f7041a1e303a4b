import { type Html, html } from "./html.ts";

/** Shapes beside the words of a state: nobody has to tell them apart by colour. */
const icons: readonly (readonly [string, string])[] = [
  ["clock", "M12 7v5l3 2M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Z"],
  ["check", "m5 12.5 4.5 4.5L19 7.5"],
  [
    "people",
    "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-6 8a6 6 0 0 1 12 0m1-8a3 3 0 0 0 0-6m2 8a6 6 0 0 1 3 6",
  ],
  ["pencil", "m4 20 1-4L16 5l3 3L8 19l-4 1Zm10-13 3 3"],
  ["alert", "M12 4 2.8 20h18.4L12 4Zm0 6v4m0 3v.2"],
  ["stop", "M5.5 5.5h13v13h-13z"],
  ["play", "M7 4.5v15l12-7.5-12-7.5Z"],
  ["cut", "M2.5 12H8m8 0h5.5M10 5l4 14"],
  ["equal", "M5 9h14M5 15h14"],
  ["unequal", "M5 9h14M5 15h14M16 4 8 20"],
  ["again", "M20 11a8 8 0 0 0-14.5-3.5L3.5 10M3.5 5v5h5M4 13a8 8 0 0 0 14.5 3.5l2-2.5m0 5v-5h-5"],
  [
    "unknown",
    "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm-2.5 7a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7m0 3v.2",
  ],
  ["out", "M14 4h6v6m0-6-9 9m-2-7H5a1 1 0 0 0-1 1v12a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-4"],
];

export const icon = (name: string): Html =>
  html`<svg class="icon" aria-hidden="true" focusable="false"><use href="#i-${name}"/></svg>`;

const sprite = html`<svg width="0" height="0" class="sprite" aria-hidden="true">${icons.map(
  ([name, path]) => html`<symbol id="i-${name}" viewBox="0 0 24 24"><path d="${path}"/></symbol>`,
)}</svg>`;

type Page = { title: string; main: Html; script: boolean };

/** Every local page: one header, one main, nothing inline for a strict policy to refuse. */
export const document = ({ title, main, script }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/local/page.css">
${script ? html`<script type="module" src="/local/page.js"></script>` : ""}
</head>
<body data-ehr="up">
${sprite}
<a class="skip" href="#main">Skip to the page</a>
<header class="top"><a class="brand" href="/local"><svg class="lamp" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path class="lamp-glow" d="M16 2a14 14 0 1 1 0 28 14 14 0 0 1 0-28Z"/><path class="lamp-glass" d="M11.5 12.5h9V23h-9Z"/><path class="lamp-body" d="M16 3.5v3M9.5 12.5 16 6.5l6.5 6ZM11.5 12.5V23m9-10.5V23M10 24.5h12"/></svg>Porchlight</a><span class="where">This machine only</span></header>
<main id="main" tabindex="-1">
${main}
</main>
</body>
</html>
`.text;
