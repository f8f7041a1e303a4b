import { expect, test } from "vitest";
import { allow } from "#infra/constructs/allow.ts";
import { ofType, type Resources, readable, type Synthesis } from "./synthesis.ts";

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: unknown;
}

const statementsOf = (policy: Resources[string]["Properties"]): Statement[] =>
  policy["PolicyDocument"].Statement;

const policiesOf = (resources: Resources) => ofType(resources, "AWS::IAM::Policy");

const line = ({ Effect, Action, Resource, Condition }: Statement) =>
  [
    `  ${Effect === "Allow" ? "may" : "MAY NOT"} ${compact([Action].flat())}`,
    `on ${[Resource].flat().map(readable).join(", ")}`,
    ...(Condition ? [`if ${JSON.stringify(Condition)}`] : []),
  ].join(" ");

/** "dynamodb:GetItem, Query": the service is said once. */
const compact = (actions: string[]) => {
  const [service] = actions[0]?.split(":") ?? [];
  return `${service}:${actions.map((action) => action.replace(`${service}:`, "")).join(", ")}`;
};

/** S3 knows objects by what their names begin with; a statement of ours always names one folder of one bucket. */
const OBJECTS = /^[A-Za-z]+Bucket\/[a-z]+\/\*$/;

/** The one policy that is not ours. X-Ray knows no resources: a statement of our own would have to say "*". */
const traces = "arn:AWS::Partition:iam::aws:policy/AWSXRayDaemonWriteAccess";

const runsAFunction = (role: Resources[string]["Properties"]) =>
  JSON.stringify(role).includes("lambda.amazonaws.com");

export function policies(synthesis: Synthesis): void {
  const stacks = Object.keys(synthesis.texts);

  test.each(stacks)("%s: no action and no resource of a role is a wildcard", (stack) => {
    for (const policy of Object.values(policiesOf(synthesis.resources(stack)))) {
      for (const { Action, Resource } of statementsOf(policy)) {
        expect([Action].flat().filter((action) => action.includes("*"))).toEqual([]);
        expect(
          [Resource]
            .flat()
            .map(readable)
            .filter((arn) => arn.includes("*") && !OBJECTS.test(arn)),
        ).toEqual([]);
      }
    }
  });

  test.each(stacks)(
    "%s: nothing may scan, and nothing but its own policy is on a role",
    (stack) => {
      expect(synthesis.texts[stack]).not.toContain("dynamodb:Scan");
      const resources = synthesis.resources(stack);
      expect(ofType(resources, "AWS::IAM::ManagedPolicy")).toEqual({});
      for (const [id, role] of Object.entries(ofType(resources, "AWS::IAM::Role"))) {
        const shared = [role["ManagedPolicyArns"] ?? []].flat().map(readable);
        expect([id, shared]).toEqual([id, runsAFunction(role) ? [traces] : []]);
        expect(role).not.toHaveProperty("Policies");
        const own = Object.values(policiesOf(resources)).filter(
          ({ Roles }) => readable(Roles[0]) === id,
        );
        expect(own).toHaveLength(1);
        expect(own[0]?.["Roles"]).toHaveLength(1);
      }
    },
  );

  test.each(stacks)("%s: each function has a role and a log of its own", (stack) => {
    const lambdas = Object.values(ofType(synthesis.resources(stack), "AWS::Lambda::Function"));
    for (const part of ["Role", "LoggingConfig"]) {
      expect(new Set(lambdas.map((lambda) => JSON.stringify(lambda[part]))).size).toBe(
        lambdas.length,
      );
    }
  });

  test("a statement with a wildcard does not even synthesise", () => {
    expect(() => allow("arn:aws:sqs:us-east-2:1:q", "sqs:*")).toThrow("No wildcards");
    expect(() => allow("*", "sqs:SendMessage")).toThrow("No wildcards");
  });

  test("what each role may do is what policies.txt says", async () => {
    const text = Object.entries(policiesOf(synthesis.resources("Porchlight-demo")))
      .map(([id, policy]) =>
        [id.replace(/Policy$/, ""), ...statementsOf(policy).map(line)].join("\n"),
      )
      .sort()
      .join("\n\n");
    await expect(`${text}\n`).toMatchFileSnapshot("policies.txt");
  });
}
