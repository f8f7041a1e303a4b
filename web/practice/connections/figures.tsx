import { Show } from "solid-js";
import type { Connection } from "#domain/connections.ts";
import { now } from "#web/api/clock.ts";
import { say } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { StaffFacts } from "#web/ui/staff/facts.tsx";
import { aboutCalls, limitLine, shareLine } from "./words.ts";

const zone = () => practice()?.timeZone ?? "UTC";
const since = (at: string | undefined) => (at ? say.ago(at) : "never");
const clockTime = (at: string) => say.time(at, zone());

/** Whether it answers, since when not, and what waits. */
export const Figures = (props: { connection: Connection }) => {
  const it = () => props.connection;
  return (
    <section class="box">
      <h3>Right now</h3>
      <StaffFacts
        facts={[
          ["Last answer", since(it().lastAnswerAt)],
          ["Failed in a row", failures(it())],
          ["Calls", breaker(it())],
          ["Waiting writes", it().waiting === 0 ? "None" : String(it().waiting)],
          ["Compared", since(it().lastReconciledAt)],
          ["Made by", it().vendor],
        ]}
      />
    </section>
  );
};

const failures = ({ failures: count, failingSince }: Connection): string => {
  if (count === 0) return "None";
  return failingSince ? `${count}, since ${clockTime(failingSince)}` : String(count);
};

/** The breaker, without its name: nobody at a front desk knows the word. */
function breaker({ breakerOpenUntil: until, failures: count, rate }: Connection): string {
  if (rate.pausedUntil && rate.pausedUntil > now())
    return `Paused until ${clockTime(rate.pausedUntil)}: the EHR said “too many”`;
  if (until && until > now()) return `Paused until ${clockTime(until)}, then one is tried`;
  return count >= 5 ? "The next one is a try" : "Going out";
}

/** How many calls went out, and how many may. */
export const Calls = (props: { connection: Connection }) => {
  const rate = () => props.connection.rate;
  return (
    <section class="box">
      <h3>Calls to the EHR</h3>
      <StaffFacts
        facts={[
          ["Limit", limitLine(rate(), clockTime)],
          ["Last minute", aboutCalls(rate().lastMinute)],
          ["Last hour", aboutCalls(rate().lastHour)],
          ["In the background", shareLine(rate())],
          [
            "Refused as too many",
            rate().refusedLastHour === 0
              ? "None in the last hour"
              : `${rate().refusedLastHour} in the last hour`,
          ],
        ]}
      />
      <Show when={rate().lastHour > 0}>
        <p class="soft small">
          Counted in packets, so a little high. Calls for people go before those in the background.
        </p>
      </Show>
    </section>
  );
};
