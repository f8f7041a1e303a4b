import { expect, test } from "vitest";
import { dynamoAnchors } from "#functions/adapters/dynamo/anchors.ts";
import { dynamoAudits } from "#functions/adapters/dynamo/audits.ts";
import { dynamoChains } from "#functions/adapters/dynamo/chains.ts";
import { dynamoSealedDays } from "#functions/adapters/dynamo/sealed-days.ts";
import { freshTable } from "#functions/adapters/dynamo/testing-table.ts";
import { archiveDays } from "./archive-days.ts";
import { seal } from "./seal.ts";
import { auditOf } from "./testing-audits.ts";
import { verifyPractice } from "./verify-practice.ts";

/** A portal whose days pass as told, and an archive that may be out of reach. */
async function opened() {
  const table = await freshTable();
  const [chains, anchors, days] = [
    dynamoChains(table),
    dynamoAnchors(table),
    dynamoSealedDays(table),
  ];
  const kept = new Map<string, string>();
  const lines: string[] = [];
  const say = (code: string) => void lines.push(code);
  const log = { info: say, warn: say, error: say };
  const at = { now: "", reachable: true };
  const clock = () => at.now;
  const key = async () => "a key of the audit chains";
  const archive = {
    keep: async (name: string, text: string) => {
      if (!at.reachable) throw new Error("gone");
      if (!kept.has(name)) kept.set(name, text);
    },
  };
  return {
    ...{ at, kept, lines },
    async sealed(...numbers: number[]) {
      const audits = numbers.map((number) => auditOf(number));
      for (const audit of audits) await dynamoAudits(table).write(audit);
      const ids = audits.map(({ id }) => id);
      expect(await seal({ chains, random: () => 0, clock, key }, ids)).toEqual([]);
    },
    async run() {
      const ports = { chains, anchors, clock, log, key };
      const report = await verifyPractice(ports, "demo", { isLate: () => false });
      await archiveDays({ archive, days, anchors, clock, log }, report);
      return report;
    },
    ids: (day: string) =>
      (kept.get(`audit/demo/${day}.entries.ndjson.gz`) ?? "")
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => JSON.parse(line).id),
  };
}

test("each day that is over is kept whole, with the anchors of the day that verified it", async () => {
  const { at, kept, sealed, run, ids } = await opened();
  at.now = "2026-11-20T23:59:00.000Z";
  await sealed(1, 2);
  at.now = "2026-11-21T08:30:00.000Z";
  await sealed(3);
  const { digest } = await run();
  expect([...kept.keys()]).toEqual([
    "audit/demo/2026-11-20.entries.ndjson.gz",
    "audit/demo/2026-11-21.anchors.ndjson.gz",
  ]);
  expect(ids("2026-11-20")).toEqual([auditOf(1).id, auditOf(2).id]);
  const [about, anchor] = (kept.get("audit/demo/2026-11-21.anchors.ndjson.gz") ?? "").split("\n");
  expect(JSON.parse(about ?? "")).toMatchObject({ day: "2026-11-21", digest, broken: 0, lines: 1 });
  expect(JSON.parse(anchor ?? "")).toMatchObject({ chain: "CHAIN#demo#patient#pat-1", seq: 3 });
  at.now = "2026-11-22T08:30:00.000Z";
  await run();
  expect(ids("2026-11-21")).toEqual([auditOf(3).id]);
});

test("days that could not be kept are kept later, each; a verification goes on without", async () => {
  const { at, kept, lines, sealed, run, ids } = await opened();
  at.now = "2026-11-20T10:00:00.000Z";
  await sealed(1);
  at.now = "2026-11-21T08:30:00.000Z";
  await run();
  for (const day of [21, 22, 23]) {
    at.now = `2026-11-${day}T10:00:00.000Z`;
    await sealed(day);
    at.reachable = false;
    at.now = `2026-11-${day + 1}T08:30:00.000Z`;
    expect(await run()).toMatchObject({ broken: [] });
  }
  expect(lines.filter((code) => code === "audit.not-archived")).toHaveLength(3);
  expect(kept.size).toBe(2);
  at.reachable = true;
  await run();
  for (const day of [21, 22, 23]) expect(ids(`2026-11-${day}`)).toEqual([auditOf(day).id]);
});

test("a day without entries is kept as such, and no day twice", async () => {
  const { at, kept, lines, run } = await opened();
  at.now = "2026-11-21T08:30:00.000Z";
  await run();
  await run();
  expect(kept.get("audit/demo/2026-11-20.entries.ndjson.gz")).toBe(
    '{"practiceId":"demo","day":"2026-11-20","lines":0}\n',
  );
  expect(lines.filter((code) => code === "audit.archived")).toHaveLength(1);
});
