import type { Translation } from "./catalog.ts";
import type { en } from "./exports-en.ts";

export const es: Translation<typeof en> = {
  "export.title": "Descargar el expediente de salud",
  "export.lead":
    "Son dos archivos con todo lo que estas páginas muestran ahora. No están los resultados retenidos ni los que aún no se abrieron.",
  "export.pdfName": "Para leer e imprimir (PDF)",
  "export.pdfHelp": "Todas las partes, con fechas, valores y palabras.",
  "export.fhirName": "Para aplicaciones y otras clínicas (FHIR)",
  "export.fhirHelp": "Lo mismo, como datos que otros sistemas de salud pueden leer.",
  "export.private": "Los archivos son privados. Guárdelos solo en un aparato de confianza.",
  "export.start": "Preparar los archivos",
  "export.again": "Preparar archivos nuevos",
  "export.retry": "Intentar de nuevo",
  "export.starting": "Un momento…",
  "export.preparing": "Estamos preparando los archivos",
  "export.preparingHelp":
    "Puede tardar unos minutos. Puede salir de esta página y volver. Esto sigue.",
  "export.ready": "Los archivos están listos",
  "export.asOf": "Del expediente como estaba el {{ when }}.",
  "export.kept": "Puede obtenerlos aquí hasta el {{ when }}. Después los borramos.",
  "export.save": "Guardar",
  "export.saveOne": "Guardar: {{ name }}, {{ size }}",
  "export.failed": "No se pudieron hacer los archivos",
  "export.failedEhr":
    "El sistema de la clínica no nos dijo todo el expediente. No hacemos archivos de medio expediente. Intente más tarde.",
  "export.failedOurs": "Algo salió mal de nuestro lado. Nada cambió en el expediente.",
  "wrong.title": "¿Algo está mal en el expediente?",
  "wrong.lead":
    "Diga a la clínica qué está mal. Debe responder en 60 días. Puede decir que no, y entonces debe decir por qué.",
  "wrong.about": "Es sobre: {{ title }}",
  "wrong.label": "¿Qué está mal y cómo debería ser?",
  "wrong.send": "Enviar a la clínica",
  "wrong.sending": "Enviando…",
  "wrong.sent": "La clínica lo tiene. Responde hasta el {{ day }}.",
  "wrong.empty": "Primero escriba qué está mal.",
  "wrong.earlier": "Lo que se pidió antes",
  "wrong.waiting": "La clínica todavía no responde",
  "wrong.accepted": "La clínica está de acuerdo y dice que cambió el expediente",
  "wrong.refused": "La clínica no está de acuerdo",
  "wrong.saved": "Su solicitud está guardada, aún no en su expediente",
  "wrong.in-chart": "Su solicitud está en su expediente",
  "wrong.with-practice": "La clínica tiene su solicitud",
  "wrong.asked": "Pedido el {{ day }}",
  "wrong.due": "Respuesta hasta el {{ day }}",
  "wrong.says": "La clínica dice",
};
