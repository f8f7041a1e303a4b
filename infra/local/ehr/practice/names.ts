type Names = readonly [string, ...string[]];

const list = (first: string, rest: string): Names => [first, ...rest.split(" ")];

/** Invented patients: common names from many places, put together by chance. */
const givenNames: Record<string, Record<string, Names>> = {
  en: {
    female: list(
      "Amara",
      "Beatrice Chloe Dalia Edith Fatima Gemma Hana Ingrid Joy Keiko Leila Maeve Nadia Olive Priya Ruth Soraya Thuy Uma Vera Willa Yuki Zora",
    ),
    male: list(
      "Aaron",
      "Bashir Caleb Dmitri Emeka Felix Gordon Hiro Isaac Jamal Kofi Liam Marcus Nikhil Owen Pavel Quentin Rashid Simon Tariq Viktor Wendell Xin Yosef",
    ),
  },
  es: {
    female: list("Alicia", "Camila Elena Guadalupe Isabel Lucía Marisol Paloma Rosario Ximena"),
    male: list("Andrés", "Diego Esteban Gael Joaquín Mateo Rafael Santiago Tomás Vicente"),
  },
};

const familyNames: Record<string, Names> = {
  en: list(
    "Abbott",
    "Achebe Banerjee Bergstrom Chen Cohen Dang Duval Eriksen Farah Fischer Gallagher Hassan Ito Jansen Kaur Kowalski Larkin Mensah Nakamura Novak Oduya Okonkwo Park Petrov Quinn Rahman Schwartz Singh Tanaka Thornton Underwood Voss Walsh Yilmaz Zimmer",
  ),
  es: list(
    "Aguilar",
    "Benítez Cordero Delgado Espinoza Fuentes Guzmán Herrera Ibarra Jiménez Luna Montoya Navarro Ortega Peña Quintero Rivas Salazar Trujillo Valdez",
  ),
};

export const streets: Names = [
  "Alder Lane",
  "Birch Street",
  "Cedar Avenue",
  "Dune Road",
  "Elm Court",
  "Ferry Street",
  "Grove Avenue",
  "Hill Road",
  "Juniper Way",
  "Lake Drive",
];

export function givenNamesFor(language: string, gender: string): Names {
  return givenNames[language]?.[gender] ?? ["Robin"];
}

export function familyNamesFor(language: string): Names {
  return familyNames[language] ?? ["Doe"];
}
