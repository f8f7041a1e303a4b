import type { LocalDay } from "#domain/identifiers.ts";
import type { AuditEntry } from "./audit.ts";

/** Where what was written once stays for years: nobody can change or delete it, whoever they are. */
export interface Archive {
  /** Keeps this text under this name. A name that is taken stays as it is, and that is fine. */
  keep(name: string, text: string): Promise<void>;
}

/** Days as the archive takes them: what was sealed on each, and how far it has come. Days are UTC. */
export interface SealedDays {
  /** Every entry sealed on this day, in the order they were made. Complete once the day has been over for a while. */
  sealedOn(practiceId: string, day: LocalDay): Promise<AuditEntry[]>;
  /** The last day in the archive; undefined before the first. */
  archived(practiceId: string): Promise<LocalDay | undefined>;
  saveArchived(practiceId: string, day: LocalDay): Promise<void>;
}
