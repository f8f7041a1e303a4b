import type { Clock } from "#ports/clock.ts";
import type { ChartEhr } from "#ports/ehr-records.ts";
import type { Log } from "#ports/log.ts";
import type { RecordStore, RulesHere } from "#ports/records.ts";

/** What mirroring charts takes. */
export interface RecordPorts {
  readonly records: RecordStore;
  readonly ehr: (connectionId: string) => Promise<ChartEhr>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A practice as far as its charts' mirror needs to know it. */
export interface Here extends RulesHere {
  readonly id: string;
  readonly connectionId: string;
}
