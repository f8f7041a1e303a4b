/** A blood test: what is usual, and how an ailment moves it. */
export interface LabTest {
  loinc: string;
  name: string;
  unit: string;
  low?: number;
  high?: number;
  middle: number;
  spread: number;
  digits: number;
  /** The middle for those who have the ailment, three years ago; care brings it closer to normal. */
  moved?: { by: string; to: number };
}

export interface LabPanel {
  loinc: string;
  name: string;
  tests: LabTest[];
}

type Numbers = [middle: number, spread: number, digits: number];

const test = (
  [loinc, name, unit]: [string, string, string],
  [low, high]: [number | undefined, number | undefined],
  [middle, spread, digits]: Numbers,
): LabTest => ({
  loinc,
  name,
  unit,
  ...(low === undefined ? {} : { low }),
  ...(high === undefined ? {} : { high }),
  middle,
  spread,
  digits,
});

export const panels: LabPanel[] = [
  {
    loinc: "4548-4",
    name: "Hemoglobin A1c",
    tests: [
      {
        ...test(["4548-4", "Hemoglobin A1c", "%"], [4, 5.6], [5.3, 0.15, 1]),
        moved: { by: "diabetes", to: 8.4 },
      },
    ],
  },
  {
    loinc: "57698-3",
    name: "Lipid panel",
    tests: [
      {
        ...test(["2093-3", "Total cholesterol", "mg/dL"], [undefined, 200], [176, 12, 0]),
        moved: { by: "lipids", to: 252 },
      },
      test(["2085-9", "HDL cholesterol", "mg/dL"], [40, undefined], [54, 6, 0]),
      {
        ...test(["13457-7", "LDL cholesterol", "mg/dL"], [undefined, 130], [101, 11, 0]),
        moved: { by: "lipids", to: 171 },
      },
      test(["2571-8", "Triglycerides", "mg/dL"], [undefined, 150], [112, 18, 0]),
    ],
  },
  {
    loinc: "51990-0",
    name: "Basic metabolic panel",
    tests: [
      {
        ...test(["2345-7", "Glucose", "mg/dL"], [70, 99], [88, 5, 0]),
        moved: { by: "diabetes", to: 168 },
      },
      test(["2160-0", "Creatinine", "mg/dL"], [0.6, 1.2], [0.88, 0.08, 2]),
      test(["98979-8", "eGFR", "mL/min/{1.73_m2}"], [60, undefined], [92, 7, 0]),
      test(["2823-3", "Potassium", "mmol/L"], [3.5, 5.1], [4.2, 0.2, 1]),
      test(["2951-2", "Sodium", "mmol/L"], [136, 145], [140, 1.4, 0]),
    ],
  },
  {
    loinc: "58410-2",
    name: "Complete blood count",
    tests: [
      test(["6690-2", "White blood cells", "10*3/uL"], [4, 11], [6.8, 1, 1]),
      test(["718-7", "Hemoglobin", "g/dL"], [12, 17], [13.9, 0.7, 1]),
      test(["4544-3", "Hematocrit", "%"], [36, 50], [42, 2, 1]),
      test(["777-3", "Platelets", "10*3/uL"], [150, 400], [255, 30, 0]),
    ],
  },
];
