import { recordsApi } from "#domain/records.ts";
import { releaseDeskApi } from "#domain/release-desk.ts";
import { resultsApi } from "#domain/results.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { kernelOn } from "#functions/adapters/kernel.ts";
import { decisions } from "#functions/records/decide.ts";
import { desk } from "#functions/records/desk.ts";
import { holdReport } from "#functions/records/hold-report.ts";
import { item, section, sections } from "#functions/records/read.ts";
import { chartsOn, deskOn } from "#functions/wiring/records.ts";
import { lambda } from "#http/lambda.ts";
import { list, read, trend, wholeResult } from "./read.ts";
import { chooseTiming, timing } from "./timing.ts";

const table = connectedTable();
const kernel = kernelOn(table, "results");
const ports = { ...chartsOn(table, kernel.log), store: table };
const atDesk = { ...ports, ...deskOn(table, ports), whole: wholeResult };

/** Results and records stand in one chart and are answered by one function, to patients and to the practice's desk. */
export const handler = lambda(
  { ...resultsApi, ...recordsApi, ...releaseDeskApi },
  {
    list: list(ports),
    read: read(ports),
    trend: trend(ports),
    timing: timing(ports),
    chooseTiming: chooseTiming(ports),
    sections: sections(ports),
    section: section(ports),
    item: item(ports),
    ...desk(atDesk),
    ...decisions(atDesk),
    holds: holdReport(atDesk),
  },
  kernel,
);
