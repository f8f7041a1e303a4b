import type { LocalDay } from "#domain/identifiers.ts";
import type { Archive, SealedDays } from "#ports/archive.ts";
import type { AuditEntry } from "#ports/audit.ts";
import type { Anchors } from "#ports/chains.ts";
import type { Clock } from "#ports/clock.ts";
import type { Log } from "#ports/log.ts";
import type { Report } from "./verify-practice.ts";

export interface ArchivePorts {
  readonly archive: Archive;
  readonly days: SealedDays;
  readonly anchors: Anchors;
  readonly clock: Clock;
  readonly log: Log;
}

/** In one run; more wait for the next. */
const MOST_DAYS = 31;
const DAY_MS = 86_400_000;

/**
 * Puts every day that is over and not in the archive there, oldest first, and with it the anchors as this verification
 * left them. What can't be kept today is kept tomorrow; nothing of it hinders the verification.
 */
export async function archiveDays(ports: ArchivePorts, report: Report): Promise<void> {
  const { practiceId } = report;
  const { days, log } = ports;
  try {
    for (const day of daysAfter(await days.archived(practiceId), ports.clock())) {
      const entries = await days.sealedOn(practiceId, day);
      await ports.archive.keep(
        nameOf("entries", practiceId, day),
        asLines({ practiceId, day }, entries),
      );
      await days.saveArchived(practiceId, day);
      log.info("audit.archived", { practiceId, day, entries: entries.length });
    }
    await keepAnchors(ports, report);
  } catch (error) {
    log.error("audit.not-archived", error, { practiceId });
  }
}

/** The days after the last one up to yesterday; of a new portal, yesterday alone. */
function daysAfter(last: LocalDay | undefined, now: string): LocalDay[] {
  const yesterday = Date.parse(now.slice(0, 10)) - DAY_MS;
  const first = last === undefined ? yesterday : Date.parse(last) + DAY_MS;
  const count = Math.min(MOST_DAYS, Math.floor((yesterday - first) / DAY_MS) + 1);
  return Array.from({ length: Math.max(0, count) }, (_, at) =>
    new Date(first + at * DAY_MS).toISOString().slice(0, 10),
  );
}

/** One line says what it is, then one for each entry: JSON lines, as any tool reads them. */
function asLines(about: object, entries: readonly (AuditEntry | object)[]): string {
  const lines = [{ ...about, lines: entries.length }, ...entries];
  return `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
}

/** Where each chain ended that day: a chain cut off or put back later is shorter than this. */
async function keepAnchors({ anchors, archive }: ArchivePorts, report: Report): Promise<void> {
  const { practiceId, day, at, digest, unfinished } = report;
  const heads = [...(await anchors.anchors(practiceId))].map(([chain, anchor]) => ({
    chain,
    ...anchor,
  }));
  const about = { practiceId, day, at, digest, unfinished, broken: report.broken.length };
  await archive.keep(nameOf("anchors", practiceId, day), asLines(about, heads));
}

const nameOf = (kind: "entries" | "anchors", practiceId: string, day: LocalDay) =>
  `audit/${practiceId}/${day}.${kind}.ndjson.gz`;
