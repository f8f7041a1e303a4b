import { expect, test } from "vitest";
import { browserHere } from "./browser-here.ts";

const on = (machine: string, files: readonly string[] = [], named?: string) => {
  const [platform = "", arch = ""] = machine.split(" ");
  const has = (file: string) => files.includes(file);
  return browserHere({ platform, arch, named, home: "/Users/x", has });
};

test("the browser is the one that is named, the package's where it fits, or an installed one", () => {
  const mac = "/Users/x/Applications/Chromium.app/Contents/MacOS/Chromium";
  expect(on("linux x64", ["/usr/bin/chromium"])).toEqual({ from: "package" });
  expect(on("linux x64", [], "/opt/chrome")).toEqual({
    from: "machine",
    program: "/opt/chrome",
  });
  expect(on("linux arm64", ["/usr/bin/chromium"])).toEqual({
    from: "machine",
    program: "/usr/bin/chromium",
  });
  expect(on("darwin arm64", [mac])).toEqual({ from: "machine", program: mac });
});

test("where there is none, it is said what to do", () => {
  expect(on("darwin arm64")).toEqual({
    from: "nowhere",
    why: "no Chrome found on darwin arm64: install one, or name it with CHROMIUM",
  });
});
