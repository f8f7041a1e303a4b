import * as z from "zod/mini";
import { foldToGsm, smsLength } from "./gsm.ts";
import type { Instant } from "./identifiers.ts";
import {
  addDays,
  addSeconds,
  dateTime,
  type Language,
  localDay,
  localHour,
  startOfDay,
} from "./time.ts";

/**
 * What a patient is told of a visit. `asked`, `offered`, `declined`: a request came in, has times to pick from, can't be
 * met. `waiting`: a booking is still only saved. `unconfirmed`: a saved booking lost its time or was refused. `kept`: a
 * move or cancellation that was saved could not be made, so the visit stands as it was. `news` is of no visit: there is
 * something in the portal that was not there before.
 */
export const NoticeEvent = z.enum([
  "asked",
  "offered",
  "declined",
  "booked",
  "waiting",
  "changed",
  "cancelled",
  "unconfirmed",
  "kept",
  "news",
]);
export type NoticeEvent = z.infer<typeof NoticeEvent>;

/** All a notice may say: nothing of who, with whom, or why. */
export interface NoticeFacts {
  readonly event: NoticeEvent;
  readonly start: Instant;
  readonly practice: { readonly name: string; readonly phone: string; readonly timeZone: string };
  /** The portal's front page, such as "https://portal.example.org". Never an address of one visit. */
  readonly portal: string;
  readonly language: Language;
}

/** `core` and `more` are the text's; what only says "not yet" has none, for a day's one text belongs to what comes of it. */
interface Words {
  readonly core?: string;
  readonly more?: string;
  readonly subject: string;
  readonly body: string;
}

/** The one catalog. Spanish SMS words are chosen without á í ó ú; dates and names are folded (`domain/gsm.ts`). */
export const noticeCatalog: Record<Language, Record<NoticeEvent, Words>> = {
  en: {
    asked: {
      subject: "request for a visit",
      body: "We have the request for a visit. It is not booked yet. You will hear from us: a time, or a few to pick from.",
    },
    offered: {
      core: "pick a time for a visit online. The first is {when}.",
      more: "Questions? {phone}.",
      subject: "times to pick from",
      body: "There are times to pick from for the visit that was asked for. The first is {when}. Nothing is booked before you pick one. Please do it soon: others may take them.",
    },
    declined: {
      core: "we can't do the visit that was asked for. Call {phone}.",
      more: "Or ask for other days online.",
      subject: "a visit we can't do",
      body: "We can't do the visit that was asked for. Nothing is booked. Please call us, or ask for other days online.",
    },
    booked: {
      core: "visit booked for {when}.",
      more: "Questions? {phone}.",
      subject: "visit booked",
      body: "A visit is booked for {when}. It is confirmed.",
    },
    waiting: {
      subject: "visit not confirmed yet",
      body: "The visit on {when} is saved. It is not confirmed yet. We keep trying, so there is no need to book it again. You will hear from us.",
    },
    changed: {
      core: "the visit is now on {when}.",
      more: "Questions? {phone}.",
      subject: "new time for a visit",
      body: "A visit has a new time: {when}. The old time is no longer held.",
    },
    cancelled: {
      core: "the visit on {when} is cancelled.",
      more: "Questions? {phone}.",
      subject: "visit cancelled",
      body: "The visit on {when} is cancelled.",
    },
    unconfirmed: {
      core: "the visit on {when} is no longer confirmed. Call {phone}.",
      more: "Or pick a new time online.",
      subject: "visit no longer confirmed",
      body: "The visit on {when} is no longer confirmed. That time is not held. Please pick a new time online, or call us.",
    },
    kept: {
      core: "we could not make the change. The visit is still on {when}.",
      more: "Call {phone}.",
      subject: "a visit could not be changed",
      body: "We could not make the change that was asked for. The visit is still on {when}. Please try once more online, or call us.",
    },
    news: {
      core: "there is something new in your portal.",
      subject: "something new in your portal",
      body: "There is something new in your portal. Sign in to see it.",
    },
  },
  es: {
    asked: {
      subject: "pedido de una cita",
      body: "Tenemos el pedido de una cita. Todavía no hay cita. Le avisamos pronto: una hora, o unas pocas para elegir.",
    },
    offered: {
      core: "elija hora para una cita en el portal. La primera: {when}.",
      more: "Preguntas: {phone}.",
      subject: "horas para elegir",
      body: "Hay horas para elegir para la cita pedida. La primera es el {when}. No hay cita hasta que elija una. Hágalo pronto: otras personas pueden tomarlas.",
    },
    declined: {
      core: "no se puede dar la cita pedida. Llame al {phone}.",
      more: "O pida otra hora en el portal.",
      subject: "no se puede dar una cita",
      body: "No se puede dar la cita pedida. No hay cita. Llame a la clínica, o pida otros días en el portal.",
    },
    booked: {
      core: "cita reservada para el {when}.",
      more: "Preguntas: {phone}.",
      subject: "cita reservada",
      body: "Hay una cita reservada para el {when}. Ya está confirmada.",
    },
    waiting: {
      subject: "falta confirmar una cita",
      body: "La cita del {when} está guardada. Falta confirmarla. Lo seguimos intentando: no la pida otra vez. Le avisamos.",
    },
    changed: {
      core: "la cita es ahora el {when}.",
      more: "Preguntas: {phone}.",
      subject: "nueva hora de una cita",
      body: "Una cita tiene nueva hora: {when}. La hora de antes ya no se guarda.",
    },
    cancelled: {
      core: "la cita del {when} fue cancelada.",
      more: "Preguntas: {phone}.",
      subject: "cita cancelada",
      body: "La cita del {when} fue cancelada.",
    },
    unconfirmed: {
      core: "la cita del {when} ya no queda confirmada. Llame al {phone}.",
      more: "O elija otra hora en el portal.",
      subject: "una cita ya no queda confirmada",
      body: "La cita del {when} ya no queda confirmada. Esa hora no se guarda. Elija otra hora en el portal o llame a la clínica.",
    },
    kept: {
      core: "no se pudo hacer el cambio. La cita sigue para el {when}.",
      more: "Llame al {phone}.",
      subject: "no se pudo cambiar una cita",
      body: "No se pudo hacer el cambio pedido. La cita sigue para el {when}. Pruebe otra vez en el portal o llame a la clínica.",
    },
    news: {
      core: "hay algo nuevo en su portal.",
      subject: "algo nuevo en su portal",
      body: "Hay algo nuevo en su portal. Entre con su cuenta para verlo.",
    },
  },
};

export const noticeFrame: Record<
  Language,
  { stop: string; call: string; see: string; why: string }
> = {
  en: {
    stop: "Reply STOP to opt out.",
    call: "Call us: {phone}",
    see: "See it after you sign in: {portal}",
    why: "This note leaves out the details to keep them private. No one reads replies to it.",
  },
  es: {
    stop: "Responda STOP para salir.",
    call: "Llame: {phone}",
    see: "Para ver más, entre al portal: {portal}",
    why: "Este aviso no da detalles, para cuidar su vida privada. Nadie lee las respuestas.",
  },
};

/** A practice's name in an SMS, at most this long. */
const NAME = 24;

/** The practice's name as the sender of an SMS: whole words while they fit, and no word left hanging. */
export function senderName(name: string): string {
  const folded = foldToGsm(name).trim();
  if (folded.length <= NAME) return folded;
  const words = folded
    .slice(0, NAME + 1)
    .split(" ")
    .slice(0, -1);
  while (words.length > 1 && /^(&|-|of|and|the|for|at|de|del|la|y)$/i.test(words.at(-1) ?? ""))
    words.pop();
  return (words.join(" ") || folded.slice(0, NAME)).replace(/[,;:&-]+$/, "");
}

/**
 * One segment, whatever is in it: who, what, when and how to stop always; the phone and the portal where they fit.
 * Undefined for what goes by e-mail alone.
 */
export function smsText(facts: NoticeFacts): string | undefined {
  const { core, more } = noticeCatalog[facts.language][facts.event];
  if (core === undefined) return undefined;
  const filled = (text: string) => foldToGsm(fill(text, facts));
  const first = `${senderName(facts.practice.name)}: ${filled(core)}`;
  const stop = noticeFrame[facts.language].stop;
  const portal = foldToGsm(facts.portal.replace(/^https?:\/\//, ""));
  const optional = [...(more === undefined ? [] : [filled(more)]), portal];
  const parts = [first];
  for (const part of optional)
    if (smsLength([...parts, part, stop].join(" ")).parts === 1) parts.push(part);
  return [...parts, stop].join(" ");
}

export function emailText(facts: NoticeFacts): { subject: string; body: string } {
  const { subject, body } = noticeCatalog[facts.language][facts.event];
  const { call, see, why } = noticeFrame[facts.language];
  const paragraphs = [facts.practice.name, body, `${see}\n${call}`, why];
  return {
    subject: `${facts.practice.name}: ${subject}`,
    body: `${paragraphs.map((text) => fill(text, facts)).join("\n\n")}\n`,
  };
}

const fill = (text: string, { start, practice, portal, language }: NoticeFacts): string =>
  text
    .replace("{when}", () => dateTime(start, { timeZone: practice.timeZone, language }))
    .replace("{phone}", () => practice.phone)
    .replace("{portal}", () => portal)
    // Formatters put narrow spaces before "PM", which mail programs show as boxes.
    .replace(/\p{Zs}/gu, " ");

/** What a notice needs to know of the visit it is about. */
export interface NoticedVisit {
  readonly status: string;
  readonly start: Instant;
  readonly reference?: string | undefined;
  readonly writeBack: { readonly state: string };
  readonly change?: object | undefined;
  readonly preferred?: readonly object[] | undefined;
  readonly offered?: readonly { readonly start: Instant }[] | undefined;
  readonly declined?: string | undefined;
}

export const isOver = (status: string): boolean =>
  status === "cancelled" || status === "entered-in-error";

/** The time an offer is told by: its earliest. */
export const firstOffered = (offered: readonly { readonly start: Instant }[] = []): Instant =>
  offered.map(({ start }) => start).sort()[0] ?? "";

type Said = { readonly event: NoticeEvent; readonly start: Instant };

/** A notice is sent only while it is true and of use: whatever overtook it has a notice of its own. */
export function stillTrue(
  { event, start }: Said,
  visit: NoticedVisit | undefined,
  now: Instant,
): boolean {
  if (!visit) return false;
  // A request's own start is only a wish: that it is over changes nothing.
  if (event === "declined") return visit.declined !== undefined;
  if (event === "asked")
    return visit.preferred !== undefined && !visit.offered && !isOver(visit.status);
  if (start <= now) return false;
  if (event === "offered") return firstOffered(visit.offered) === start && !isOver(visit.status);
  return visit.start === start && stands(event, visit);
}

function stands(event: NoticeEvent, { status, change, writeBack }: NoticedVisit): boolean {
  if (event === "cancelled") return isOver(status);
  // The chart may also have lost it: then nobody cancelled anything.
  if (event === "unconfirmed") return isOver(status) || writeBack.state === "needs-attention";
  if (event === "waiting" && (change || writeBack.state !== "saved")) return false;
  return !isOver(status);
}

/** Each offer is news, also where it begins with the same time as the one before. */
export const isSaid = (last: Said | undefined, next: Said): boolean =>
  next.event !== "offered" && last?.event === next.event && last.start === next.start;

/** Texts go out from 8 until 21 o'clock at the clinic. */
const FIRST_HOUR = 8;
const LAST_HOUR = 21;

/** When an SMS may go: now, or at eight; a visit that starts before then can't wait. */
export function smsDueAt(now: Instant, start: Instant, timeZone: string): Instant {
  const hour = localHour(now, timeZone);
  if (hour >= FIRST_HOUR && hour < LAST_HOUR) return now;
  const today = localDay(now, timeZone);
  const morning = eightOn(hour < FIRST_HOUR ? today : addDays(today, 1), timeZone);
  return now < start && start <= morning ? now : morning;
}

/** Eight o'clock is not always eight hours after midnight. */
function eightOn(day: string, timeZone: string): Instant {
  const midnight = startOfDay(day, timeZone);
  const around = [FIRST_HOUR, FIRST_HOUR - 1, FIRST_HOUR + 1].map((hours) =>
    addSeconds(midnight, hours * 3600),
  );
  return (
    around.find((at) => localHour(at, timeZone) === FIRST_HOUR) ?? addSeconds(midnight, 28_800)
  );
}

const WEEK_SECONDS = 7 * 86_400;

/** Without a recorded consent (47 CFR 64.1200(a)(9)(iv)): one text a day and three a week to a number, from all of us. */
export function mayText(sentAt: readonly Instant[], now: Instant, timeZone: string): boolean {
  const weekAgo = addSeconds(now, -WEEK_SECONDS);
  const lately = sentAt.filter((at) => at > weekAgo);
  const today = localDay(now, timeZone);
  return lately.length < 3 && lately.every((at) => localDay(at, timeZone) !== today);
}
