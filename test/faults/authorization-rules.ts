import type { Permission } from "#domain/actor.ts";
import { ADA, BEN, CHILD, type Facts, GRACE, type Right, YARA } from "./authorization-people.ts";

/** Who may call a route: anyone; a vendor who signs; who is signed in; the chart's own, alone or with a carer for this; staff who may. */
type Who = "anyone" | "vendor" | "signed in" | "own" | Right | Permission;

/** About one chart: its patient's own, and those of carers with this right to it; what is "own" no carer has. */
export const isForCharts = (who: Who): who is Right | "own" =>
  who === "own" || who === "read" || who === "act" || who === "records";

/** What a route names, if it names one thing of somebody's. */
export type Named =
  | "visit"
  | "hold"
  | "offered"
  | "row"
  | "record"
  /** Files of a chart: what its patient asked for, no carer has. */
  | "export"
  | "result"
  | "request"
  | "entry"
  | "call"
  | "connection"
  | "patient"
  | "visit of patient"
  | "result of patient"
  | "correction of patient"
  | "thread"
  | "thread of patient"
  /** A hold of one's own, in place of a slot. */
  | "held"
  | "colleague";

export interface Rule {
  readonly who: Who;
  readonly names?: Named;
  /** The answer to whoever may. */
  readonly done: number;
  /** Whose data it touches: a request of somebody signed in leaves one audit entry, unless it is nobody's. */
  readonly audited: boolean;
}

const may = (who: Who, done: number, names?: Named): Rule => ({
  who,
  done,
  audited: true,
  ...(names ? { names } : {}),
});
const unheard = (who: Who, done: number): Rule => ({ who, done, audited: false });

/**
 * What is allowed, said once more and by hand: the matrix holds the product to this and never asks the product. A route
 * without a line here fails the tests; its use case goes into `authorization-house.ts`, what it names into the world.
 */
export const RULES: Readonly<Record<string, Rule>> = {
  "POST /api/session": unheard("anyone", 401),
  "POST /api/session/challenge": unheard("anyone", 401),
  "GET /api/session": unheard("signed in", 200),
  "DELETE /api/session": unheard("signed in", 204),
  "GET /api/welcome": unheard("anyone", 200),
  "GET /api/health": unheard("anyone", 200),
  "GET /api/openapi.json": unheard("anyone", 200),
  "GET /.well-known/jwks.json": unheard("anyone", 200),
  "POST /api/webhooks/ehr/{connectionId}": unheard("vendor", 401),
  "POST /api/webhooks/twilio": unheard("vendor", 401),
  "GET /api/visit-types": may("act", 200),
  "GET /api/slots": may("act", 200),
  "POST /api/holds": may("act", 201),
  "DELETE /api/holds/{id}": may("act", 204, "hold"),
  "GET /api/appointments": may("read", 200),
  "POST /api/appointments": may("act", 201, "held"),
  "GET /api/appointments/{id}": may("read", 200, "visit"),
  "POST /api/appointments/{id}/cancel": may("act", 200, "visit"),
  "POST /api/appointments/{id}/reschedule": may("act", 200, "visit"),
  "POST /api/appointments/{id}/answer": may("act", 200, "offered"),
  "GET /api/appointments/{id}/calendar": may("read", 200, "visit"),
  "GET /api/write-backs": may("read", 200),
  "GET /api/write-backs/{id}": may("read", 200, "row"),
  "GET /api/records": may("records", 200),
  "GET /api/records/{section}": may("records", 200),
  "GET /api/records/{section}/{id}": may("records", 200, "record"),
  "GET /api/records/{section}/{id}/files/{n}": may("records", 200, "result"),
  "POST /api/records/corrections": may("own", 201),
  "GET /api/records/corrections": may("own", 200),
  "GET /api/practice/corrections": may("write-backs", 200),
  "GET /api/threads": may("own", 200),
  "POST /api/threads": may("own", 201),
  "GET /api/threads/{id}": may("own", 200, "thread"),
  "POST /api/threads/{id}/messages": may("own", 201, "thread"),
  "POST /api/threads/{id}/read": may("own", 200, "thread"),
  "GET /api/practice/threads": may("messages", 200),
  "GET /api/practice/patients/{patientId}/threads/{id}": may("messages", 200, "thread of patient"),
  "POST /api/practice/patients/{patientId}/threads/{id}/messages": may(
    "messages",
    201,
    "thread of patient",
  ),
  "POST /api/practice/patients/{patientId}/threads/{id}/close": may(
    "messages",
    200,
    "thread of patient",
  ),
  "POST /api/practice/patients/{patientId}/corrections/{id}/answer": may(
    "write-backs",
    200,
    "correction of patient",
  ),
  "POST /api/records/export": may("records", 201),
  "GET /api/records/exports": may("records", 200),
  "GET /api/records/exports/{id}": may("records", 200, "export"),
  "GET /api/results": may("records", 200),
  "GET /api/results/{id}": may("records", 200, "result"),
  "GET /api/results/trends/{loinc}": may("records", 200),
  "GET /api/account/result-timing": may("own", 200),
  "PUT /api/account/result-timing": may("own", 200),
  "GET /api/practice/results": may("results:release", 200),
  "GET /api/practice/results/counts": unheard("results:release", 200),
  "GET /api/practice/results/holds": may("results:release", 200),
  "POST /api/practice/results/release": may("results:release", 200),
  "GET /api/practice/patients/{patientId}/results/{id}": may(
    "results:release",
    200,
    "result of patient",
  ),
  "POST /api/practice/patients/{patientId}/results/{id}/decisions": may(
    "results:release",
    200,
    "result of patient",
  ),
  "GET /api/practice/schedule": may("schedule", 200),
  "GET /api/practice/counts": unheard("write-backs", 200),
  "GET /api/practice/staff": unheard("write-backs", 200),
  "GET /api/practice/requests": may("write-backs", 200),
  "GET /api/practice/write-backs": may("write-backs", 200),
  "GET /api/practice/tasks": may("write-backs", 200),
  "POST /api/practice/work/{id}/assign": may("write-backs", 200, "colleague"),
  "POST /api/practice/requests/{id}/schedule": may("write-backs", 200, "request"),
  "POST /api/practice/requests/{id}/offer": may("write-backs", 200, "request"),
  "POST /api/practice/requests/{id}/decline": may("write-backs", 200, "request"),
  "POST /api/practice/write-backs/{id}/entered": may("write-backs", 200, "entry"),
  "POST /api/practice/write-backs/{id}/retry": may("write-backs", 200, "entry"),
  "POST /api/practice/tasks/{id}/done": may("write-backs", 200, "call"),
  "POST /api/practice/patients/search": may("patients", 200),
  "GET /api/practice/patients/{id}": may("patients", 200, "patient"),
  "GET /api/practice/visit-types": unheard("schedule", 200),
  "GET /api/practice/slots": unheard("schedule", 200),
  "POST /api/practice/patients/{patientId}/appointments": may("schedule", 201, "patient"),
  "POST /api/practice/patients/{patientId}/appointments/{id}/reschedule": may(
    "schedule",
    200,
    "visit of patient",
  ),
  "POST /api/practice/patients/{patientId}/appointments/{id}/cancel": may(
    "schedule",
    200,
    "visit of patient",
  ),
  "GET /api/practice/connections": may("connections", 200),
  "POST /api/practice/connections/{id}/probe": may("connections", 200, "connection"),
  "POST /api/practice/connections/{id}/reconcile": may("connections", 200, "connection"),
};

const IN_BOTH = [ADA, GRACE, CHILD, BEN, "patient-0005"];
/** Who stands in which practice's chart. */
export const PATIENTS = { demo: IN_BOTH, other: [...IN_BOTH, YARA] } as const;

/** What a request names: no chart, somebody's, nobody's; and a thing of somebody's, of nobody's, or no id at all. */
export interface Relation {
  /** The chart asked for; undefined where none is said. */
  readonly chart?: string | undefined;
  /** Whose the named thing is; undefined where the route names none. */
  readonly of?: { readonly practice: string; readonly patient?: string } | "nobody" | undefined;
  /** One of the ids is none. */
  readonly malformed?: boolean;
}

export type Expected = "in" | "who are you" | "wrong" | "not yours" | "not there" | "lost";

/** What somebody must be told, by relations alone. */
export function expectedOf(rule: Rule, actor: Facts, relation: Relation): Expected {
  const { who } = rule;
  if (who === "vendor" || who === "anyone") return "in";
  if (actor.kind === "nobody") return "who are you";
  if (relation.malformed) return "wrong";
  if (who === "signed in") return "in";
  if (!isEverFor(who, actor)) return "not yours";
  return actor.kind === "patient" ? forChart(rule, actor, relation) : atPractice(actor, relation);
}

function isEverFor(who: Who, { kind, permits = [] }: Facts): boolean {
  if (kind === "patient") return isForCharts(who);
  return permits.some((permission) => permission === who);
}

function forChart({ who, names }: Rule, actor: Facts, relation: Relation): Expected {
  const chart = relation.chart ?? actor.own;
  if (chart === undefined) return "not there";
  if (chart !== actor.own && !actor.cares?.[chart]?.some((right) => right === who))
    return "not there";
  if (relation.of === undefined) return "in";
  const there = isOf(relation.of, actor, chart) && (names !== "export" || chart === actor.own);
  // Somebody's hold and no hold at all are told as one's own that ran out.
  return there ? "in" : names === "held" ? "lost" : "not there";
}

const isOf = (of: Relation["of"], actor: Facts, chart: string): boolean =>
  of !== undefined && of !== "nobody" && of.practice === actor.practice && of.patient === chart;

function atPractice({ practice }: Facts, { chart, of }: Relation): Expected {
  if (chart !== undefined && !PATIENTS[practice].includes(chart)) return "not there";
  if (of === undefined) return "in";
  if (of === "nobody" || of.practice !== practice) return "not there";
  return of.patient === undefined || chart === undefined || of.patient === chart
    ? "in"
    : "not there";
}

/** How it is told. */
export const TOLD: Readonly<Record<Exclude<Expected, "in">, readonly [number, string]>> = {
  "who are you": [401, "session.required"],
  wrong: [422, "request.invalid"],
  "not yours": [403, "request.not-allowed"],
  "not there": [404, "not-found"],
  lost: [409, "appointments.hold-expired"],
};
