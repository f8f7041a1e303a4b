/** A lasting problem, and what is taken for it. */
export interface Ailment {
  key: string;
  icd10: string;
  snomed: string;
  name: string;
  fromAge: number;
  chance: number;
  medicine?: Medicine;
}

export interface Medicine {
  rxnorm?: string;
  local: string;
  name: string;
  dose: string;
  dailyUnits: number;
  unit: string;
  /** Taken only when needed; supplied rarely. */
  asNeeded?: boolean;
}

const daily = (name: string, local: string, rxnorm?: string): Medicine => ({
  name,
  local,
  ...(rxnorm ? { rxnorm } : {}),
  dose: "Take 1 tablet by mouth once a day",
  dailyUnits: 1,
  unit: "tablet",
});

export const ailments: Ailment[] = [
  {
    key: "diabetes",
    icd10: "E11.9",
    snomed: "44054006",
    name: "Type 2 diabetes",
    fromAge: 30,
    chance: 0.13,
    medicine: {
      ...daily("Metformin 500 mg tablet", "MET500", "861007"),
      dose: "Take 1 tablet by mouth two times a day with food",
      dailyUnits: 2,
    },
  },
  {
    key: "hypertension",
    icd10: "I10",
    snomed: "38341003",
    name: "High blood pressure",
    fromAge: 28,
    chance: 0.28,
    medicine: daily("Lisinopril 10 mg tablet", "LIS10", "314076"),
  },
  {
    key: "lipids",
    icd10: "E78.5",
    snomed: "55822004",
    name: "High cholesterol",
    fromAge: 30,
    chance: 0.25,
    medicine: daily("Atorvastatin 20 mg tablet", "ATO20", "617310"),
  },
  {
    key: "asthma",
    icd10: "J45.909",
    snomed: "195967001",
    name: "Asthma",
    fromAge: 3,
    chance: 0.1,
    medicine: {
      name: "Albuterol inhaler 90 mcg per puff",
      local: "ALB90",
      dose: "Breathe in 2 puffs every 4 to 6 hours if needed",
      dailyUnits: 2,
      unit: "puff",
      asNeeded: true,
    },
  },
  {
    key: "reflux",
    icd10: "K21.9",
    snomed: "235595009",
    name: "Acid reflux",
    fromAge: 25,
    chance: 0.14,
    medicine: daily("Omeprazole 20 mg capsule", "OME20", "198051"),
  },
  {
    key: "anxiety",
    icd10: "F41.1",
    snomed: "21897009",
    name: "Anxiety",
    fromAge: 18,
    chance: 0.12,
    medicine: daily("Sertraline 50 mg tablet", "SER50", "312941"),
  },
  {
    key: "thyroid",
    icd10: "E03.9",
    snomed: "40930008",
    name: "Low thyroid",
    fromAge: 25,
    chance: 0.08,
    medicine: daily("Levothyroxine 50 mcg tablet", "LEV50"),
  },
  {
    key: "hay-fever",
    icd10: "J30.2",
    snomed: "367498001",
    name: "Seasonal allergies",
    fromAge: 4,
    chance: 0.18,
    medicine: {
      ...daily("Cetirizine 10 mg tablet", "CET10"),
      dose: "Take 1 tablet by mouth once a day if needed",
      asNeeded: true,
    },
  },
  {
    key: "back-pain",
    icd10: "M54.50",
    snomed: "279039007",
    name: "Low back pain",
    fromAge: 20,
    chance: 0.12,
  },
];
