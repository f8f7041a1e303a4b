/** When a schedule fires: every so often, or at each minute that fits. */
export type Timing =
  | { kind: "rate"; everyMs: number }
  | { kind: "cron"; fits: (minute: Date) => boolean };

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Reads EventBridge Scheduler's `rate(…)` and `cron(…)`; cron fields count in `zone`. */
export function parseSchedule(expression: string, zone: string): Timing {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (count && unit) {
    return { kind: "rate", everyMs: Number(count) * (unitMs[unit] ?? 0) };
  }
  const [, fields] = /^cron\((.+)\)$/.exec(expression) ?? [];
  const parts = fields?.trim().split(/\s+/) ?? [];
  if (parts.length !== 6) {
    throw new Error(`The local runner cannot read the schedule "${expression}".`);
  }
  return { kind: "cron", fits: (minute) => fitsFields(parts, clockIn(zone, minute)) };
}

const months = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");
const weekdays = "SUN MON TUE WED THU FRI SAT".split(" ");

/** Minute, hour, day of month, month, day of week (1 is Sunday), year: the order of a cron expression. */
function clockIn(zone: string, instant: Date): number[] {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    weekday: "short",
  }).formatToParts(instant);
  const text = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  const weekday = weekdays.indexOf(text("weekday").toUpperCase()) + 1;
  return [
    Number(text("minute")),
    Number(text("hour")),
    Number(text("day")),
    Number(text("month")),
    weekday,
    Number(text("year")),
  ];
}

function fitsFields(fields: string[], clock: number[]): boolean {
  return fields.every((field, index) => {
    const names = index === 3 ? months : index === 4 ? weekdays : [];
    return field.split(",").some((part) => fitsPart(part, clock[index] ?? -1, names));
  });
}

function fitsPart(part: string, value: number, names: string[]): boolean {
  const [range = "", step] = part.split("/");
  const number = (text: string) => {
    const named = names.indexOf(text.toUpperCase());
    return named >= 0 ? named + 1 : Number(text);
  };
  if (range === "*" || range === "?") {
    return !step || value % Number(step) === 0;
  }
  const [from = "", to] = range.split("-");
  const first = number(from);
  const last = to ? number(to) : step ? Number.POSITIVE_INFINITY : first;
  return value >= first && value <= last && (value - first) % Number(step ?? 1) === 0;
}
