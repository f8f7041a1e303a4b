import { expect, test } from "vitest";
import { incomingCookies, outgoingCookie } from "./session-cookie.ts";

test("only the session's own name is exchanged", () => {
  expect(incomingCookies(" session=a=b; sessions=x;; other=session=1 ")).toEqual([
    "__Host-session=a=b",
    "sessions=x",
    "other=session=1",
  ]);
  expect(incomingCookies(undefined)).toEqual([]);
});

test("signing out clears the cookie the browser has", () => {
  expect(outgoingCookie("__Host-session=; Max-Age=0; Path=/; secure; HttpOnly")).toBe(
    "session=; Max-Age=0; Path=/; HttpOnly",
  );
  expect(outgoingCookie("__Host-sessions=1; Secure")).toBe("__Host-sessions=1; Secure");
});
