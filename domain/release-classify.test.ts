import { expect, test } from "vitest";
import { classify, type Described, together } from "./release-classify.ts";
import { CLASS_CODES, CLASSES_AS_OF } from "./release-law/classes.ts";
import { isBusinessDay } from "./release-law/holidays.ts";
import { SENSITIVE_AS_OF, SENSITIVE_CODES } from "./release-law/sensitive.ts";

const described = (some: Partial<Described>): Described => ({
  codes: [],
  categories: [],
  labels: [],
  findings: [],
  ...some,
});
const loinc = (code: string) => `http://loinc.org|${code}`;
const of = (some: Partial<Described>) => classify(described(some));

test("a code no set knows is in no class, and says that nothing put it there", () => {
  expect(of({ codes: [loinc("4548-4")], categories: ["LAB"] })).toEqual({
    classes: [],
    outcome: "unknown",
    sensitive: [],
    psychotherapy: false,
    askFirst: false,
    by: "default",
  });
});

test("codes, departments and labels put a result into its classes", () => {
  expect(of({ codes: [loinc("66121-5")] })).toMatchObject({ classes: ["malignancy"], by: "code" });
  expect(of({ categories: ["SP"] })).toMatchObject({ classes: ["malignancy"], by: "department" });
  expect(of({ labels: ["HIV", "R"] })).toMatchObject({
    classes: ["hiv"],
    sensitive: ["hiv", "restricted"],
    by: "label",
  });
  // A chest X-ray is not a search for cancer.
  expect(of({ codes: [loinc("36643-5")], categories: ["RAD"] }).classes).toEqual([]);
});

test("a genetic report may concern cancer unless its gene is known not to", () => {
  expect(of({ categories: ["GE"] }).classes).toEqual(["genetic", "cancer-genetic"]);
  expect(of({ codes: [loinc("21636-6")] }).classes).toEqual(["genetic", "cancer-genetic"]);
  expect(of({ codes: [loinc("21654-9")], categories: ["GE"] }).classes).toEqual(["genetic"]);
});

test("a practice's own codes count beside ours", () => {
  const own = { malignancy: ["urn:lab|BX-7"] };
  expect(classify(described({ codes: ["urn:lab|BX-7"] }), own).classes).toEqual(["malignancy"]);
});

test("a finding is read where it is coded, or in the plainest words; anything else is unknown", () => {
  const found = (...findings: string[]) => of({ findings }).outcome;
  expect(found("POS")).toBe("positive");
  expect(found("Not detected")).toBe("negative");
  expect(found("260415000")).toBe("negative");
  expect(found("ND", "10828004")).toBe("positive");
  expect(found("not positive")).toBe("unknown");
});

test("labels: plain ones say nothing, unknown ones restrict, some ask first, one is never shown", () => {
  expect(of({ labels: ["N"] }).sensitive).toEqual([]);
  expect(of({ labels: ["SOMETHING-NEW"] }).sensitive).toEqual(["restricted"]);
  expect(of({ labels: ["TBOO"] }).askFirst).toBe(true);
  expect(of({ labels: ["PSYTHPN"] }).psychotherapy).toBe(true);
});

test("problems and medicines are sensitive by their codes too", () => {
  const icd = (code: string) =>
    of({ codes: [`http://hl7.org/fhir/sid/icd-10-cm|${code}`] }).sensitive;
  expect(icd("F11.20")).toEqual(["substance-use"]);
  expect(icd("F33.1")).toEqual(["mental-health"]);
  expect(icd("B20")).toEqual(["hiv"]);
  expect(icd("O09.90")).toEqual(["reproductive"]);
  expect(icd("T74.11XA")).toEqual(["violence"]);
  expect(icd("I10")).toEqual([]);
});

test("a panel is as strict as its strictest member", () => {
  const plain = of({ findings: ["NEG"] });
  const strict = of({ codes: [loinc("75622-1")], findings: ["POS"] });
  expect(together([plain, strict])).toMatchObject({
    classes: ["hiv"],
    outcome: "positive",
    sensitive: ["hiv"],
    by: "code",
  });
  expect(together([plain]).by).toBe("default");
});

test("every set is dated, and holds codes that look like codes", () => {
  for (const date of [CLASSES_AS_OF, SENSITIVE_AS_OF]) expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
  for (const codes of Object.values(CLASS_CODES)) {
    expect(codes.size).toBeGreaterThan(0);
    for (const code of codes)
      expect(code).toMatch(/^http:\/\/(loinc\.org\|\d{1,6}-\d|snomed\.info\/sct\|\d+)$/);
  }
});

/** LOINC's own check digit: a mistyped code does not pass. */
test("every LOINC code's check digit is right", () => {
  const mod10 = (body: string) => {
    const sum = [...body].reverse().reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
    return (10 - (sum % 10)) % 10;
  };
  const classes = Object.values(CLASS_CODES).flatMap((codes) => [...codes]);
  for (const code of [...classes, ...Object.keys(SENSITIVE_CODES)]) {
    const [system, value = ""] = code.split("|");
    if (system !== "http://loinc.org") continue;
    const [body = "", check] = value.split("-");
    expect(`${code} ${mod10(body)}`).toBe(`${code} ${check}`);
  }
});

test("business days: not on weekends, nor on federal or Colorado holidays, nor where those are kept", () => {
  const off = ["2026-10-05", "2026-10-12", "2026-07-03", "2027-12-31", "2026-11-21", "2027-02-15"];
  for (const day of off) expect([day, isBusinessDay(day, "colorado")]).toEqual([day, false]);
  for (const day of ["2026-10-06", "2026-07-06", "2028-02-29"])
    expect([day, isBusinessDay(day, "colorado")]).toEqual([day, true]);
  expect(isBusinessDay("2026-10-12", "weekdays")).toBe(true);
});
