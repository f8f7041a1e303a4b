import type { en } from "./timing-en.ts";

/** The same in Spanish. */
export const es: Readonly<Record<keyof typeof en, string>> = {
  "timing.lead":
    "Elija cuándo aparece aquí un resultado nuevo y cuándo le avisamos. Vale de inmediato. Lo que ya ve se queda.",
  "timing.law":
    "Para algunas pruebas, una ley nos hace esperar a todos. Su elección no cambia eso.",
  "timing.usual": "Sus resultados",
  "timing.now": "En cuanto llegue",
  "timing.nowHelp": "De día o de noche. Los mensajes de texto, solo de día.",
  "timing.waking-hours": "De inmediato, pero avísenme de día",
  "timing.waking-hoursHelp": "Lo ve de inmediato. Le avisamos de 8 a. m. a 9 p. m.",
  "timing.after-comment": "Con unas palabras de mi médico",
  "timing.after-commentHelp": "Las esperamos una semana. Después ve el resultado de todos modos.",
  "timing.only-that-it-is-there": "Díganme solo que ya está",
  "timing.only-that-it-is-thereHelp": "La lista no dice qué salió. Usted lo abre cuando quiera.",
  "timing.apart": "Elegir aparte para algunas pruebas",
  "timing.same": "Como mis otros resultados",
  "timing.malignancy": "Pruebas de cáncer",
  "timing.genetic": "Pruebas de genes",
  "timing.cancer-genetic": "Pruebas de genes por cáncer",
  "timing.hiv": "Pruebas de VIH",
  "timing.hepatitis-antigen": "Pruebas de hepatitis",
  "timing.drug-abuse": "Pruebas de drogas",
  "timing.save": "Guardar mi elección",
  "timing.saving": "Guardando…",
  "timing.saved": "Guardado. Vale desde ahora.",
  "timing.changed": "Usted cambió esto en otra página. Así está ahora.",
};
