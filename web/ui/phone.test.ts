import { expect, it } from "vitest";
import { phoneWords } from "./phone.ts";

it("writes a chart's number as people here do, and leaves every other as it is", () => {
  expect(phoneWords("+13125550142")).toBe("(312) 555-0142");
  expect(phoneWords("3125550142")).toBe("(312) 555-0142");
  expect(phoneWords("(312) 555-0142")).toBe("(312) 555-0142");
  expect(phoneWords("+4930123456")).toBe("+4930123456");
});
