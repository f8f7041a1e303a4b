import { expect, test } from "vitest";
import { freshTable } from "./testing-table.ts";

test("an item comes back as it was put", async () => {
  const table = await freshTable();
  await table.apply({ put: { pk: "a", sk: "b", data: { x: 1 } } });
  expect(await table.get({ pk: "a", sk: "b" })).toMatchObject({ pk: "a", sk: "b", data: { x: 1 } });
});
