import type { ResultClass } from "./law.ts";

/**
 * Which tests a law means, as value sets of our own, as of 2026-11-23: few, common, and honest about it. Codes are LOINC
 * (loinc.org) and SNOMED CT; names are ours. A practice adds the codes its own laboratory sends, and a clinician
 * judges single results: a statute says "likely to show", and no list decides that for all.
 */
export const CLASSES_AS_OF = "2026-11-23";

const LOINC = "http://loinc.org";
const SNOMED = "http://snomed.info/sct";

/** Every code of a set, as `system|code`. */
const sets = (system: string, codes: Record<string, string>) =>
  Object.keys(codes).map((code) => `${system}|${code}`);

/** Pathology, and imaging done to look for cancer. A chest X-ray or a knee is not among them. */
const malignancy = [
  ...sets(LOINC, {
    "11526-1": "pathology study",
    "11529-5": "surgical pathology study",
    "22634-0": "pathology report, gross observation",
    "22637-3": "pathology report, final diagnosis",
    "34574-4": "pathology report, final diagnosis (words)",
    "60567-5": "pathology report, comprehensive",
    "60568-3": "pathology report, synoptic",
    "66121-5": "skin biopsy",
    "33716-2": "cytology, not of the cervix",
    "47527-7": "cervical cytology, thin prep",
    "47528-5": "cervical cytology",
    "24604-1": "mammogram, diagnostic, limited",
    "24605-8": "mammogram, diagnostic",
    "24606-6": "mammogram, screening",
    "72140-7": "breast tomosynthesis, right, screening",
  }),
  ...sets(SNOMED, { "363346000": "malignant disease" }),
];

/** Inherited and tumour markers alike: the statutes do not tell them apart. */
const cancerGenetic = sets(LOINC, {
  "21636-6": "BRCA1, variants found",
  "38530-2": "BRCA2, variants found",
  "59041-4": "BRCA1 and BRCA2, variants looked for",
  "50995-0": "BRCA1 and BRCA2, set",
  "94191-4": "BRCA1 and BRCA2, whole genes",
  "21702-6": "KRAS, variants found",
  "21719-0": "NRAS, variants found",
  "58483-9": "BRAF, variants found",
});

const otherGenetic = sets(LOINC, {
  "21619-2": "APOE",
  "21654-9": "CFTR",
  "21667-1": "factor V",
  "21695-2": "HFE p.Cys282Tyr",
});

/** General shapes of a genetic report: which gene it is about the code does not say, so cancer is not ruled out. */
const anyGenetic = sets(LOINC, {
  "51969-4": "genetic analysis, summary report",
  "55233-1": "genetic analysis, panel",
  "69548-6": "genetic variant assessment",
  "81247-9": "genetic variant report, panel",
  "48018-6": "gene studied",
  "53041-0": "DNA region of interest, panel",
});

const hiv = sets(LOINC, {
  "75622-1": "HIV 1 and 2 tests",
  "56888-1": "HIV 1+2 antibodies and p24 antigen",
  "7918-6": "HIV 1+2 antibodies",
  "31201-7": "HIV 1+2 antibodies, immunoassay",
  "48345-3": "HIV 1+O+2 antibodies",
  "68961-2": "HIV 1 antibodies, rapid",
  "80387-4": "HIV 1+2 antibodies, rapid",
  "89365-1": "HIV 1 and 2 antibodies, rapid, panel",
  "29893-5": "HIV 1 antibodies, immunoassay",
  "5221-7": "HIV 1 antibodies, immunoblot",
  "30361-0": "HIV 2 antibodies",
  "9836-8": "HIV proviral DNA",
  "25842-6": "HIV 2 proviral DNA",
  "25836-8": "HIV 1 RNA, amount",
  "20447-9": "HIV 1 RNA, viral load",
});

const hepatitisAntigen = sets(LOINC, {
  "5195-3": "hepatitis B surface antigen",
  "5196-1": "hepatitis B surface antigen, immunoassay",
  "65633-0": "hepatitis B surface antigen, confirmed",
  "70154-0": "hepatitis B surface antigen, confirmed, percent",
  "75410-1": "hepatitis B surface antigen, rapid",
  "13954-3": "hepatitis B e antigen",
});

const drugAbuse = sets(LOINC, {
  "3349-8": "amphetamines, urine",
  "16369-1": "amphetamines, urine, confirmed",
  "19261-7": "amphetamines, urine, screen",
  "21386-8": "methamphetamine, urine, confirmed",
  "3393-6": "cocaine metabolite, urine",
  "14314-9": "cocaine metabolite, urine, screen",
  "14315-6": "cocaine metabolite, urine, confirmed",
  "3427-2": "cannabinoids, urine",
  "18282-4": "cannabinoids, urine, screen",
  "19289-8": "cannabinoids, urine, confirmed",
  "8175-2": "cannabinoids, urine, federal screen",
  "19295-5": "opiates, urine, screen",
  "40464-0": "drugs found, urine, confirmed",
});

/** The codes of each class, as `system|code`. */
export const CLASS_CODES: Record<ResultClass, ReadonlySet<string>> = {
  malignancy: new Set(malignancy),
  genetic: new Set([...cancerGenetic, ...otherGenetic, ...anyGenetic]),
  "cancer-genetic": new Set([...cancerGenetic, ...anyGenetic]),
  hiv: new Set(hiv),
  "hepatitis-antigen": new Set(hepatitisAntigen),
  "drug-abuse": new Set(drugAbuse),
};

/** Genes known to say nothing of cancer: the category "genetics" alone does not make them more. */
export const NOT_CANCER: ReadonlySet<string> = new Set(otherGenetic);

/** Departments (HL7 v2 table 0074) whose reports belong to a class whatever their code. */
export const CLASS_DEPARTMENTS: Record<string, readonly ResultClass[]> = {
  SP: ["malignancy"],
  CP: ["malignancy"],
  PAT: ["malignancy"],
  GE: ["genetic", "cancer-genetic"],
  CG: ["genetic", "cancer-genetic"],
};
