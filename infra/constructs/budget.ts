import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import { Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";

export interface MonthlyBudgetProps {
  readonly usd: number;
  readonly to: string;
}

/** Says so when this region of the account has cost four fifths of its budget, or is about to cost more than all. */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, { usd, to }: MonthlyBudgetProps) {
    super(scope, id);
    const tell = (notificationType: string, threshold: number) => ({
      notification: { notificationType, threshold, comparisonOperator: "GREATER_THAN" },
      subscribers: [{ subscriptionType: "EMAIL", address: to }],
    });
    new CfnBudget(this, "Budget", {
      budget: {
        budgetType: "COST",
        timeUnit: "MONTHLY",
        budgetLimit: { amount: usd, unit: "USD" },
        costFilters: { Region: [Stack.of(this).region] },
      },
      notificationsWithSubscribers: [tell("ACTUAL", 80), tell("FORECASTED", 100)],
    });
  }
}
