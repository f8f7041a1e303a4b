import { concernsChart, fullPath } from "#domain/api.ts";
import { type Schema, schemaOf } from "#functions/ops/schema.ts";
import type { Dice } from "#test/fixtures/dice.ts";
import { type AnyRoute, everyRoute, isSigned, takesBody } from "#test/product/every-route.ts";
import { BODIES, VALUES } from "./hostile-values.ts";
import type { Sent } from "./sent.ts";
import { HOSTILE, NEARLY } from "./spoiled.ts";

/** What the routes of a running clinic would take, by field. */
export interface Known {
  /** A good value of a field, as JSON; undefined where nothing is known of it. */
  value(route: AnyRoute, field: string, dice: Dice): unknown;
  /** Whose route it is: their cookie; undefined where it takes none. */
  cookie(route: AnyRoute, dice: Dice): string | undefined;
  signature(body: string): Record<string, string>;
}

const TRIES = 20;
const inputs = new Map(everyRoute.map(({ key, route }) => [key, schemaOf(route.input, "input")]));

/** A request to the route as nobody, or nearly nobody, would send it. */
export function badRequest(route: AnyRoute, known: Known, dice: Dice): Sent {
  const sent = goodRequest(route, known, dice);
  if (dice.chance(0.55)) {
    sent.kind = "near";
    dice.pick(NEARLY)(sent, dice);
    return sent;
  }
  sent.kind = "hostile";
  for (let times = dice.between(1, 2); times > 0; times--) dice.pick(HOSTILE)(sent, dice);
  return sent;
}

/** A request that fits the route's schema, about things that are there. */
export function goodRequest(route: AnyRoute, known: Known, dice: Dice): Sent {
  const cookie = known.cookie(route, dice);
  const sent: Sent = {
    route,
    kind: "valid",
    parameters: {},
    query: [],
    fields: [],
    base64: false,
    headers: { origin: "https://portal.test" },
    cookies: cookie === undefined ? [] : [cookie],
  };
  place(sent, goodInput(route, known, dice));
  if (takesBody(route)) sent.headers["content-type"] = "application/json";
  if (route.route.keyed && dice.chance(0.5))
    sent.headers["idempotency-key"] = `key-${dice.between(1, 1e9)}`;
  return isSigned(route) ? signed(sent, known, dice) : sent;
}

/** Each field where the route has it: path, body or query. */
function place({ route, parameters, fields, query }: Sent, given: Record<string, unknown>): void {
  const inPath = new Set([...fullPath(route.route).matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  for (const [name, value] of Object.entries(given)) {
    if (inPath.has(name)) parameters[name] = String(value);
    else if (takesBody(route)) fields.push([name, JSON.stringify(value)]);
    else query.push([name, String(value)]);
  }
}

/** Many fields exclude each other: drawn again until the schema takes them. */
function goodInput(route: AnyRoute, known: Known, dice: Dice): Record<string, unknown> {
  const making = { dice, value: (name: string) => known.value(route, name, dice) };
  const draw = () => objectOf(inputs.get(route.key) ?? {}, making);
  let given = draw();
  for (let tries = 1; tries < TRIES && !route.route.input.safeParse(given).success; tries++)
    given = draw();
  if (concernsChart(route.route) && dice.chance(0.1))
    given["patientId"] = known.value(route, "patientId", dice);
  return given;
}

/** What a vendor says, and their signature under it. */
function signed(sent: Sent, known: Known, dice: Dice): Sent {
  const ehr = sent.route.key.includes("/ehr/");
  const focus = dice.pick(["Appointment/1", "Slot/x", "Patient/1", "../x", ""]);
  sent.rawBody = ehr
    ? JSON.stringify({ resourceType: focus.split("/")[0], id: focus.split("/")[1] })
    : `MessageSid=SM${dice.between(1, 1e9)}&From=%2B1312555${dice.between(1000, 9999)}&Body=${dice.pick(["STOP", "START", "Hi"])}`;
  if (dice.chance(0.3)) sent.rawBody = dice.pick([...BODIES, ...VALUES]);
  Object.assign(sent.headers, known.signature(sent.rawBody));
  return sent;
}

interface Making {
  readonly dice: Dice;
  value(name: string): unknown;
}

function objectOf({ properties = {}, required = [] }: Schema, making: Making) {
  const { dice } = making;
  const optional = Object.keys(properties).filter((name) => !required.includes(name));
  const given = optional.length > 0 ? [dice.pick(optional), dice.pick(optional)] : [];
  const names = [...required, ...given.slice(0, dice.between(0, 2))];
  const fields = names.map((name) => [name, made(name, properties[name] ?? {}, making)] as const);
  return Object.fromEntries(fields) as Record<string, unknown>;
}

function made(name: string, schema: Schema, making: Making): unknown {
  const { dice } = making;
  const { anyOf, enum: options, const: only, type, items } = schema;
  if (anyOf) return made(name, dice.pick(anyOf), making);
  if (Array.isArray(options)) return dice.pick<unknown>(options);
  if (only !== undefined) return only;
  if (type === "array") {
    const item = (items ?? {}) as Schema;
    return Array.from({ length: dice.between(1, 3) }, () => made(name, item, making));
  }
  if (type === "object") return objectOf(schema, making);
  if (type === "integer" || type === "number") return dice.between(0, 4);
  return making.value(name) ?? dice.pick(["A cough", "x", "2026-11-24", "2026-11-24T15:00:00Z"]);
}
