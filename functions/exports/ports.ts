import type { ExportFormat } from "#domain/exports.ts";
import type { Clock, NewId } from "#ports/clock.ts";
import type { ExportRecord, Exports } from "#ports/exports.ts";
import type { FileLinks } from "#ports/files.ts";
import type { Log } from "#ports/log.ts";
import type { Queue } from "#ports/queue.ts";
import type { Store } from "#ports/store.ts";

/** What asking for files takes. */
export interface AskPorts {
  readonly exports: Exports;
  readonly links: FileLinks;
  /** Heard by who makes them. */
  readonly makers: Queue;
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
}

const NAMES: Readonly<Record<ExportFormat, string>> = { fhir: "records.json", pdf: "records.pdf" };

/** Where a file lies. Nothing in it tells whose it is. */
export const fileName = ({ id }: Pick<ExportRecord, "id">, format: ExportFormat): string =>
  `exports/${id}/${NAMES[format]}`;
