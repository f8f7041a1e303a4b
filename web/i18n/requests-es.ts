import type { Translation } from "./catalog.ts";
import type { en } from "./requests-en.ts";

export const es: Translation<typeof en> = {
  "ask.any": "A toda hora",
  "ask.morning": "Mañana",
  "ask.afternoon": "Tarde",
  "asked.title": "La clínica tiene su pedido",
  "asked.body":
    "Todavía no hay cita. Una persona de la clínica lo tiene en su lista desde {{ since }}.",
  "asked.none": "Le dijimos a la clínica que ninguna de esas horas le va bien.",
  "asked.wishes": "Lo que le va bien",
  "asked.next1": "La clínica busca una hora que le vaya bien.",
  "asked.next2": "La verá aquí: una hora, o unas pocas para elegir.",
  "asked.next3": "¿Es urgente o cambió algo? Llámenos.",
  "asked.withdraw": "Retirar mi pedido",
  "asked.withdrawTitle": "¿Retirar su pedido?",
  "asked.withdrawBody": "La clínica deja de buscar una hora. Puede pedirla otra vez más tarde.",
  "asked.withdrawYes": "Sí, retirarlo",
  "asked.withdrawBusy": "Retirando…",
  "asked.withdrawNo": "Dejar mi pedido",
  "asked.by": "La pidió {{ name }}",
  "offer.title": "La clínica le ofrece estas horas",
  "offer.body": "Elija la que le va bien. No hay cita hasta que usted elija.",
  "offer.take": "Tomar esta hora",
  "offer.taking": "Pidiendo…",
  "offer.pick": "Primero elija una hora.",
  "offer.none": "Ninguna me va bien",
  "offer.taken": "Otra persona acaba de tomar esa hora. No se pidió nada. Elija otra, por favor.",
  "offer.takenTag": "Ya no está",
  "offer.unsure": "Quizá ya la tenemos. Toque el botón otra vez: nunca la pedimos dos veces.",
  "offer.over": "Estas horas ya no se ofrecen. Así están las cosas ahora.",
  "entering.title": "La clínica está anotando su cita",
  "entering.body":
    "Eligieron esta hora. Falta confirmar: una persona la tiene que anotar en el sistema de la clínica.",
  "entering.day":
    "Todo un día tratamos de mandarla. Ahora una persona de la clínica la va a anotar.",
  "entering.again":
    "Alguien dijo que ya la anotó, pero no está en su expediente. Vuelve a la lista de la clínica.",
  "entering.next1": "La clínica anota su cita en su sistema.",
  "entering.next2": "La buscamos en su expediente. Cuando la vemos, se lo decimos aquí.",
  "entering.next3": "Hasta entonces, llámenos si quiere estar seguro.",
  "entered.title": "La clínica anotó su cita",
  "entered.body":
    "Alguien de la clínica dice que la anotó ({{ since }}). Aquí dirá «En su expediente» cuando la veamos ahí.",
  "declined.title": "La clínica no puede dar esta cita",
  "declined.words": "La clínica escribió:",
  "declined.body": "No hay cita. Llámenos, o pida otros días.",
  "declined.again": "Pedir otra vez",
  "withdrawn.title": "Usted retiró este pedido",
  "withdrawn.body": "No hay cita. No tiene que hacer nada.",
};
