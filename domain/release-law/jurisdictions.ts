import type { JurisdictionCode, LawRule } from "./law.ts";

/** What a practice chooses from. Where nothing stands for a state, federal law alone applies. */
export const JURISDICTIONS: Record<JurisdictionCode, string> = {
  US: "Federal law only",
  KY: "Kentucky",
  TX: "Texas",
  MT: "Montana",
  CO: "Colorado",
  CA: "California",
};

/**
 * The federal default has no rule to wait for: a result is there when the chart has it, and only one clinician's decision
 * about one patient may delay it (45 CFR 171.201, 164.524). What states add, as of 2026-11-23.
 */
export const LAW_RULES: readonly LawRule[] = [
  {
    id: "ky-333.152",
    jurisdiction: "KY",
    author: "law",
    classes: ["malignancy", "genetic"],
    onlyIfPositive: [],
    demand: { kind: "not-before", clock: { hours: 72 } },
    movers: ["provider"],
    from: "2022-07-14",
    citation: "KRS 333.152",
    source: "https://apps.legislature.ky.gov/law/statutes/chapter.aspx?id=38871",
    verified: true,
    read: "the section, in a public copy, 2026-11-23",
    reading: "72 hours on the clock, weekends too; nothing of a listed test before it is final.",
  },
  {
    id: "tx-159.0062",
    jurisdiction: "TX",
    author: "law",
    classes: ["malignancy", "genetic"],
    onlyIfPositive: [],
    demand: { kind: "not-before", clock: { days: 3 } },
    movers: [],
    from: "2025-09-01",
    citation: "Tex. Occ. Code 159.0062 (SB 922, 2025)",
    source: "https://codes.findlaw.com/tx/occupations-code/occ-sect-159-0062/",
    verified: false,
    read: "the section, in two public copies, 2026-11-23; not yet by counsel",
    reading:
      "Final on Monday: from the first moment of Thursday. The text lets nobody release it earlier.",
  },
  {
    id: "mt-50-16-806",
    jurisdiction: "MT",
    author: "law",
    classes: ["malignancy", "genetic", "hiv", "hepatitis-antigen"],
    onlyIfPositive: ["hiv", "hepatitis-antigen"],
    demand: { kind: "exactly", clock: { hours: 72 } },
    movers: ["provider"],
    from: "2026-07-01",
    citation: "MCA 50-16-806",
    source:
      "https://archive.legmt.gov/bills/MCA/title_0500/chapter_0160/part_0080/section_0060/0500-0160-0080-0060.html",
    verified: false,
    read: "the section, on the legislature's site, 2026-11-23; not yet by counsel",
    reading: "At 72 hours or at the provider's word it must be there: no hold outlasts that.",
  },
  {
    id: "co-sb26-162",
    jurisdiction: "CO",
    author: "law",
    classes: ["malignancy", "cancer-genetic"],
    onlyIfPositive: [],
    demand: { kind: "not-before", clock: { businessDays: 3, calendar: "colorado" } },
    movers: ["provider", "patient"],
    from: "2027-07-01",
    citation: "Colo. SB 26-162 (2026)",
    source: "https://leg.colorado.gov/bills/sb26-162",
    verified: false,
    read: "the bill's summary only, 2026-11-23",
    reading:
      "Three whole business days after the day it is final (C.R.S. 2-4-108: the first day is not counted, the last is). A day that is a federal or a state holiday is none.",
  },
  {
    id: "ca-123148",
    jurisdiction: "CA",
    author: "law",
    classes: ["malignancy", "hiv", "hepatitis-antigen", "drug-abuse"],
    onlyIfPositive: ["malignancy", "hepatitis-antigen"],
    demand: { kind: "after-discussion" },
    movers: [],
    from: "2023-01-01",
    citation: "Cal. HSC 123148 (SB 1419, 2022)",
    source: "https://legiscan.com/CA/text/SB1419/2021",
    verified: false,
    read: "the bill's digest only, 2026-11-23; its conditions are remembered",
    reading:
      "Not online until a clinician has talked it over with the patient, who asks for it online. No clock: staff are reminded.",
  },
];

/** What federal law lets one clinician hold one patient's result for, and from whom. */
export const HOLD_GROUNDS = {
  "life-or-physical-safety": {
    from: "everyone",
    citation: "45 CFR 171.201(d)(3), 164.524(a)(3)(i)",
    source: "https://www.law.cornell.edu/cfr/text/45/171.201",
    verified: true,
    read: "the section's beginning and ONC's table of it, 2026-11-23",
  },
  "substantial-harm": {
    from: "representatives",
    citation: "45 CFR 171.201(d)(1), 164.524(a)(3)(iii)",
    source: "https://www.healthit.gov/faqs?f%5B0%5D=subtopic%3A7046",
    verified: false,
    read: "ONC's table of it, 2026-11-23; not yet by counsel",
  },
} as const;
