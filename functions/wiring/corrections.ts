import { dynamoCorrections } from "#functions/adapters/dynamo/corrections.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import type { AskPorts } from "#functions/corrections/ask.ts";
import type { DeskPorts } from "#functions/corrections/desk.ts";
import { correctionWriteBacks } from "#functions/corrections/write-back.ts";
import { notesOn } from "#functions/wiring/notes.ts";
import type { Log } from "#ports/log.ts";

/** Requests for corrections on AWS, and a ledger that commits them. */
export function correctionsOn(table: Table, log: Log): AskPorts & DeskPorts {
  const corrections = dynamoCorrections(table);
  const { ledgerOf, ...ports } = notesOn(table, log);
  return { ...ports, corrections, ledger: ledgerOf(correctionWriteBacks({ corrections })) };
}
