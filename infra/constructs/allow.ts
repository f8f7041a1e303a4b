import { PolicyStatement } from "aws-cdk-lib/aws-iam";

/** One hand-written statement: these actions on these ARNs, nothing else. */
export function allow(
  resources: string | readonly string[],
  ...actions: string[]
): PolicyStatement {
  const arns = [resources].flat();
  if (actions.some((action) => action.includes("*")) || arns.includes("*")) {
    throw new Error(`No wildcards in a statement: ${actions.join(", ")} on ${arns.join(", ")}`);
  }
  return new PolicyStatement({ actions, resources: arns });
}
