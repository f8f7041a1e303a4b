import { describe, expect, it } from "vitest";
import { fits, matching, type Option, rank } from "./matching.ts";

const run = () => undefined;
const options: Option[] = [
  { id: "1", label: "Go to Requests", group: "Anywhere", run },
  { id: "2", label: "Go to Schedule", group: "Anywhere", run },
  { id: "3", label: "Schedule", group: "Requests", run },
  { id: "4", label: "Decline", group: "Requests", run },
];
const ids = (query: string) => matching(options, query).map(({ id }) => id);

describe("the palette", () => {
  it("shows everything before anything is typed", () => {
    expect(ids(" ")).toEqual(["1", "2", "3", "4"]);
  });

  it("finds by the beginnings of words, in any order", () => {
    expect(ids("sched")).toEqual(["2", "3"]);
    expect(ids("req go")).toEqual(["1"]);
    expect(ids("zzz")).toEqual([]);
  });

  it("puts what begins so before what only contains the letters", () => {
    expect(rank("Schedule", "sc")).toBe(0);
    expect(rank("Go to Schedule", "sc")).toBe(1);
    expect(rank("Assign to colleague", "sc")).toBe(2);
    expect(rank("Mei Tanaka", "xy")).toBeUndefined();
  });

  it("does not mind accents", () => {
    expect(rank("José Núñez", "nunez")).toBe(1);
  });
});

it("a row fits when each typed word begins one of its words", () => {
  expect(fits("Okafor, Milo Lipid panel", "oka pan")).toBe(true);
  expect(fits("Okafor, Milo Lipid panel", "oka kidney")).toBe(false);
  expect(fits("Okafor, Milo Lipid panel", " ")).toBe(true);
});
