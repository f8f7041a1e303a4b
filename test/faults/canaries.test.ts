import { expect, test } from "vitest";
import { structuredLog } from "#functions/adapters/log.ts";
import { canaryPatient, found, type Sink } from "#test/fixtures/canaries.ts";
import { figure } from "#test/fixtures/figure.ts";
import { canaries } from "./canary-heard.ts";
import { canaryRun } from "./canary-run.ts";

const { token, email } = canaryPatient("canary-parent", "a", "1931-03-07");

test("no field of a patient gets anywhere it does not belong", async () => {
  const sinks = await canaryRun();
  expect(sinks.filter(({ lines }) => lines.length === 0).map(({ name }) => name)).toEqual([]);
  expect(found(sinks, canaries)).toEqual([]);
  const lines = sinks.flatMap((sink) => sink.lines).length;
  figure({
    promise: "15",
    bar: "0 hits in 12 sinks or more",
    value: `${canaries.length} tokens, ${sinks.length} sinks with ${lines} lines: 0 hits`,
    command:
      "npx vitest run --root . --config test/vitest.config.ts --project node test/faults/canaries.test.ts",
  });
});

test("planted: a log line that names the patient is caught", async () => {
  const log = structuredLog("appointments");
  const careless = {
    ...log,
    warn: (code: string) => log.warn(code, { patient: `${token("given")} ${token("family")}` }),
  };
  const hits = found(await canaryRun({ log: careless }), canaries);
  expect(hits.map((hit) => hit.split(" in ")[0])).toContain("function logs: canary-parent.family");
});

test.each([
  ["an address", `/api/patients?q=${encodeURIComponent(email)}`],
  ["an address's own spelling", "/api/patients?q=%7A%71familya"],
  ["a text message", `Hello ${token("given").toUpperCase()}, see you`],
  ["a phone number as people write it", "Call (312) 555-0183 back"],
  ["a birth date", '{"born":"1931-03-07"}'],
  ["something packed", Buffer.from(`xx{"name":"${token("family")}"}`).toString("base64")],
])("planted: %s is caught", (name, line) => {
  const sinks: Sink[] = [{ name, lines: ["nothing", line] }];
  expect(found(sinks, canaries)).toHaveLength(1);
});
