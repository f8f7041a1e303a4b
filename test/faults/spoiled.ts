import type { Dice } from "#test/fixtures/dice.ts";
import { BODIES, LARGE_BODIES, MEDIA, NAMES, ORIGINS, TEXTS, VALUES } from "./hostile-values.ts";
import { type Sent, textOf } from "./sent.ts";

/** A text nobody means, or one of chance: any code units, halves of a pair among them. */
const text = (dice: Dice): string =>
  dice.chance(0.7)
    ? dice.pick(TEXTS)
    : String.fromCharCode(
        ...Array.from({ length: dice.between(1, 40) }, () =>
          dice.between(0, dice.pick([0x7f, 0xff, 0xffff])),
        ),
      );

type Change = (sent: Sent, dice: Dice) => void;

const anyOne = <T>(list: T[], dice: Dice): number => dice.between(0, Math.max(0, list.length - 1));

/** One step from right. */
export const NEARLY: readonly Change[] = [
  (sent, dice) => {
    sent.fields.splice(anyOne(sent.fields, dice), 1);
    sent.query.splice(anyOne(sent.query, dice), 1);
  },
  (sent, dice) => sent.fields.push([dice.pick(NAMES), dice.pick(VALUES)]),
  (sent, dice) => sent.query.push([dice.pick(NAMES), text(dice)]),
  // The same field twice, and in two places.
  (sent, dice) => sent.fields.push(...sent.fields.slice(anyOne(sent.fields, dice))),
  (sent, dice) => sent.query.push(...sent.query.slice(anyOne(sent.query, dice))),
  (sent) => sent.query.push(...sent.fields),
  (sent) => sent.fields.push(...Object.entries(sent.parameters)),
  (sent) => sent.query.push(...Object.entries(sent.parameters)),
  (sent, dice) => replace(sent, dice, JSON.stringify("x".repeat(dice.between(0, 600)))),
  (sent, dice) => replace(sent, dice, String(dice.between(-3, 3))),
  (sent, dice) => replace(sent, dice, '"2026-11-24T15:00:00+01:00"'),
  (sent, dice) => {
    const [name = "x", json = "1"] = sent.fields[anyOne(sent.fields, dice)] ?? [];
    replace(sent, dice, `[${json}]`);
    sent.fields.push([name.toUpperCase(), json]);
  },
  (sent) => {
    sent.rawBody = `${textOf(sent)},`;
  },
  (sent) => {
    sent.cookies = [];
  },
  (sent, dice) => {
    const [cookie = ""] = sent.cookies;
    sent.cookies = [cookie.slice(0, -dice.between(1, 44)), `other=${cookie}`, cookie.toLowerCase()];
  },
  (sent) => {
    delete sent.headers["content-type"];
  },
  (sent) => {
    delete sent.headers["origin"];
  },
  (sent, dice) => {
    sent.headers["content-length"] = dice.pick(["65537", "-1", "1e9", "NaN", "", "0x10"]);
  },
  (sent, dice) => {
    for (const name of Object.keys(sent.parameters))
      sent.parameters[name] = dice.pick(["nobody-has-this", "patient-ada", "demo", "x~y~z"]);
  },
];

/** Nobody means it. */
export const HOSTILE: readonly Change[] = [
  (sent, dice) => replace(sent, dice, dice.pick(VALUES)),
  (sent, dice) => replace(sent, dice, dice.pick(VALUES)),
  (sent, dice) => replace(sent, dice, JSON.stringify(text(dice))),
  (sent, dice) => sent.fields.unshift([dice.pick(NAMES), dice.pick(VALUES)]),
  (sent, dice) => {
    sent.rawBody = dice.pick(dice.chance(0.1) ? LARGE_BODIES : BODIES);
  },
  (sent, dice) => {
    sent.base64 = true;
    sent.rawBody = dice.pick(["%%%", "AAAA", Buffer.from(textOf(sent)).toString("base64"), "/w=="]);
  },
  (sent, dice) => {
    const last = sent.query.at(anyOne(sent.query, dice));
    if (last) last[1] = text(dice);
    else sent.query.push([dice.pick(NAMES), text(dice)]);
  },
  (sent, dice) => {
    sent.query.push(
      ...Array.from({ length: 300 }, (_, i) => [`q${i}`, dice.pick(NAMES)] as [string, string]),
    );
  },
  (sent, dice) => {
    for (const name of Object.keys(sent.parameters)) sent.parameters[name] = text(dice);
  },
  (sent, dice) => {
    for (const name of Object.keys(sent.parameters)) sent.parameters[name] = text(dice);
  },
  (sent, dice) => {
    sent.headers["content-type"] = dice.pick(MEDIA);
  },
  (sent, dice) => {
    sent.headers["origin"] = dice.pick(ORIGINS);
  },
  (sent, dice) => {
    sent.headers["idempotency-key"] = text(dice);
  },
  (sent, dice) => {
    const names = ["x-forwarded-for", "content-length", "x-hub-signature", "x-twilio-signature"];
    sent.headers[dice.pick([...names, "accept", "user-agent", "__proto__"])] = text(dice);
  },
  (sent, dice) => {
    sent.cookies = Array.from(
      { length: dice.between(1, 40) },
      () => `__Host-session=${text(dice)}`,
    );
  },
  (sent, dice) => {
    sent.cookies = [`__Host-session=${text(dice)}.${"s".repeat(43)}`];
  },
];

/** Something else in the place of one field, wherever that stands. */
function replace(sent: Sent, dice: Dice, json: string): void {
  const places = [...sent.fields, ...sent.query];
  const place = places[anyOne(places, dice)];
  if (place) place[1] = sent.query.includes(place) ? textIn(json) : json;
  else sent.fields.push(["id", json]);
}

const textIn = (json: string): string => (json.startsWith('"') ? String(JSON.parse(json)) : json);
