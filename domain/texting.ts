/** What somebody who answers one of our texts wants of it. */
export type TextWish = "stop" | "start";

/** Alone in a message these are commands, in the words of carriers and of people. */
const STOP = new Set(
  (
    "stop,stopall,stop all,quit,end,revoke,optout,opt out,cancel,unsubscribe,remove," +
    "alto,parar,pare,paren,cancelar,detener,salir,baja,darse de baja,dar de baja,basta,no mas,ya no"
  ).split(","),
);
const START = new Set(
  "start,unstop,yes,resume,subscribe,opt in,empezar,iniciar,comenzar,continuar,reanudar".split(","),
);

/** Inside a sentence, only what can mean nothing else: "I can stop by at three" ends nothing. */
const STOPS = [
  /\b(stop|quit|end|cease) (all |any |with |sending |send |these |those |the |this |your |me )*(text|texts|texting|sms|message|messages|messaging|notification|notifications)\b/,
  /\bstop (sending|contacting|bothering|messaging)\b/,
  /\b(do not|don t|dont|never|no longer) (ever )?(text|message|sms|contact) (me|this|us)\b/,
  /\bno more (text|texts|sms|message|messages)\b/,
  /\bunsubscribe\b|\bopt (me )?out\b|\bopting out\b/,
  /\b(take|remove|delete) (me|my number|this number) (off|from)\b/,
  /\b(remove|delete) my (number|phone)\b|\bwrong number\b|\bleave me alone\b/,
  /\bno (me |nos )?(mande|manden|envie|envien|escriba|escriban|mandes|envies|escribas)( mas| mensajes)?\b/,
  /\bno (quiero|deseo) (recibir )?(mas |estos |sus )*(mensaje|mensajes|textos|sms)\b/,
  /\bno mas (mensaje|mensajes|textos|sms)\b/,
  /\b(deje|dejen|deja|paren|pare) de (mandar|enviar|escribir|mandarme|enviarme|escribirme|molestar)\b/,
  /\b(quiteme|quitenme|saqueme|saquenme|borreme|borrenme|deme de baja|denme de baja|darme de baja)\b/,
  /\bnumero equivocado\b/,
];

const POLITE = /\b(please|pls|thanks|thank you|por favor|gracias)\b/g;

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
  const bare = said.replace(POLITE, " ").trim();
  if (STOP.has(bare) || STOPS.some((pattern) => pattern.test(said))) return "stop";
  return START.has(said) ? "start" : undefined;
}
