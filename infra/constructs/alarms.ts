import {
  Alarm,
  type AlarmBase,
  AnomalyDetectionAlarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Subscription, SubscriptionProtocol, Topic } from "aws-cdk-lib/aws-sns";
import { Duration, Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { DataKey } from "./key.ts";

export interface AlarmsProps {
  readonly key: DataKey;
  /** Who is told. AWS asks that address once whether it wants to be. */
  readonly to: string;
  /** Where the runbooks are read. */
  readonly runbooks: string;
}

export interface Watched {
  readonly metric: IMetric;
  /** What it means to whoever is woken by it, in a sentence. */
  readonly says: string;
  /** `docs/runbooks/<runbook>.md`. */
  readonly runbook: string;
}

export interface Threshold {
  /** Alarm from here on; for `atLeast`, below it. */
  readonly threshold: number;
  /** How many periods in a row; one where absent. */
  readonly periods?: number;
}

/** Alarms tell one address, and each says where to read what to do. */
export class Alarms extends Construct {
  readonly all: AlarmBase[] = [];
  readonly #topic: Topic;
  readonly #runbooks: string;

  constructor(scope: Construct, id: string, { key, to, runbooks }: AlarmsProps) {
    super(scope, id);
    this.#runbooks = runbooks;
    this.#topic = new Topic(this, "Topic", {
      masterKey: key.key,
      enforceSSL: true,
      displayName: "Porchlight",
    });
    const alarms = new ServicePrincipal("cloudwatch.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
    });
    this.#topic.grantPublish(alarms);
    key.letPublish(alarms);
    new Subscription(this, "Mail", {
      topic: this.#topic,
      protocol: SubscriptionProtocol.EMAIL,
      endpoint: to,
    });
  }

  /** There is too much of it. No data is no news. */
  tooMuch(id: string, watched: Watched, { threshold, periods = 1 }: Threshold): void {
    this.#tell(
      new Alarm(this, id, {
        metric: watched.metric,
        threshold,
        evaluationPeriods: periods,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: this.#words(watched),
      }),
    );
  }

  /** It does not happen any more. No data is what this one is about. */
  silent(id: string, watched: Watched): void {
    this.#tell(
      new Alarm(this, id, {
        metric: watched.metric,
        threshold: 1,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
        alarmDescription: this.#words(watched),
      }),
    );
  }

  /** There is much more of it than CloudWatch has learnt to expect at this hour and weekday. */
  unusual(id: string, watched: Watched): void {
    this.#tell(
      new AnomalyDetectionAlarm(this, id, {
        metric: watched.metric,
        stdDevs: 4,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: this.#words(watched),
      }),
    );
  }

  #words({ says, runbook }: Watched): string {
    return `${says} What to do: ${this.#runbooks}/${runbook}.md`;
  }

  #tell(alarm: Alarm): void {
    alarm.addAlarmAction({ bind: () => ({ alarmActionArn: this.#topic.topicArn }) });
    this.all.push(alarm);
  }
}

/** The period most alarms look at. */
export const fiveMinutes = Duration.minutes(5);
