import { recordsApi } from "#domain/records.ts";
import { resultsApi } from "#domain/results.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { kernelOn } from "#functions/adapters/kernel.ts";
import { file } from "#functions/records/file.ts";
import { item, section, sections } from "#functions/records/read.ts";
import { chartsOn } from "#functions/wiring/records.ts";
import { lambda } from "#http/lambda.ts";
import { list, read, trend } from "./read.ts";
import { chooseTiming, timing } from "./timing.ts";

const table = connectedTable();
const kernel = kernelOn(table, "results");
const ports = { ...chartsOn(table, kernel.log), store: table };

/** Results and records stand in one chart and are answered by one function. */
export const handler = lambda(
  { ...resultsApi, ...recordsApi },
  {
    list: list(ports),
    read: read(ports),
    trend: trend(ports),
    timing: timing(ports),
    chooseTiming: chooseTiming(ports),
    sections: sections(ports),
    section: section(ports),
    item: item(ports),
    file: file(ports),
  },
  kernel,
);
