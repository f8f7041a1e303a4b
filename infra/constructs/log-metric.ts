import type { Metric } from "aws-cdk-lib/aws-cloudwatch";
import {
  FilterPattern,
  type IFilterPattern,
  type ILogGroup,
  MetricFilter,
} from "aws-cdk-lib/aws-logs";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";

export interface LogMetricProps {
  readonly logGroup: ILogGroup;
  readonly pattern: IFilterPattern;
  /** The field that is added up; without one, lines are counted. */
  readonly field?: string;
  readonly period?: Duration;
}

/** What log lines say, as a number. Several filters may add to one metric, which is called as this is. */
export class LogMetric extends Construct {
  readonly metric: Metric;

  constructor(scope: Construct, id: string, props: LogMetricProps & { name: string }) {
    super(scope, id);
    const { logGroup, pattern, field, name, period = Duration.minutes(5) } = props;
    const filter = new MetricFilter(this, "Filter", {
      logGroup,
      filterPattern: pattern,
      metricNamespace: "Porchlight",
      metricName: name,
      metricValue: field === undefined ? "1" : `$.${field}`,
      defaultValue: 0,
    });
    this.metric = filter.metric({ statistic: "Sum", period });
  }
}

/** Lines with this code: our logger's `message` is always one. */
export const withCode = (code: string): IFilterPattern =>
  FilterPattern.stringValue("$.message", "=", code);
