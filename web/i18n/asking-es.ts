import type { en } from "./asking-en.ts";
import type { Translation } from "./catalog.ts";

export const es: Translation<typeof en> = {
  "ask.title": "¿Cuándo le va bien?",
  "ask.lead":
    "Usted la pide y la clínica busca la hora con usted. No hay cita hasta que lo diga aquí.",
  "ask.wish_1": "Lo mejor",
  "ask.wish_2": "También bien",
  "ask.wish_3": "O también",
  "ask.day": "Día",
  "ask.part": "Parte del día",
  "ask.add": "Poner otro día",
  "ask.remove": "Quitar",
  "ask.removeWish": "Quitar: {{ wish }}",
  "ask.removed": "Quitado.",
  "ask.dayMissing": "Elija un día.",
  "ask.dayRange": "Elija un día del {{ first }} al {{ last }}.",
  "ask.twice": "Ya puso este día y esta hora.",
  "ask.soon": "¿La necesita hoy? Llámenos.",
  "ask.optional": "Si quiere, diga más",
  "ask.send": "Mandar mi pedido",
  "ask.sending": "Mandando…",
  "ask.unsure":
    "Quizá la clínica ya tiene su pedido. Toque el botón otra vez: nunca se manda dos veces.",
  "ask.bookOnline": "Esta cita se pide en línea, con su hora. No hace falta pedirla así.",
  "ask.pickTime": "Elegir una hora",
  "ask.notOnline": "Esta cita se pide por teléfono.",
};
