import { expect, test } from "vitest";
import * as z from "zod/mini";
import { resolve } from "./intrinsics.ts";
import { stackOf } from "./testing/stack-of.ts";

const scope = {
  ref: (name: string) => (name === "AWS::NoValue" ? undefined : `<${name}>`),
  attribute: (resource: string, name: string) => `<${resource}.${name}>`,
  mapping: (map: string, key: string, name: string) => `<${map}/${key}/${name}>`,
};

test("every intrinsic is replaced, however deep it stands", () => {
  const value = {
    ref: { Ref: "Table" },
    arn: [{ "Fn::GetAtt": ["Table", "Arn"] }],
    dotted: { "Fn::GetAtt": "Stack.Outputs.Name" },
    join: { "Fn::Join": ["-", ["a", { Ref: "B" }]] },
    select: { "Fn::Select": [1, { "Fn::Split": ["/", { "Fn::Join": ["/", ["x", "y"]] }] }] },
    map: { "Fn::FindInMap": ["Runtimes", { Ref: "Region" }, "node"] },
    elsewhere: { "Fn::GetStackOutput": { StackName: "Edge", OutputName: "AclArn", Region: "r" } },
    plain: { Ref: "no", other: 1 },
  };
  expect(resolve(value, scope)).toEqual({
    ref: "<Table>",
    arn: ["<Table.Arn>"],
    dotted: "<Stack.Outputs.Name>",
    join: "a-<B>",
    select: "y",
    map: "<Runtimes/<Region>/node>",
    elsewhere: "local:Edge.AclArn",
    plain: { Ref: "no", other: 1 },
  });
});

test("Fn::Sub takes its own variables, references and attributes, and leaves literals alone", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the template's syntax, not ours.
  const text = "${Own} ${Table} ${Table.Arn} ${!Literal}";
  expect(resolve({ "Fn::Sub": [text, { Own: { Ref: "A" } }] }, scope)).toBe(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: and so is this.
    "<A> <Table> <Table.Arn> ${Literal}",
  );
});

test("AWS::NoValue leaves nothing behind", () => {
  const none = { Ref: "AWS::NoValue" };
  expect(resolve({ a: none, b: [1, none, 2] }, scope)).toEqual({ b: [1, 2] });
});

test("an intrinsic nobody knows is an error that names it", () => {
  expect(() => resolve({ "Fn::Cidr": [] }, scope)).toThrow("Fn::Cidr");
});

test("a given name wins over the logical id, and stays readable either way", () => {
  const stack = stackOf({
    Given: {
      Type: "AWS::DynamoDB::GlobalTable",
      Properties: { TableName: { Ref: "AWS::StackName" } },
    },
    Own: { Type: "AWS::SQS::Queue", Properties: {} },
    Reader: {
      Type: "Other",
      Properties: { Arn: { "Fn::GetAtt": ["Given", "Arn"] }, Url: { Ref: "Own" } },
    },
  });
  expect(stack.properties("Reader", z.object({ Arn: z.string(), Url: z.string() }))).toEqual({
    Arn: "arn:aws:dynamodb:us-east-2:000000000000:table/Test",
    Url: "http://127.0.0.1:1/000000000000/Test-Own",
  });
});
