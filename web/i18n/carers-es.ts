import type { acting as actingEn, en } from "./carers-en.ts";
import type { Translation } from "./catalog.ts";

export const es: Translation<typeof en> = {
  "carer.menu": "Su cuenta y las personas que cuida",
  "carer.whose": "¿Para quién es?",
  "carer.you": "Usted",
  "carer.self": "Su propia página",
  "carer.child": "Su hijo o hija",
  "carer.parent": "Su padre o madre",
  "carer.spouse": "Su pareja",
  "carer.other": "Alguien a quien cuida",
  "carer.acting": "Usted actúa por {{ person }}",
  "carer.back": "Volver a usted",
  "carer.switched": "Ahora usted actúa por {{ person }}.",
  "carer.returned": "Está otra vez en su propia página.",
  "carer.readOnly": "Puede ver estas citas. Para pedir o cambiar una, llame a la clínica.",
};

export const acting: Translation<typeof actingEn> = {
  "home.morning": "Citas de {{ person }}",
  "home.afternoon": "Citas de {{ person }}",
  "home.evening": "Citas de {{ person }}",
  "home.next": "Próxima cita de {{ person }}",
  "health.title": "Salud de {{ person }}",
  "health.back": "Salud de {{ person }}",
  "visits.title": "Citas de {{ person }}",
  "visits.book": "Pedir para {{ person }}",
  "state.in-chart": "En el expediente de {{ person }}",
  "status.here": "{{ person }} ya llegó",
  "problem.notEligible": "Esta cita no es para la edad de {{ person }}. Por favor, llámenos.",
  "problem.tooManyOpen": "{{ person }} ya tiene muchas citas. Cancele una, o llámenos.",
  "about.saved":
    "Lo intentamos desde {{ since }}. No la pida otra vez. Le decimos aquí cuando esté en el expediente de {{ person }}.",
  "about.saved.checking":
    "La mandamos y no hubo respuesta. Ahora miramos el expediente de {{ person }} para no pedirla dos veces.",
  "about.entered":
    "Alguien de la clínica dice que ya la anotó. Miramos el expediente para estar seguros.",
  "change.move":
    "Pidió pasar esta cita al {{ when }}. Hasta que esté en el expediente, la cita sigue el {{ old }}.",
  "change.cancel":
    "Pidió cancelar esta cita. Hasta que esté en el expediente, la cita sigue el {{ old }}.",
  "book.title": "Pedir una cita para {{ person }}",
  "confirm.title": "¿Está bien así para {{ person }}?",
  "confirm.book": "Pedir para {{ person }}",
  "confirm.move": "Cambiar esta cita",
  "confirm.stays": "La hora de antes sigue hasta que la nueva esté en el expediente.",
  "confirm.unsureHelp":
    "Quizá la cita ya está hecha. Toque el botón otra vez: nunca la pedimos dos veces.",
  "done.inChart": "{{ person }} tiene su cita",
  "done.saved": "Guardamos la cita de {{ person }}",
  "done.moved": "La cita de {{ person }} está cambiada",
  "done.next1": "Venga unos 10 minutos antes y traiga la tarjeta del seguro de {{ person }}.",
  "visit.asOf": "Del expediente de {{ person }}, {{ age }}",
  "move.title": "Cambiar la cita de {{ person }}",
  "move.from": "La cita de {{ person }} es el {{ when }}.",
  "cancel.title": "¿Cancelar la cita de {{ person }}?",
  "cancel.no": "Dejar la cita",
  "cancel.done": "La cita de {{ person }} está cancelada.",
  "ask.title": "¿Cuándo le va bien a {{ person }}?",
  "asked.title": "La clínica tiene el pedido de {{ person }}",
  "asked.wishes": "Lo que va bien",
  "asked.withdraw": "Retirar el pedido",
  "asked.withdrawTitle": "¿Retirar el pedido de {{ person }}?",
  "asked.withdrawNo": "Dejar el pedido",
  "offer.title": "La clínica ofrece estas horas para {{ person }}",
  "entering.title": "La clínica está anotando la cita de {{ person }}",
  "entering.again":
    "Alguien dijo que ya la anotó, pero no está en el expediente de {{ person }}. Vuelve a la lista de la clínica.",
  "entering.next1": "La clínica anota la cita en su sistema.",
  "entering.next2":
    "La buscamos en el expediente de {{ person }}. Cuando la vemos, se lo decimos aquí.",
  "entered.title": "La clínica anotó la cita de {{ person }}",
  "entered.body":
    "Alguien de la clínica dice que la anotó ({{ since }}). Aquí dirá «En el expediente de {{ person }}» cuando la veamos ahí.",
  "withdrawn.title": "Este pedido se retiró",
};
