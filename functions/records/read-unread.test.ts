import { describe, expect, it } from "vitest";
import { dynamoAccounts } from "#functions/adapters/dynamo/accounts.ts";
import { accountOf } from "#functions/adapters/testing-kernel.ts";
import { labReport, type OpenChart, openChart } from "#functions/wiring/testing-chart.ts";
import type { Account } from "#ports/accounts.ts";
import { followRecords } from "./follow-records.ts";
import { readUnread } from "./read-unread.ts";

const HOUR = 3600;
type Quirks = Parameters<typeof openChart>[0];

/** Charts of people who can sign in, and nobody who did. */
async function opened(patients: readonly string[], quirks: Quirks = {}) {
  const chart = await openChart(quirks);
  for (const patientId of patients) await account(chart, { id: `acc_${patientId}`, patientId });
  const logged: unknown[] = [];
  const log = {
    info: () => {},
    warn: (code: string, fields: object = {}) => void logged.push({ code, ...fields }),
    error: (code: string, error: unknown) => void logged.push({ code, error }),
  };
  const ports = { ...chart.ports, log };
  const readsOf = (patientId: string) => ports.records.reads({ practiceId: "demo", patientId });
  return {
    ...chart,
    logged,
    ports,
    /** What a poll does for charts. */
    async poll(signal = AbortSignal.timeout(20_000)) {
      await followRecords(ports, chart.here);
      await readUnread(ports, chart.here, signal);
    },
    /** Those of which anything was read. */
    async read(): Promise<string[]> {
      const all = await Promise.all(patients.map(async (id) => [id, await readsOf(id)] as const));
      return all.filter(([, reads]) => reads.size > 0).map(([id]) => id);
    },
    readsOf,
    results: async (patientId: string) => {
      const { entries } = await ports.records.list({ practiceId: "demo", patientId }, "results", {
        limit: 50,
      });
      return entries.map(({ value }) => value.item.id);
    },
    due: async () =>
      (await ports.records.unread("demo", chart.access("").now, 50)).map(
        ({ patientId }) => patientId,
      ),
    /** Searches that were for this patient's chart. */
    askedFor: (patientId: string) =>
      chart.server.heard.filter(({ search }) => search.includes(patientId)).length,
    report(patientId: string, id: string) {
      for (const one of labReport(patientId, { id }).all) chart.server.put(one);
    },
  };
}
const account = ({ table }: OpenChart, about: Partial<Account>) =>
  dynamoAccounts(table).save(accountOf(about));

const inHours = (here: Pick<Opened, "skip">, hours: number) => here.skip(hours * HOUR + 1);
type Opened = Awaited<ReturnType<typeof opened>>;

describe("a chart that somebody can sign in for", () => {
  it("has its results read by the next poll and followed from there on, though nobody opens it", async () => {
    const here = await opened(["p1"]);
    here.report("p1", "old");
    await here.poll();
    expect(await here.results("p1")).toEqual(["DiagnosticReport~old"]);
    const types = ["DiagnosticReport", "DocumentReference", "Observation"];
    expect([...(await here.readsOf("p1")).keys()].sort()).toEqual(types);
    here.report("p1", "new");
    await here.poll();
    expect(await here.results("p1")).toHaveLength(2);
  });

  it("costs one query of nothing once it is read", async () => {
    const here = await opened(["p1"]);
    await here.poll();
    here.server.heard.length = 0;
    here.asked.length = 0;
    await readUnread(here.ports, here.here, AbortSignal.timeout(1000));
    expect(here.asked.map(({ items }) => items)).toEqual([0]);
    expect(here.server.heard).toEqual([]);
  });

  it("is the patient's own or one they care for; whoever can't sign in has none read", async () => {
    const here = await opened([]);
    const child = { relationship: "child", scopes: [], name: "", firstName: "" };
    await account(here, { patientId: "p1", proxies: [{ ...child, patientId: "p2" }] });
    await account(here, { id: "acc_gone", patientId: "p3", active: false });
    await account(here, { id: "acc_staff", kind: "staff", patientId: undefined });
    expect((await here.due()).sort()).toEqual(["p1", "p2"]);
  });

  it("is read once where several sign in for it; an account saved again has nothing read twice", async () => {
    const here = await opened(["p1"]);
    await account(here, { id: "acc_other", patientId: "p1" });
    expect(await here.due()).toEqual(["p1"]);
    await here.poll();
    here.server.heard.length = 0;
    await account(here, { id: "acc_p1", patientId: "p1" });
    await here.poll();
    expect(here.askedFor("p1")).toBe(0);
    expect(await here.due()).toEqual([]);
  });

  it("loses nothing that changes while it is read for the first time", async () => {
    const here = await opened(["p1"]);
    here.server.instead = ({ path, search }) => {
      // Reports were asked for before: what comes now is in no answer.
      if (path === "Observation" && search.includes("p1"))
        here.server.put(labReport("p1", { id: "meanwhile", values: [] }).report);
      return undefined;
    };
    await here.poll();
    expect(await here.results("p1")).toEqual([]);
    here.server.instead = () => undefined;
    await here.poll();
    expect(await here.results("p1")).toEqual(["DiagnosticReport~meanwhile"]);
  });
});

describe("where the EHR", () => {
  it("does not answer, all stay due, and the next poll reads them", async () => {
    const here = await opened(["p1", "p2"]);
    here.server.instead = () => new Response("{}", { status: 503 });
    await here.poll();
    expect([await here.read(), await here.due()]).toEqual([[], ["p1", "p2"]]);
    here.server.instead = () => undefined;
    here.reconnect();
    await here.poll();
    expect([await here.read(), await here.due()]).toEqual([["p1", "p2"], []]);
  });

  it("falls silent midway, what was read stays read and the rest is read next", async () => {
    const here = await opened(["p1", "p2"]);
    here.server.instead = () =>
      here.askedFor("p2") > 1 ? new Response("{}", { status: 503 }) : undefined;
    await here.poll();
    expect(await here.due()).toEqual(["p2"]);
    here.server.instead = () => undefined;
    await here.poll();
    expect(await here.due()).toEqual([]);
  });

  it("says that these are too many calls, all stay due", async () => {
    const here = await opened(["p1", "p2"]);
    here.server.instead = ({ search }) =>
      search.includes("p1") ? new Response("{}", { status: 429 }) : undefined;
    await here.poll();
    expect(await here.due()).toEqual(["p1", "p2"]);
    expect(here.askedFor("p2")).toBe(0);
  });

  it("tells of no change in results, charts are looked at again every day", async () => {
    const here = await opened(["p1"]);
    here.server.instead = ({ path, search }) =>
      ["DiagnosticReport", "Observation"].includes(path) && !search.includes("p1")
        ? new Response("{}", { status: 400 })
        : undefined;
    await here.poll();
    expect(await here.due()).toEqual([]);
    here.report("p1", "new");
    inHours(here, 23);
    await here.poll();
    expect(await here.results("p1")).not.toContain("DiagnosticReport~new");
    inHours(here, 1);
    await here.poll();
    expect(await here.results("p1")).toContain("DiagnosticReport~new");
  });
});

describe("a chart that can't be read by its own fault", () => {
  const broken = async () => {
    const here = await opened(["p1", "p2"]);
    here.server.instead = ({ path, search }) =>
      path === "DocumentReference" && search.includes("p1")
        ? Response.json({}, { status: 500 })
        : undefined;
    return here;
  };

  it("keeps nobody waiting, and is tried again after two minutes, then after four, at last once a day", async () => {
    const here = await broken();
    await here.poll();
    expect(await here.due()).toEqual([]);
    expect([...(await here.readsOf("p2")).keys()]).toContain("DocumentReference");
    expect(here.logged).toEqual([{ code: "500", practiceId: "demo", type: "DocumentReference" }]);
    const minutes = [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440];
    for (const wait of minutes) {
      here.server.heard.length = 0;
      inHours(here, (wait - 1) / 60);
      await here.poll();
      const tried = here.askedFor("p1");
      inHours(here, 1 / 60);
      await here.poll();
      expect([wait, tried, here.askedFor("p1") > 0]).toEqual([wait, 0, true]);
    }
  });

  it("keeps nobody waiting where nothing of it can be read", async () => {
    const here = await opened(["p1", "p2"]);
    here.server.instead = ({ search, path }) =>
      search.includes("p1") || path.includes("p1") ? Response.json({}, { status: 500 }) : undefined;
    await here.poll();
    expect([await here.read(), await here.due()]).toEqual([["p2"], []]);
  });

  it("keeps nobody waiting where the fault is ours", async () => {
    const here = await opened(["p1", "p2"]);
    const { save } = here.ports.records;
    here.report("p1", "r");
    const records = {
      ...here.ports.records,
      save: async (...[chart, ...rest]: Parameters<typeof save>) => {
        if (chart.patientId === "p1") throw new TypeError("a bug");
        return save(chart, ...rest);
      },
    };
    await readUnread({ ...here.ports, records }, here.here, AbortSignal.timeout(5000));
    expect([await here.read(), await here.due()]).toEqual([["p1", "p2"], []]);
    expect(JSON.stringify(here.logged)).toContain("records.unread-failed");
  });
});

describe("when the time is over", () => {
  it("a chart goes on where it was, and those behind it wait for the next poll", async () => {
    const here = await opened(["p1", "p2"]);
    const over = new AbortController();
    here.server.instead = ({ path, search }) => {
      if (path === "DiagnosticReport" && search.includes("p1")) over.abort();
      return undefined;
    };
    await here.poll(over.signal);
    expect(await here.due()).toEqual(["p1", "p2"]);
    const before = new Set((await here.readsOf("p1")).keys());
    expect(before.size).toBeGreaterThan(0);
    here.server.instead = () => undefined;
    here.server.heard.length = 0;
    await here.poll();
    expect(await here.due()).toEqual([]);
    const again = here.server.heard.filter(
      ({ path, search }) => search.includes("p1") && before.has(path) && path !== "Observation",
    );
    expect(again).toEqual([]);
  });

  it("a chart that comes no further in all that time keeps nobody waiting", async () => {
    const here = await opened(["p1", "p2"]);
    const over = new AbortController();
    here.server.instead = ({ search, path }) => {
      if (!search.includes("p1") && !path.includes("p1")) return undefined;
      over.abort();
      return new Response("{}", { status: 503 });
    };
    await here.poll(over.signal);
    expect(await here.due()).toEqual(["p2"]);
  });
});
