import { expect, test } from "vitest";
import { labReport } from "#functions/wiring/testing-chart.ts";
import { type NewsClinic, openNews } from "#test/fixtures/news.ts";
import { asksFirst, biopsy } from "#test/fixtures/release-clinic.ts";

const KENTUCKY = { jurisdiction: "KY" } as const;
const BOTH = ["email p1@example.test", "sms +13125550111"];
const hoursUntil = (clinic: NewsClinic, at = "") =>
  (Date.parse(at) - Date.parse(clinic.clock())) / 3_600_000;

/** Noon at a clinic in Kentucky, with years of results in a chart that nobody has opened. */
async function unopened(): Promise<NewsClinic> {
  const clinic = await openNews(KENTUCKY);
  clinic.until(12);
  for (let n = 0; n < 5; n++)
    put(clinic, labReport("p1", { id: `old-${n}`, daysAgo: 100 * n }).all);
  return clinic;
}
function put(clinic: NewsClinic, resources: readonly { resourceType: string; id: string }[]) {
  for (const one of resources) clinic.server.put({ ...one });
}

test("whoever never opened the portal is told of what comes after their chart was first read, and of nothing before", async () => {
  const clinic = await unopened();
  await clinic.poll();
  expect(await clinic.heard()).toEqual([]);
  clinic.skip(0.1);
  put(clinic, labReport("p1", { id: "new", daysAgo: 0 }).all);
  await clinic.poll();
  expect(await clinic.heard()).toEqual(BOTH);
  await clinic.poll();
  expect(await clinic.heard()).toEqual([]);
  expect(await clinic.seen()).toHaveLength(6);
});

test("what the law or the chart withholds stands in the practice's queue, and its patient is told when it may be seen", async () => {
  const clinic = await unopened();
  put(clinic, [biopsy("law"), ...asksFirst("talk", {}, "p2").all]);
  expect(await clinic.queue()).toEqual([]);
  await clinic.poll();
  const queue = await clinic.queue();
  expect(queue.map(({ id, patient, state }) => [id, patient.id, state]).sort()).toEqual([
    ["DiagnosticReport~law", "p1", "waits"],
    ["DiagnosticReport~talk", "p2", "due"],
  ]);
  expect(await clinic.heard()).toEqual([]);
  put(clinic, [biopsy("later")]);
  await clinic.poll();
  expect(await clinic.queue()).toHaveLength(3);
  expect(await clinic.heard()).toEqual([]);
  const ends = queue.find(({ id }) => id.endsWith("law"))?.until;
  clinic.skip(hoursUntil(clinic, ends) + 0.1);
  clinic.until(12);
  expect(await clinic.heard()).toEqual(expect.arrayContaining(BOTH));
});

test("of a chart that nobody opened goes out the same with withheld results in it as without", async () => {
  const outbox = async (before: readonly string[], after: readonly string[]) => {
    const clinic = await unopened();
    put(
      clinic,
      before.map((id) => biopsy(id)),
    );
    await clinic.poll();
    await clinic.sweep();
    clinic.skip(1);
    put(clinic, [
      ...after.map((id) => biopsy(id)),
      ...labReport("p1", { id: "open", daysAgo: 0 }).all,
    ]);
    await clinic.poll();
    await clinic.sweep();
    const told = [...clinic.told];
    const { items } = (await clinic.call("p1", "GET /api/records")).body;
    const counts = items.map(({ id, count }: { id: string; count: number }) => [id, count]);
    return { told, counts };
  };
  const without = await outbox([], []);
  expect(without.told).toHaveLength(2);
  expect(await outbox(["b1", "b2"], ["b3"])).toEqual(without);
});

test("a carer who never signed in is told too, each of what they may see", async () => {
  const clinic = await unopened();
  await clinic.carer("carer", ["records:read"]);
  await clinic.poll();
  put(clinic, labReport("p1", { id: "new", daysAgo: 0 }).all);
  await clinic.poll();
  expect((await clinic.heard()).sort()).toEqual(["email carer@example.test", ...BOTH]);
});
