import { expect, test } from "vitest";
import { leftAlone, refuseUnknown } from "./resource-types.ts";

test("a part that nobody has thought about is named, not left out in silence", () => {
  expect(() => refuseUnknown({ Pump: { Type: "AWS::Kinesis::Stream" } })).toThrow(
    "The template has Pump, a AWS::Kinesis::Stream: the local runner neither runs",
  );
});

test("what runs, and what is left alone on purpose, may stand in a template", () => {
  const types = ["AWS::Lambda::Function", ...Object.keys(leftAlone)];
  refuseUnknown(Object.fromEntries(types.map((Type) => [Type, { Type }])));
});
