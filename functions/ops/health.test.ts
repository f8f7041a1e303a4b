import { beforeEach, expect, test } from "vitest";
import { opsApi } from "#domain/ops.ts";
import { addSeconds } from "#domain/time.ts";
import { freshTable } from "#functions/adapters/dynamo/testing-table.ts";
import { dynamoVitals } from "#functions/adapters/dynamo/vitals.ts";
import { caller, type TestKernel, testKernel } from "#functions/adapters/testing-kernel.ts";
import { lambda } from "#http/lambda.ts";
import type { Item } from "#ports/store.ts";
import type { Vitals } from "#ports/vitals.ts";
import { health } from "./health.ts";
import { jwks } from "./jwks.ts";
import { openapi } from "./openapi.ts";

let house: TestKernel;
beforeEach(async () => {
  house = testKernel(await freshTable());
});

async function asked(vitals: Vitals = dynamoVitals(house.table)) {
  const { kernel } = house;
  const secrets = { read: async () => ({ baseUrl: "" }), ids: () => [] };
  const call = caller(
    lambda(
      opsApi,
      {
        health: { run: health({ ...kernel, vitals }) },
        openapi: { run: openapi() },
        jwks: { run: jwks({ secrets, log: kernel.log }) },
      },
      kernel,
    ),
  );
  const { status, body } = await call({ route: "GET /api/health" });
  return { status, body };
}
const put = (item: Item) => house.table.apply({ put: item });
const now = () => house.kernel.clock();
const minutesAgo = (minutes: number) => addSeconds(now(), -60 * minutes);
/** Two practices whose charts were read a moment ago. */
async function readLately() {
  for (const practiceId of ["demo", "other"])
    await put({ pk: `PRACTICE#${practiceId}`, sk: "SYNC", data: { asOf: minutesAgo(1) } });
}
const degraded = ({ body }: { body: Record<string, unknown> }) =>
  (body["dependencies"] as { status: string }[]).filter(({ status }) => status === "degraded");

test("all is ready when the charts were read lately", async () => {
  await readLately();
  const { status, body } = await asked();
  expect(status).toBe(200);
  expect(body["status"]).toBe("ready");
  expect(body["dependencies"]).toContainEqual({ name: "store", status: "ready" });
  expect(body["dependencies"]).toHaveLength(9);
});

test("before the first read it says so, and is degraded", async () => {
  const { status, body } = await asked();
  expect([status, body["status"]]).toEqual([200, "degraded"]);
  expect(body["dependencies"]).toContainEqual({
    name: "mirror",
    status: "degraded",
    detail: "demo not read yet",
  });
});

test("an EHR behind an opened breaker is degraded until it answers again", async () => {
  await readLately();
  const breaker = { pk: "CONNECTION#demo", sk: "BREAKER" };
  const data = { failures: 5, openUntil: minutesAgo(1), lastSuccessAt: minutesAgo(9) };
  await put({ ...breaker, data });
  expect(degraded(await asked())).toEqual([
    { name: "ehr", status: "degraded", since: minutesAgo(9), detail: "demo does not answer" },
  ]);
  await put({ ...breaker, data: { failures: 0, lastSuccessAt: now() } });
  expect(degraded(await asked())).toEqual([]);
});

test("a write-back that waits longer than five minutes is told of; one that is just due is not", async () => {
  await readLately();
  const row = (id: string, at: string) =>
    put({ pk: `ROW#${id}`, sk: "ROW", data: {}, gsi1pk: "DUE#demo", gsi1sk: `${at}#${id}` });
  await row("young", minutesAgo(4));
  expect(degraded(await asked())).toEqual([]);
  await row("old", minutesAgo(6));
  expect(degraded(await asked())).toMatchObject([{ name: "write-backs", since: minutesAgo(6) }]);
});

test("a mirror that was not read for five minutes is told of", async () => {
  await readLately();
  await put({ pk: "PRACTICE#other", sk: "SYNC", data: { asOf: minutesAgo(7) } });
  expect(degraded(await asked())).toMatchObject([{ name: "mirror", since: minutesAgo(7) }]);
});

test("a part that fails or hangs is degraded, the others are told all the same", async () => {
  await readLately();
  const vitals = {
    ...dynamoVitals(house.table),
    store: () => Promise.reject(new Error("no store")),
    silentSince: () => new Promise<undefined>(() => undefined),
  };
  const begun = performance.now();
  const answer = await asked(vitals);
  expect(performance.now() - begun).toBeLessThan(3_500);
  expect(answer.status).toBe(200);
  expect(degraded(answer)).toMatchObject([{ name: "store" }, { name: "ehr" }, { name: "ehr" }]);
});
