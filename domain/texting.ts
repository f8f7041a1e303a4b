/** What somebody who answers one of our texts wants of it. */
export type TextWish = "stop" | "start";

/** Alone in a message these are commands, in the words of carriers and of people. */
const STOP = new Set(
  (
    "stop,stopall,stop all,stop now,stop it,quit,end,revoke,optout,opt out,cancel,unsubscribe,remove,remove me," +
    "no more,no texts,no text messages,wrong person," +
    "alto,parar,pare,paren,cancelar,detener,salir,baja,darse de baja,dar de baja,basta,basta ya,no mas,ya no," +
    "cancelar suscripcion,cancelar la suscripcion"
  ).split(","),
);
const START = new Set(
  "start,unstop,yes,resume,subscribe,opt in,empezar,iniciar,comenzar,continuar,reanudar".split(","),
);

const NEVER = "(?:do not|don t|dont|never|no longer)";
const WHICH = "(?:all |any |more |with |sending |send |these |those |the |this |your |me |text )*";
const TEXTS = "(?:text|texts|texting|sms|msg|msgs|message|messages|messaging|notifications?)";
const CUALES = "(?:todos |los |estos |sus |mas )*";
const TEXTOS = "(?:mensajes?|textos?|sms|notificaciones)";

/** Inside a sentence, only what can mean nothing else: "I can stop by at three" ends nothing. */
const STOPS = [
  `(?:stop|quit|end|cease|cancel|turn off) ${WHICH}${TEXTS}`,
  "stop (?:sending|contacting|bothering|messaging)",
  "(?:revoke|withdraw) (?:my )?(?:consent|permission)",
  `${NEVER} (?:ever )?(?:text|message|sms|contact) (?:me|this|us)`,
  `${NEVER} (?:ever )?send (?:me |us )(?:any |more |these |text )*${TEXTS}`,
  `${NEVER} (?:want|wish|need) (?:to (?:get|receive) )?(?:any |more |these |your |text )*${TEXTS}`,
  "no more (?:text|texts|texting|sms|message|messages)",
  "unsubscribe|opt (?:me )?out|opting out",
  "(?:take|remove|delete) (?:me|my number|this number) (?:off|from)",
  "(?:remove|delete) my (?:number|phone)|wrong number|leave me alone",
  "no (?:me |nos )?(?:mande|manden|envie|envien|escriba|escriban|mandes|envies|escribas)(?: mas| mensajes)?",
  "no (?:me|nos) (?:contacte|contacten|moleste|molesten)",
  `no (?:quiero|deseo) (?:recibir )?${CUALES}${TEXTOS}`,
  `(?:no mas|alto a|basta de|parar|pare|paren|detener|detengan|cancelar|cancelen) ${CUALES}${TEXTOS}`,
  "(?:deje|dejen|deja|paren|pare) de (?:mandar|enviar|escribir|mandarme|enviarme|escribirme|molestar)",
  "quiteme|quitenme|saqueme|saquenme|borreme|borrenme|deme de baja|denme de baja|(?:dar|darme) de baja",
  "(?:quite|quiten|borre|borren|elimine|eliminen) mi numero",
  "numero (?:equivocado|incorrecto)|equivoco de numero",
].map((words) => new RegExp(`\\b(?:${words})\\b`));

const POLITE = /\b(please|pls|thanks|thank you|por favor|gracias)\b/g;
/** "Stop stop stop". */
const AGAIN = /\b(\w+)(?: \1)+\b/g;

/** Small letters without accents, one space between words. */
const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/**
 * Any reasonable way of saying "no more" counts (47 CFR 64.1200(a)(10)); to come back takes the word alone. Undefined
 * for everything else: nobody reads what comes in, and every text says so.
 */
export function wishIn(text: string): TextWish | undefined {
  const said = plain(text);
  const bare = said.replace(POLITE, " ").replace(AGAIN, "$1").trim();
  if (STOP.has(bare) || STOPS.some((pattern) => pattern.test(said))) return "stop";
  return START.has(said) ? "start" : undefined;
}
