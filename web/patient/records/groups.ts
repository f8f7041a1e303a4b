import type { RecordSection } from "#domain/record-sections.ts";

/** How the sections stand on the page; results have a place of their own above them. */
export const GROUPS = {
  care: [
    "problems",
    "medications",
    "allergies",
    "immunizations",
    "vitals",
    "procedures",
    "care-plans",
    "goals",
    "care-team",
  ],
  visits: ["visits", "notes", "documents", "referrals"],
  you: ["demographics", "contacts", "family-history", "social-history", "observations", "other"],
  money: ["coverage", "claims"],
} as const satisfies Record<string, readonly Exclude<RecordSection, "results">[]>;

export type Group = keyof typeof GROUPS;
export type Listed = (typeof GROUPS)[Group][number];

/** Every section that has a page of records. */
const LISTED: readonly Listed[] = Object.values(GROUPS).flat();

/** The section a path names, where there is one. */
export const listed = (name: string): Listed | undefined => LISTED.find((each) => each === name);
