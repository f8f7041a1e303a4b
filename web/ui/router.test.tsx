import { describe, expect, it } from "vitest";
import { match } from "./router.tsx";

describe("a path", () => {
  it("gives the names in its pattern", () => {
    expect(match("/visits/:id/move", "/visits/v.1~x/move")).toEqual({ id: "v.1~x" });
    expect(match("/", "/")).toEqual({});
    expect(match("*", "/any/where")).toEqual({});
  });

  it("does not match a longer, shorter or empty one", () => {
    expect(match("/visits/:id", "/visits")).toBeUndefined();
    expect(match("/visits/:id", "/visits/")).toBeUndefined();
    expect(match("/visits/:id", "/visits/1/move")).toBeUndefined();
  });
});
