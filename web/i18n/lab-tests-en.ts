import type { LabTests } from "./lab-tests.ts";

/** Our own plain words for common tests: what is measured, and what it tells. They judge no value. */
export const en: LabTests = {
  white: "White cells fight germs. Their number can rise or fall when you are sick.",
  red: "Red cells carry oxygen from the lungs to all parts of the body.",
  hemoglobin: "Hemoglobin is what makes blood red. It carries oxygen.",
  hematocrit: "This is how much of the blood is red cells.",
  cellSize: "This tells how big red cells are and how much hemoglobin is in them.",
  platelets: "Platelets help blood clot, so that a cut stops bleeding.",
  glucose: "Glucose is the sugar in the blood. It goes up after you eat.",
  urea: "Urea is waste that the kidneys clear. It helps show how they work.",
  creatinine:
    "Creatinine is waste from the muscles. The kidneys clear it, so it helps show how they work.",
  filtration: "This tells how well the kidneys clean the blood.",
  sodium: "Sodium is a salt. It helps the body keep the right amount of water.",
  potassium: "Potassium is a salt that nerves, muscles and the heart need.",
  chloride: "Chloride is a salt. It helps keep water and acid in the body in balance.",
  carbonDioxide: "This helps show if the blood has the right amount of acid.",
  calcium: "Calcium is a mineral that bones, nerves and muscles need.",
  protein: "Proteins in the blood help the body heal. The liver makes most of them.",
  bilirubin: "Bilirubin is left over from old red cells. The liver clears it.",
  liver:
    "The liver and some other parts of the body make this. It helps show how the liver is doing.",
  cholesterol: "This is all the cholesterol in the blood. It is a kind of fat.",
  hdl: "HDL is the “good” cholesterol. It carries fat away from the blood vessels.",
  ldl: "LDL is the “bad” cholesterol. Over time it can narrow the blood vessels.",
  triglycerides: "This is a kind of fat in the blood. It goes up after you eat.",
  a1c: "This shows how high the blood sugar was over the last two to three months.",
  thyroid:
    "TSH tells the thyroid how hard to work. It helps show if it does too much or too little.",
  thyroxine: "The thyroid makes this hormone. It sets how fast the body works.",
  iron: "Ferritin shows how much iron the body has stored.",
  vitaminD: "Vitamin D helps the body take in calcium for strong bones.",
  b12: "The body needs vitamin B12 for nerves and for new blood cells.",
  inflammation: "CRP goes up when something in the body is inflamed. It does not tell where.",
  clotting: "This shows how long blood takes to clot. It is used to guide blood thinners.",
  urineProtein: "Healthy kidneys keep most protein out of the urine.",
  urineGlucose: "There is usually no sugar in the urine. It can show up when blood sugar is high.",
  urineInfection: "This can point to germs in the urine.",
  urineBlood: "This looks for blood in the urine that you may not see.",
};
