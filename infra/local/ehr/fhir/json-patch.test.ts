import { expect, test } from "vitest";
import { patched } from "./json-patch.ts";

const visit = { status: "booked", slot: [{ reference: "Slot/1" }], note: { "a/b": 1 } };

test("adds, replaces, removes, moves, copies and tests on a copy", () => {
  const result = patched(visit, [
    { op: "test", path: "/status", value: "booked" },
    { op: "replace", path: "/status", value: "cancelled" },
    { op: "add", path: "/slot/-", value: { reference: "Slot/2" } },
    { op: "add", path: "/slot/0", value: { reference: "Slot/0" } },
    { op: "replace", path: "/slot/1", value: { reference: "Slot/9" } },
    { op: "remove", path: "/note/a~1b" },
    { op: "copy", from: "/status", path: "/was" },
    { op: "move", from: "/was", path: "/earlier" },
  ]);
  expect(result).toEqual({
    status: "cancelled",
    slot: [{ reference: "Slot/0" }, { reference: "Slot/9" }, { reference: "Slot/2" }],
    note: {},
    earlier: "cancelled",
  });
  expect(visit.status).toBe("booked");
});

test.each([
  [[{ op: "test", path: "/status", value: "free" }], 422],
  [[{ op: "replace", path: "/nothing", value: 1 }], 422],
  [[{ op: "remove", path: "/slot/7" }], 422],
  [[{ op: "add", path: "/slot/x", value: 1 }], 422],
  [[{ op: "add", path: "/__proto__/polluted", value: 1 }], 422],
  [[{ op: "explode", path: "/status" }], 400],
  [{ op: "remove", path: "/status" }, 400],
])("refuses %j with %i", (operations, status) => {
  expect(() => patched(visit, operations)).toThrow(expect.objectContaining({ status }));
});
