import { expect, test } from "vitest";
import { toPatient } from "./patient.ts";

const phoneOf = (...telecom: object[]) =>
  toPatient({ resourceType: "Patient", id: "p", telecom })?.phone;

test.each([
  ["(312) 555-0142", "+13125550142"],
  ["312.555.0142", "+13125550142"],
  ["1-312-555-0142", "+13125550142"],
  ["+1 312 555 0142", "+13125550142"],
  ["+44 (0)20 7946 0958", "+442079460958"],
  ["555-0142", undefined],
  ["312 555 0142 ext 7", undefined],
  ["call my daughter", undefined],
])("a mobile number written as %s is %s", (value, number) => {
  expect(phoneOf({ system: "phone", use: "mobile", value })).toBe(number);
});

test("a line at home or at work, or a number of the past, is not texted", () => {
  const value = "(312) 555-0142";
  for (const use of ["home", "work", "old", "temp", undefined])
    expect(phoneOf({ system: "phone", use, value })).toBeUndefined();
  expect(phoneOf({ system: "sms", use: "old", value })).toBeUndefined();
  expect(phoneOf({ system: "sms", value })).toBe("+13125550142");
  expect(phoneOf({ system: "phone", use: "mobile", value: "555" }, { system: "sms", value })).toBe(
    "+13125550142",
  );
});
