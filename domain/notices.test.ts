import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldToGsm, smsLength } from "./gsm.ts";
import {
  emailText,
  isSaid,
  mayText,
  type NoticedVisit,
  NoticeEvent,
  type NoticeFacts,
  noticeCatalog,
  noticeFrame,
  senderName,
  smsDueAt,
  smsText,
  stillTrue,
} from "./notices.ts";
import { addSeconds, localDay, localHour } from "./time.ts";

const events = NoticeEvent.options;
/** What a day's one text may be spent on. */
const texted = events.filter((event) => noticeCatalog.en[event].core);
/** What says a time. */
const timed = texted.filter((event) => noticeCatalog.en[event].core?.includes("{when}"));
const languages = ["en", "es"] as const;
const zones = [
  "America/New_York",
  "America/Chicago",
  "America/Phoenix",
  "America/Los_Angeles",
  "America/Anchorage",
  "Pacific/Honolulu",
  "Pacific/Guam",
  "Pacific/Pago_Pago",
  "America/Puerto_Rico",
];
const instants = fc
  .date({ min: new Date("2026-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());

const factsFrom = (
  name: fc.Arbitrary<string>,
  portal: fc.Arbitrary<string>,
): fc.Arbitrary<NoticeFacts> =>
  fc.record({
    event: fc.constantFrom(...texted),
    language: fc.constantFrom(...languages),
    start: instants,
    portal,
    practice: fc.record({
      name,
      phone: fc.constant("(312) 555-0142"),
      timeZone: fc.constantFrom(...zones),
    }),
  });

const anyFacts = factsFrom(
  fc.string({ unit: "binary", minLength: 1, maxLength: 80 }),
  fc.webUrl({ validSchemes: ["https"] }),
);

const sms = (given: NoticeFacts): string => smsText(given) ?? "";

const always = <T>(arbitrary: fc.Arbitrary<T>, claim: (value: T) => void, numRuns = 200): void =>
  fc.assert(fc.property(arbitrary, claim), { numRuns });

const lakeside = {
  name: "Lakeside Family Health",
  phone: "(312) 555-0142",
  timeZone: "America/Chicago",
};
const facts = (more: Partial<NoticeFacts> = {}): NoticeFacts => ({
  event: "booked",
  start: "2026-12-03T15:15:00.000Z",
  practice: lakeside,
  portal: "https://portal.lakeside.example",
  language: "en",
  ...more,
});

describe("SMS", () => {
  test("reads as a person would write it", () => {
    expect(smsText(facts())).toBe(
      "Lakeside Family Health: visit booked for Thu, Dec 3, 9:15 AM CST. Questions? (312) 555-0142. portal.lakeside.example Reply STOP to opt out.",
    );
    expect(smsText(facts({ language: "es", event: "unconfirmed" }))).toBe(
      "Lakeside Family Health: la cita del jue, 3 de dic, 9:15 a.m. CST ya no queda confirmada. Llame al (312) 555-0142. Responda STOP para salir.",
    );
  });

  test("is one GSM-7 segment in both languages, whatever the name, zone, date and address", () => {
    always(
      anyFacts,
      (given) => {
        const { encoding, units, parts } = smsLength(sms(given));
        expect([encoding, parts, units <= 160]).toEqual(["GSM-7", 1, true]);
      },
      2000,
    );
  });

  test("always says who, when with its zone, and how to stop", () => {
    always(anyFacts, (given) => {
      const text = sms(given);
      expect(text.startsWith(`${senderName(given.practice.name)}: `)).toBe(true);
      if (timed.includes(given.event))
        expect(text).toMatch(/\d:\d\d (AM|PM|a\.m\.|p\.m\.) ([A-Z]{2,5}|GMT[+-]\d+)\b/);
      expect(text).toMatch(/ (Reply STOP to opt out|Responda STOP para salir)\.$/);
    });
  });

  test("where the name has a usual length a phone number is in each of them; in news, where to look", () => {
    for (const event of texted)
      for (const language of languages)
        expect(sms(facts({ event, language }))).toContain(
          event === "news" ? " portal.lakeside.example " : lakeside.phone,
        );
  });

  test("what only says that nothing is settled yet is left to e-mail", () => {
    expect(events.filter((event) => !texted.includes(event))).toEqual(["asked", "waiting"]);
    for (const language of languages)
      for (const event of events)
        expect(smsText(facts({ event, language })) !== undefined).toBe(texted.includes(event));
  });

  test("a sender's name is cut at a word, and never ends in a loose one", () => {
    expect(senderName("Lakeside Family Health")).toBe("Lakeside Family Health");
    expect(senderName("Centro Médico Familiar de la Bahía")).toBe("Centro Médico Familiar");
    expect(senderName("Associates of Internal Medicine")).toBe("Associates of Internal");
    expect(senderName("Northwest Community and Family Practice")).toBe("Northwest Community");
    expect(senderName("Llanfairpwllgwyngyllgogerychwyrndrobwll")).toHaveLength(24);
  });
});

describe("the length of an SMS", () => {
  test("counts the extension table twice, and parts of several by 153 and 67", () => {
    expect(smsLength("a".repeat(160))).toEqual({ encoding: "GSM-7", units: 160, parts: 1 });
    expect(smsLength("a".repeat(161)).parts).toBe(2);
    expect(smsLength(`${"a".repeat(159)}€`)).toEqual({ encoding: "GSM-7", units: 161, parts: 2 });
    expect(smsLength("a".repeat(306)).parts).toBe(2);
    expect(smsLength(`${"a".repeat(152)}€${"a".repeat(152)}`).parts).toBe(3);
    expect(smsLength("a".repeat(307)).parts).toBe(3);
    expect(smsLength(`${"a".repeat(69)}á`)).toEqual({ encoding: "UCS-2", units: 70, parts: 1 });
    expect(smsLength(`${"a".repeat(70)}á`).parts).toBe(2);
  });

  test("folding leaves GSM-7 and nothing else", () => {
    expect(foldToGsm("mié, sáb, Año, pingüino, café — “sí”… 5\u202fPM")).toBe(
      'mié, sab, Año, pingüino, café - "si"... 5 PM',
    );
    always(fc.string({ unit: "binary" }), (text) => {
      expect(smsLength(foldToGsm(text)).encoding).toBe("GSM-7");
    });
  });
});

describe("words", () => {
  const everyText = languages.flatMap((language) =>
    events.flatMap((event) => {
      const { subject, body } = emailText(facts({ language, event }));
      return [sms(facts({ language, event })), subject, body];
    }),
  );

  test("none of them says anything of health, of people, or of what a visit is for", () => {
    const forbidden =
      /doctor|clinician|nurse|patient|diagnos|symptom|treat|medic|\bexam\b|test|result|\blab\b|vaccin|therap|check-?up|follow-?up|reason|specialist|pediatr|cardio|paciente|síntoma|motivo|resultado|enferm|salud|\bDr\b|\bmed\b/i;
    for (const text of everyText) expect(text.replaceAll(lakeside.name, "")).not.toMatch(forbidden);
  });

  test("an address in them is the front page, without any id", () => {
    for (const text of everyText)
      for (const [, rest] of text.matchAll(/portal\.lakeside\.example(\S*)/g))
        expect(rest).toBe("");
  });

  test("both languages say everything, with the same blanks", () => {
    const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const event of events)
      for (const part of ["core", "more", "subject", "body"] as const)
        expect(blanks(noticeCatalog.es[event][part] ?? "-")).toEqual(
          blanks(noticeCatalog.en[event][part] ?? "-"),
        );
    expect(Object.keys(noticeFrame.es)).toEqual(Object.keys(noticeFrame.en));
  });

  test("Spanish SMS words need no folding", () => {
    for (const { core = "", more = "" } of Object.values(noticeCatalog.es))
      expect(foldToGsm(core + more)).toBe(core + more);
  });

  test("they read at grade 8 or below, and easily in Spanish", () => {
    for (const event of events) {
      const { en, es } = noticeCatalog;
      expect(fleschKincaid(en[event].body), event).toBeLessThanOrEqual(8);
      expect(fleschKincaid(en[event].core ?? "A visit."), event).toBeLessThanOrEqual(8);
      expect(fernandezHuerta(es[event].body), event).toBeGreaterThanOrEqual(60);
    }
    expect(fleschKincaid(noticeFrame.en.why)).toBeLessThanOrEqual(8);
    expect(fernandezHuerta(noticeFrame.es.why)).toBeGreaterThanOrEqual(60);
  });
});

describe("quiet hours", () => {
  test("a text goes between 8 and 21 at the clinic, or just before a visit that can't wait", () => {
    const moments = fc.record({
      now: instants,
      ahead: fc.integer({ min: 60, max: 5 * 86_400 }),
      zone: fc.constantFrom(...zones),
    });
    always(moments, ({ now, ahead, zone }) => {
      const start = addSeconds(now, ahead);
      const due = smsDueAt(now, start, zone);
      const hour = localHour(due, zone);
      const inHours = hour >= 8 && hour < 21;
      expect(due >= now).toBe(true);
      if (!inHours) expect([due, ahead <= 12 * 3600]).toEqual([now, true]);
      else if (due !== now) expect([hour, start > due]).toEqual([8, true]);
      expect(Date.parse(due) - Date.parse(now)).toBeLessThanOrEqual(12 * 3_600_000);
    });
  });

  test("eight o'clock on the days the clocks change", () => {
    const zone = "America/Chicago";
    for (const night of ["2026-03-08T05:00:00.000Z", "2026-11-01T04:00:00.000Z"]) {
      const due = smsDueAt(night, "2027-01-01T00:00:00.000Z", zone);
      expect([localHour(due, zone), due.slice(13)]).toEqual([8, ":00:00.000Z"]);
    }
  });
});

test("caps: one a clinic day and three in seven days", () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 6 * 3600 }), { minLength: 1, maxLength: 60 });
  always(gaps, (seconds) => {
    const zone = "America/Chicago";
    const sent: string[] = [];
    let now = "2026-12-01T12:00:00.000Z";
    for (const gap of seconds) {
      now = addSeconds(now, gap);
      if (mayText(sent, now, zone)) sent.push(now);
    }
    expect(new Set(sent.map((at) => localDay(at, zone))).size).toBe(sent.length);
    for (const at of sent) {
      const week = sent.filter((other) => other <= at && other > addSeconds(at, -7 * 86_400));
      expect(week.length).toBeLessThanOrEqual(3);
    }
  });
});

describe("what was overtaken", () => {
  const now = "2026-12-01T00:00:00.000Z";
  const start = "2026-12-03T15:15:00.000Z";
  const writeBack = { state: "in-chart" };
  const booked: NoticedVisit = { status: "booked", start, writeBack };
  const told = (event: NoticeEvent, visit: NoticedVisit | undefined, at = now) =>
    stillTrue({ event, start }, visit, at);

  test("is not told", () => {
    const cancelled = { ...booked, status: "cancelled" };
    expect(told("booked", booked)).toBe(true);
    expect(told("booked", cancelled)).toBe(false);
    expect(stillTrue({ event: "booked", start: now }, booked, now)).toBe(false);
    expect(told("cancelled", cancelled)).toBe(true);
    expect(told("cancelled", booked)).toBe(false);
    expect(told("unconfirmed", cancelled)).toBe(true);
    expect(told("kept", booked)).toBe(true);
    expect(told("kept", { ...booked, start: now })).toBe(false);
    expect(told("booked", undefined)).toBe(false);
    expect(told("booked", booked, start)).toBe(false);
  });

  test("nor that a booking waits, once it is settled or a change of it waits", () => {
    const saved = { ...booked, writeBack: { state: "saved" } };
    expect(told("waiting", saved)).toBe(true);
    expect(told("waiting", booked)).toBe(false);
    expect(told("waiting", { ...saved, change: {} })).toBe(false);
    expect(told("waiting", { ...saved, status: "cancelled" })).toBe(false);
  });

  test("nor of a request what it no longer is, whether its wishes are over or not", () => {
    const asked = { ...booked, status: "proposed", preferred: [{}] };
    const offered = { ...asked, offered: [{ start: `${start}+` }, { start }] };
    expect([told("asked", asked), told("asked", asked, `${start}+`)]).toEqual([true, true]);
    expect([told("asked", offered), told("asked", booked)]).toEqual([false, false]);
    expect([told("offered", offered), told("offered", asked)]).toEqual([true, false]);
    expect(told("offered", offered, start)).toBe(false);
    expect(stillTrue({ event: "offered", start: now }, offered, now)).toBe(false);
    expect(told("declined", { ...asked, declined: "No." }, `${start}+`)).toBe(true);
    expect(told("declined", asked)).toBe(false);
  });
});

test("what was said last is not said again, but each offer is news", () => {
  const said = (event: NoticeEvent, start = "a") => ({ event, start });
  expect(isSaid(said("booked"), said("booked"))).toBe(true);
  expect(isSaid(said("booked"), said("booked", "b"))).toBe(false);
  expect(isSaid(said("booked"), said("cancelled"))).toBe(false);
  expect(isSaid(said("offered"), said("offered"))).toBe(false);
  expect(isSaid(undefined, said("booked"))).toBe(false);
});

const prose = (text: string) => text.replace(/\{\w+\}/g, "Monday");
const sentences = (text: string) =>
  prose(text)
    .split(/[.!?:]\s*/)
    .filter(Boolean);
const words = (text: string) => prose(text).match(/[\p{L}']+/gu) ?? [];
const syllables = (text: string, vowels: RegExp) =>
  words(text).reduce(
    (sum, word) => sum + Math.max(1, (word.toLowerCase().match(vowels) ?? []).length),
    0,
  ) / words(text).length;
const ENGLISH = /[aeiouy]+(?<!(?<=[^l])e$)/g;
const SPANISH = /[aeiouáéíóúü]+/g;
const fleschKincaid = (text: string) =>
  0.39 * (words(text).length / sentences(text).length) + 11.8 * syllables(text, ENGLISH) - 15.59;
const fernandezHuerta = (text: string) =>
  206.84 - 60 * syllables(text, SPANISH) - 1.02 * (words(text).length / sentences(text).length);
