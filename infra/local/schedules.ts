import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import type { Caller } from "./aws-service.ts";
import type { Outcome } from "./function-worker.ts";
import type { Functions, LocalFunction } from "./functions.ts";
import { pick } from "./pick.ts";
import { parseSchedule } from "./schedule-expression.ts";
import type { Stack } from "./template.ts";

const Schedule = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z._default(z.string(), "UTC"),
  State: z._default(z.string(), "ENABLED"),
  Target: z.object({ Arn: z.string(), RoleArn: z.string(), Input: z._default(z.string(), "{}") }),
});
type Schedule = z.infer<typeof Schedule>;

/** A schedule's input may ask for another pace on one machine: the simulator's practice is small and somebody watches. */
const LocalPace = z.object({ localRateSeconds: z.optional(z.number()) });

interface ScheduledTask {
  logicalId: string;
  name: string;
  arn: string;
  schedule: Schedule;
  target: LocalFunction;
}

export interface SchedulesOptions {
  stack: Stack;
  functions: Functions;
  /** False, and recorded, when the schedule's own role may not invoke the function. */
  permits(caller: Caller, action: string, resource: string): boolean;
}

/** EventBridge Scheduler's part: fires each schedule of the template at its time, or when told to. */
export class Schedules {
  readonly #tasks: ScheduledTask[];
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #busy = new Set<string>();
  readonly #permits: SchedulesOptions["permits"];

  constructor({ stack, functions, permits }: SchedulesOptions) {
    this.#permits = permits;
    this.#tasks = stack.ids("AWS::Scheduler::Schedule").flatMap((logicalId) => {
      const schedule = stack.properties(logicalId, Schedule);
      const target = functions.byArn(schedule.Target.Arn);
      const arn = stack.attribute(logicalId, "Arn");
      return target ? [{ logicalId, name: stack.ref(logicalId), arn, schedule, target }] : [];
    });
  }

  names(): string[] {
    return this.#tasks.map(({ name }) => name);
  }

  start(): void {
    for (const task of this.#tasks) {
      if (task.schedule.State === "ENABLED") {
        this.#timers.push(this.#timer(task).unref());
      }
    }
  }

  stop(): void {
    for (const timer of this.#timers) {
      clearInterval(timer);
    }
  }

  /** Fires one schedule now, by its name or logical id. */
  async fire(name: string): Promise<Outcome> {
    return this.#run(pick(this.#tasks, name));
  }

  #timer(task: ScheduledTask): NodeJS.Timeout {
    const { ScheduleExpression, ScheduleExpressionTimezone, Target } = task.schedule;
    const { localRateSeconds } = z.parse(LocalPace, JSON.parse(Target.Input));
    const timing = parseSchedule(ScheduleExpression, ScheduleExpressionTimezone);
    const fire = () => void this.#runUnlessBusy(task);
    if (localRateSeconds) {
      return setInterval(fire, localRateSeconds * 1000);
    }
    if (timing.kind === "rate") {
      return setInterval(fire, timing.everyMs);
    }
    return eachMinute((minute) => timing.fits(minute) && fire());
  }

  /** A run that takes longer than its interval is not started twice: here all runs share one thread. */
  async #runUnlessBusy(task: ScheduledTask): Promise<void> {
    if (this.#busy.has(task.logicalId)) {
      return;
    }
    this.#busy.add(task.logicalId);
    await this.#run(task).finally(() => this.#busy.delete(task.logicalId));
  }

  async #run({ name, arn, schedule, target }: ScheduledTask): Promise<Outcome> {
    const role = schedule.Target.RoleArn.split("/").at(-1) ?? "";
    const action = "lambda:InvokeFunction";
    if (!this.#permits({ name, role }, action, target.arn)) {
      return {
        ok: false,
        timedOut: false,
        errorType: "AccessDeniedException",
        errorMessage: `${name} may not ${action} on ${target.arn}`,
      };
    }
    return target.invoke(eventOf(schedule.Target.Input, arn));
  }
}

/** Scheduler fills in these words when it fires. */
function eventOf(input: string, arn: string): unknown {
  const text = input
    .replaceAll("<aws.scheduler.schedule-arn>", arn)
    .replaceAll("<aws.scheduler.scheduled-time>", `${new Date().toISOString().slice(0, 19)}Z`)
    .replaceAll("<aws.scheduler.execution-id>", randomUUID())
    .replaceAll("<aws.scheduler.attempt-number>", "1");
  return JSON.parse(text);
}

function eachMinute(look: (minute: Date) => unknown): NodeJS.Timeout {
  let last = Math.floor(Date.now() / 60_000);
  return setInterval(() => {
    const now = Math.floor(Date.now() / 60_000);
    if (now > last) {
      last = now;
      look(new Date(now * 60_000));
    }
  }, 1000);
}
