import { dynamoNotices } from "#functions/adapters/dynamo/notices.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import { dynamoThreads } from "#functions/adapters/dynamo/threads.ts";
import type { DeskPorts } from "#functions/messaging/desk.ts";
import type { MessagingPorts } from "#functions/messaging/patient.ts";
import { messageWriteBacks } from "#functions/messaging/write-back.ts";
import { notesOn } from "#functions/wiring/notes.ts";
import type { Log } from "#ports/log.ts";

/** Conversations on AWS, and a ledger that commits their messages. */
export function messagingOn(table: Table, log: Log): MessagingPorts & DeskPorts {
  const threads = dynamoThreads(table);
  const { ledgerOf, ...ports } = notesOn(table, log);
  const notices = dynamoNotices(table);
  return { ...ports, threads, notices, ledger: ledgerOf(messageWriteBacks({ threads })) };
}
