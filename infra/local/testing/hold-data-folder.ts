import { takeDataFolder } from "#infra/local/data-folder.ts";
import { startEmulator } from "#infra/local/emulator.ts";
import { recordRun } from "#infra/local/run-record.ts";

/** A program for tests: takes the data folder named by its argument, starts the emulator there, and waits to be killed. */
const folder = process.argv[2] ?? "";
await takeDataFolder(folder, false);
const emulator = await startEmulator(`${folder}/dynamodb.sqlite`);
recordRun(folder, {
  runner: process.pid,
  ...(emulator.process && { emulator: emulator.process }),
});
process.stdout.write(`${emulator.process?.pid}\n`);
setInterval(() => {}, 60_000);
