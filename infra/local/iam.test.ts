import { expect, test } from "vitest";
import { Permissions } from "./iam.ts";
import { stackOf } from "./testing/stack-of.ts";

const table = "arn:aws:dynamodb:us-east-2:000000000000:table/T";
const statement = (Effect: string, Action: unknown, Resource: unknown) => ({
  Effect,
  Action,
  Resource,
});
const document = (...Statement: object[]) => ({ PolicyDocument: { Statement } });

function permissionsOf(...statements: object[]): Permissions {
  return new Permissions(
    stackOf({
      Role: { Type: "AWS::IAM::Role", Properties: { RoleName: "reader" } },
      Policy: {
        Type: "AWS::IAM::Policy",
        Properties: { ...document(...statements), Roles: [{ Ref: "Role" }] },
      },
    }),
  );
}

const asks = (permissions: Permissions, action: string, resource = table) =>
  permissions.allows({ role: "reader", action, resource });

test("what no statement allows is denied", () => {
  const permissions = permissionsOf(statement("Allow", "dynamodb:GetItem", table));
  expect(asks(permissions, "dynamodb:GetItem")).toBe(true);
  expect(asks(permissions, "dynamodb:PutItem")).toBe(false);
  expect(asks(permissions, "dynamodb:GetItem", `${table}/index/i`)).toBe(false);
  expect(permissions.allows({ role: "other", action: "dynamodb:GetItem", resource: table })).toBe(
    false,
  );
});

test("globs match as IAM's do: actions in any case, resources to the letter", () => {
  const permissions = permissionsOf(
    statement("Allow", ["dynamodb:Get*", "sqs:?endMessage"], ["arn:aws:*:table/*", "arn:x.y"]),
  );
  expect(asks(permissions, "DynamoDB:getitem")).toBe(true);
  expect(asks(permissions, "sqs:SendMessage", "arn:x.y")).toBe(true);
  expect(asks(permissions, "sqs:SendMessage", "arn:xzy")).toBe(false);
  expect(asks(permissions, "dynamodb:GetItem", table.toUpperCase())).toBe(false);
});

test("a denial wins, unless it hangs on a condition that is not evaluated here", () => {
  const allow = statement("Allow", "dynamodb:*", "*");
  const deny = statement("Deny", "dynamodb:DeleteItem", "*");
  const conditional = { ...deny, Condition: { Bool: { "aws:SecureTransport": "false" } } };
  expect(asks(permissionsOf(allow, deny), "dynamodb:DeleteItem")).toBe(false);
  expect(asks(permissionsOf(allow, conditional), "dynamodb:DeleteItem")).toBe(true);
});

test("inline and managed policies count like attached ones", () => {
  const permissions = new Permissions(
    stackOf({
      Role: {
        Type: "AWS::IAM::Role",
        Properties: {
          RoleName: "reader",
          Policies: [document(statement("Allow", "a:Inline", "*"))],
          ManagedPolicyArns: [{ Ref: "ByRole" }],
        },
      },
      ByRole: {
        Type: "AWS::IAM::ManagedPolicy",
        Properties: document(statement("Allow", "a:ByRole", "*")),
      },
      ByPolicy: {
        Type: "AWS::IAM::ManagedPolicy",
        Properties: {
          ...document(statement("Allow", "a:ByPolicy", "*")),
          Roles: [{ Ref: "Role" }],
        },
      },
    }),
  );
  const allowed = ["a:Inline", "a:ByRole", "a:ByPolicy", "a:Other"].filter((action) =>
    asks(permissions, action),
  );
  expect(allowed).toEqual(["a:Inline", "a:ByRole", "a:ByPolicy"]);
});
