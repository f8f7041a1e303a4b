import type { Flag } from "#domain/measured.ts";

// Own drawings on a 24 px grid, as those every screen has; these come with the chart's screens only.
const paths = {
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  "up-up": "m6 12 6-6 6 6M6 19l6-6 6 6",
  "down-down": "m6 5 6 6 6-6M6 12l6 6 6-6",
  check: "m5 12.5 4.7 4.5L19 7.5",
  diamond: "m12 4 8 8-8 8-8-8zM12 9v3.5M12 15v.1",
  lab: "M9.5 3.5h5M10.5 3.5v6L5 18.5A1.4 1.4 0 0 0 6.2 20.5h11.6a1.4 1.4 0 0 0 1.2-2L13.5 9.5v-6M7.8 14.5h8.4",
  imaging: "M4.5 4.5h15v15h-15zM12 7.5v9M8.5 9.5h7M8 12.5h8M9 15.5h6",
  pathology:
    "M10 4h4v7h-4zM12 11v3M5.5 20.5h13M8 17.5h8M16 8a5.5 5.5 0 0 1 1.5 8.5 6 6 0 0 1-3.5 4",
  other: "M6.5 3.5h7l4 4v13h-11zM13.5 3.5v4h4M9.5 12.5h5M9.5 16h5",
  trend: "M4 4.5v15h16M7.5 15l3.5-4.5 3 2.5L19 7",
  quote: "M4.5 5.5h15v10.5H11l-4 3.5V16H4.5z",
} as const;

export type SignName = keyof typeof paths;

export const Sign = (props: { name: SignName; size?: number }) => (
  <svg
    aria-hidden="true"
    width={props.size ?? 20}
    height={props.size ?? 20}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    <path d={paths[props.name]} />
  </svg>
);

export const FLAG_SIGNS: Readonly<Record<Flag, SignName>> = {
  normal: "check",
  low: "down",
  high: "up",
  "critical-low": "down-down",
  "critical-high": "up-up",
  abnormal: "diamond",
  critical: "diamond",
};
