import { Stack } from "aws-cdk-lib/core";
import { Construct, type IConstruct } from "constructs";
import { type Alarms, fiveMinutes } from "./alarms.ts";
import { PortalFunction } from "./function.ts";
import { LogMetric, withCode } from "./log-metric.ts";
import { DeadLetters } from "./queue.ts";
import { EveryMinute } from "./schedule.ts";

/** What every function, dead-letter queue and schedule of a stack is watched for. None can be forgotten. */
export class Watch extends Construct {
  readonly #alarms: Alarms;

  constructor(scope: Construct, id: string, { alarms }: { alarms: Alarms }) {
    super(scope, id);
    this.#alarms = alarms;
    for (const part of Stack.of(this).node.findAll()) {
      if (part instanceof PortalFunction) this.#failures(part);
      if (part instanceof DeadLetters) this.#deadLetters(part);
      if (part instanceof EveryMinute) this.#silence(part);
    }
    this.#wrongPatient();
  }

  #failures(part: PortalFunction): void {
    const name = nameOf(part);
    const { lambda } = part;
    this.#alarms.tooMuch(
      `${name}Errors`,
      {
        metric: lambda.metricErrors({ period: fiveMinutes }),
        says: `${name} failed or ran out of time.`,
        runbook: "function-errors",
      },
      { threshold: 1 },
    );
    this.#alarms.tooMuch(
      `${name}Throttles`,
      {
        metric: lambda.metricThrottles({ period: fiveMinutes }),
        says: `${name} was refused: the account has no more functions to run side by side.`,
        runbook: "throttles",
      },
      { threshold: 1 },
    );
  }

  #deadLetters(part: DeadLetters): void {
    this.#alarms.tooMuch(
      `${nameOf(part)}Age`,
      {
        metric: part.queue.metricApproximateAgeOfOldestMessage({ period: fiveMinutes }),
        says: `${nameOf(part)} holds a message that nobody could handle.`,
        runbook: "dead-letters",
      },
      { threshold: 1 },
    );
  }

  #silence(part: EveryMinute): void {
    this.#alarms.silent(`${nameOf(part)}Silent`, {
      metric: part.run.lambda.metricInvocations({ period: fiveMinutes }),
      says: `${nameOf(part)} should run every minute, and has not for five.`,
      runbook: "silent-schedule",
    });
  }

  /** Whichever function notices it. */
  #wrongPatient(): void {
    const functions = Stack.of(this)
      .node.findAll()
      .filter((part) => part instanceof PortalFunction);
    const [metric] = functions.map(
      (part) =>
        new LogMetric(this, `WrongPatient${nameOf(part)}`, {
          name: "WrongPatient",
          logGroup: part.logs,
          pattern: withCode("ehr.wrong-patient"),
        }).metric,
    );
    if (!metric) return;
    this.#alarms.tooMuch(
      "WrongPatient",
      {
        metric,
        says: "An EHR answered with another patient's data. It was refused and shown to nobody.",
        runbook: "wrong-patient",
      },
      { threshold: 1 },
    );
  }
}

/** `Audit/Sealer` in the stack is `AuditSealer`. */
const nameOf = (part: IConstruct): string => part.node.path.split("/").slice(1).join("");
