import * as z from "zod/mini";
import { type Assumptions, minutesAMonth } from "./assumptions.ts";
import { prices } from "./prices.ts";
import type { Line } from "./template.ts";

/** `docs/units.json`, as the bench writes it. */
export const Units = z.object({
  actions: z.record(z.string(), z.object({ reads: z.number(), writes: z.number() })),
});
export type Units = z.infer<typeof Units>;

/** What stands in the template by number, and multiplies what happens anyway. */
export interface Parts {
  readonly practices: number;
  readonly everyMinute: number;
  readonly functions: number;
}

export interface Usage {
  readonly patients: number;
  readonly assumed: Assumptions;
  readonly units: Units;
  readonly parts: Parts;
}

const SEAL = "seal an audit entry";
const POLL = "a poll of the chart, nothing new";

/** What a month's use costs: what patients do, what staff do for them, and what runs whether or not anybody comes. */
export function metered(usage: Usage): Line[] {
  const infrastructure = [
    ...archiveLines(usage),
    ...tableLines(usage),
    ...runLines(usage),
    ...webLines(usage),
    ...logLines(usage),
  ];
  const { patients, assumed } = usage;
  const lines: Omit<Line, "of">[] = infrastructure;
  const segments = patients * assumed.texts * assumed.segments;
  return [
    ...lines.map((line): Line => ({ of: "infrastructure", ...line })),
    {
      of: "identity",
      what: "people who sign in",
      count: patients + assumed.staff,
      each: prices.activeUser,
    },
    {
      of: "messages",
      what: "SMS segments",
      count: segments,
      each: prices.smsSegment + prices.smsCarrier,
    },
    {
      of: "messages",
      what: "phone number and campaign",
      count: 1,
      each: prices.phoneNumber + prices.campaign,
    },
    { of: "messages", what: "e-mails", count: patients * assumed.emails, each: prices.email },
  ];
}

/** Everything people ask for in a month, by action. */
function asked({ patients, assumed }: Usage): [action: string, times: number][] {
  return Object.entries(assumed.actions).map(([action, times]) => [action, times * patients]);
}

const requests = (usage: Usage) => asked(usage).reduce((sum, [, times]) => sum + times, 0);

function tableLines(usage: Usage) {
  const { patients, assumed, units, parts } = usage;
  const of = (action: string) => {
    const taken = units.actions[action];
    if (!taken)
      throw new Error(`Nobody has measured "${action}": npm run bench writes docs/units.json.`);
    return taken;
  };
  const signIns = patients * assumed.signIns;
  const polls = parts.practices * minutesAMonth;
  const idle = parts.everyMinute * minutesAMonth;
  const all: [count: number, each: { reads: number; writes: number }][] = [
    ...asked(usage).map(([action, times]): (typeof all)[number] => [times, of(action)]),
    [requests(usage), of(SEAL)],
    [signIns, assumed.signInUnits],
    [patients * (assumed.texts + assumed.emails), assumed.noticeUnits],
    [polls, of(POLL)],
    [idle, assumed.idleRunUnits],
  ];
  const total = (kind: "reads" | "writes") =>
    all.reduce((sum, [count, each]) => sum + count * each[kind], 0);
  const gb = (patients * assumed.patientKb) / 1e6;
  return [
    { what: "table, read units", count: total("reads"), each: prices.readUnit },
    { what: "table, write units", count: total("writes"), each: prices.writeUnit },
    { what: "table and its backup, GB", count: gb, each: prices.tableGb + prices.backupGb },
  ];
}

/** Two objects a practice and day, and all that lies there after six years. */
function archiveLines(usage: Usage) {
  const puts = 2 * 30 * usage.parts.practices;
  const gb = (requests(usage) * usage.assumed.archivedBytes * 72) / 1e9;
  return [
    { what: "audit archive, objects put", count: puts, each: prices.objectPut },
    { what: "audit archive of six years, GB", count: gb, each: prices.objectGb },
  ];
}

/** Functions, and what calls them. Each is taken to be awake all month, reading its secret every five minutes: the most there can be. */
function runLines(usage: Usage) {
  const { assumed, parts, patients } = usage;
  const calls = requests(usage) + patients * assumed.signIns;
  const idle = parts.everyMinute * minutesAMonth;
  const behind = requests(usage) + patients * (assumed.texts + assumed.emails);
  const seconds = calls * assumed.callSeconds + (idle + behind) * assumed.workerSeconds * 0.5;
  const runs = calls + idle + behind;
  return [
    { what: "functions, runs", count: runs, each: prices.lambdaRequest },
    { what: "functions, GB-seconds", count: seconds, each: prices.lambdaGbSecond },
    { what: "schedules, runs", count: idle, each: prices.scheduledRun },
    { what: "queues, requests", count: emptyReceives(parts) + behind, each: prices.queueRequest },
    { what: "key, requests", count: runs * assumed.keyRequestsPerRun, each: prices.keyRequest },
    {
      what: "secrets, requests",
      count: parts.functions * (minutesAMonth / 5),
      each: prices.secretRequest,
    },
    { what: "traces", count: runs * assumed.traced, each: prices.trace },
  ];
}

/** Lambda asks each of the two doorbells with five pollers, twenty seconds at a time, all month. */
const emptyReceives = ({ practices }: Parts) => (practices > 0 ? 2 * 5 * 3 * minutesAMonth : 0);

function webLines(usage: Usage) {
  const { assumed, patients } = usage;
  const calls = requests(usage) + patients * assumed.signIns;
  const files = patients * assumed.signIns * assumed.filesPerVisit;
  const gb = (calls * assumed.answerKb + files * assumed.fileKb) / 1e6;
  return [
    { what: "API, requests", count: calls, each: prices.apiRequest },
    { what: "CloudFront, requests", count: calls + files, each: prices.webRequest },
    { what: "CloudFront, GB", count: gb, each: prices.webGb },
    { what: "CloudFront functions, runs", count: calls + files, each: prices.edgeFunctionRun },
    { what: "web ACL, requests", count: calls + files, each: prices.webAclRequest },
  ];
}

function logLines(usage: Usage) {
  const { assumed, parts, patients } = usage;
  const idle = parts.everyMinute * minutesAMonth;
  const calls = requests(usage) + patients * assumed.signIns;
  const gb = (calls * assumed.logBytesPerCall + idle * assumed.logBytesPerRun) / 1e9;
  return [
    { what: "logs written, GB", count: gb, each: prices.logGb },
    { what: "logs kept a year, GB", count: gb * 12, each: prices.logGbKept },
  ];
}
