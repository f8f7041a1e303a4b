import { JurisdictionCode, type ReleaseRule } from "#domain/release-law/law.ts";
import { type PracticeRule, rulesFor } from "#domain/release-rules.ts";
import type { SetName } from "./oracle.ts";

const own: PracticeRule = {
  id: "drug-tests",
  classes: ["drug-abuse"],
  hours: 24,
  citation: "A state law of the future, section 1",
  by: "admin",
  at: "2026-01-01T00:00:00.000Z",
  from: "2026-01-01",
};

const [california] = rulesFor("CA");
const [kentucky] = rulesFor("KY");

/** The rules of a set, as the product has them. */
export function rulesOf(set: SetName): readonly ReleaseRule[] {
  if (set === "own") return rulesFor("US", [own]);
  if (set !== "changing") return rulesFor(JurisdictionCode.parse(set));
  if (!california || !kentucky) throw new Error("California or Kentucky has no rule");
  return [
    { ...california, to: "2026-11-03" },
    { ...kentucky, classes: ["genetic"], from: "2026-11-03" },
  ];
}
