import { expect, test } from "vitest";
import { routeTable } from "./routes.ts";

const keys = [
  "$default",
  "ANY /api/{rest+}",
  "GET /api/visits/{id}",
  "ANY /api/visits/{id}",
  "GET /api/visits/next",
  "POST /api/visits/{id}/cancel",
  "GET /api/{kind}/next",
  "GET /a.b",
];
const table = routeTable(keys.map((key) => ({ key })));
const chosen = (method: string, path: string) => table.match(method, path)?.route.key;

test("the most specific route wins, segment by segment, and its method before ANY", () => {
  expect(chosen("GET", "/api/visits/next")).toBe("GET /api/visits/next");
  expect(chosen("GET", "/api/visits/7")).toBe("GET /api/visits/{id}");
  expect(chosen("DELETE", "/api/visits/7")).toBe("ANY /api/visits/{id}");
  expect(chosen("POST", "/api/visits/7/cancel")).toBe("POST /api/visits/{id}/cancel");
  expect(chosen("GET", "/api/bills/next")).toBe("GET /api/{kind}/next");
  expect(chosen("GET", "/api/bills/next/1")).toBe("ANY /api/{rest+}");
});

test("a path fits whole or not at all", () => {
  expect(chosen("GET", "/other")).toBeUndefined();
  expect(chosen("GET", "/axb")).toBeUndefined();
  expect(chosen("GET", "/a.b/")).toBeUndefined();
  expect(table.fallback?.key).toBe("$default");
});

test("parameters are decoded, greedy ones with their slashes", () => {
  expect(table.match("GET", "/api/visits/a%2Fb%20c")?.parameters).toEqual({ id: "a/b c" });
  expect(table.match("PUT", "/api/x/y/z")?.parameters).toEqual({ rest: "x/y/z" });
});
