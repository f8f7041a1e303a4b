import type { Language } from "#domain/time.ts";

/** What charts call a clinician's field, by its first code's usual English name. */
const SPANISH: Readonly<Record<string, string>> = {
  "adult health": "Salud de adultos",
  "behavioral health": "Salud mental",
  cardiology: "Cardiología",
  dermatology: "Dermatología",
  endocrinology: "Endocrinología",
  "family medicine": "Medicina familiar",
  "family practice": "Medicina familiar",
  gastroenterology: "Gastroenterología",
  "general medicine": "Medicina general",
  "general practice": "Medicina general",
  "geriatric medicine": "Geriatría",
  "internal medicine": "Medicina interna",
  "mental health": "Salud mental",
  neurology: "Neurología",
  "obstetrics and gynecology": "Ginecología y obstetricia",
  ophthalmology: "Oftalmología",
  orthopedics: "Ortopedia",
  pediatrics: "Pediatría",
  "physical therapy": "Terapia física",
  psychiatry: "Psiquiatría",
  psychology: "Psicología",
  "urgent care": "Atención urgente",
  urology: "Urología",
  "women's health": "Salud de la mujer",
};

/** A specialty in the language of the page; one that is not known here stays as the chart has it. */
export const specialtyIn = (language: Language, name: string | undefined): string | undefined =>
  language === "es" && name !== undefined ? (SPANISH[name.trim().toLowerCase()] ?? name) : name;
