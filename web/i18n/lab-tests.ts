/** What common tests are about, by their LOINC codes: the same test has one for each sample and method. */
const CODES = {
  white: ["6690-2", "26464-8"],
  red: ["789-8", "26453-1"],
  hemoglobin: ["718-7"],
  hematocrit: ["4544-3", "20570-8"],
  cellSize: ["787-2", "785-6", "786-4", "788-0", "21000-5"],
  platelets: ["777-3", "26515-7"],
  glucose: ["2345-7", "2339-0", "1558-6", "41653-7"],
  urea: ["3094-0", "6299-2"],
  creatinine: ["2160-0", "38483-4"],
  filtration: ["33914-3", "48642-3", "48643-1", "62238-1", "98979-8"],
  sodium: ["2951-2", "2947-0"],
  potassium: ["2823-3", "6298-4"],
  chloride: ["2075-0", "2069-3"],
  carbonDioxide: ["2028-9", "20565-8"],
  calcium: ["17861-6", "49765-1"],
  protein: ["2885-2", "1751-7"],
  bilirubin: ["1975-2"],
  liver: ["1742-6", "1920-8", "6768-6"],
  cholesterol: ["2093-3"],
  hdl: ["2085-9"],
  ldl: ["13457-7", "18262-6", "2089-1"],
  triglycerides: ["2571-8"],
  a1c: ["4548-4", "17856-6"],
  thyroid: ["3016-3", "11579-0"],
  thyroxine: ["3024-7"],
  iron: ["2276-4"],
  vitaminD: ["1989-3", "62292-8"],
  b12: ["2132-9"],
  inflammation: ["1988-5", "30522-7"],
  clotting: ["6301-6"],
  urineProtein: ["5804-0", "20454-5", "14959-1", "9318-7"],
  urineGlucose: ["5792-7", "25428-4"],
  urineInfection: ["5799-2", "5802-4"],
  urineBlood: ["5794-3"],
} as const;

export type TestName = keyof typeof CODES;
export type LabTests = Readonly<Record<TestName, string>>;

const isTest = (name: string): name is TestName => name in CODES;

/** The test a code stands for, where we have words for it. */
export const testOf = (loinc: string | undefined): TestName | undefined =>
  Object.keys(CODES)
    .filter(isTest)
    .find((name) => CODES[name].some((code) => code === loinc));
