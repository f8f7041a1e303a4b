import type { AppointmentStatus } from "#domain/appointments.ts";
import type { Instant, LocalDay } from "#domain/identifiers.ts";
import type { Outcome } from "#domain/writeback-row.ts";

/**
 * One EHR connection as the portal sees it. Reads reject with `EhrUnavailable`; writes never reject: whatever
 * happens is one of the closed union of outcomes.
 */
export interface Ehr {
  readonly connectionId: string;
  /** Static descriptor ∩ live `/metadata` ∩ practice settings, cached a few minutes. Never rejects: unknown = nothing can be written. */
  capabilities(): Promise<Capabilities>;

  /** The same, asked now. Never rejects: `asOf` tells whether it answered. */
  probe(): Promise<Capabilities>;

  /** Everything bookable there: visit types, clinicians, places. */
  directory(): Promise<EhrDirectory>;
  /** Slots (free and busy) whose start lies in [from, to). */
  slots(range: { from: Instant; to: Instant }): Promise<EhrSlot[]>;
  slot(id: string): Promise<EhrSlot | undefined>;
  /** All appointments of one patient. A reply about another patient is refused and alarmed. */
  appointmentsOf(patientId: string): Promise<EhrAppointment[]>;
  /** Appointments whose start lies in [from, to), all patients. */
  appointmentsBetween(range: { from: Instant; to: Instant }): Promise<EhrAppointment[]>;
  appointment(id: string): Promise<EhrAppointment | undefined>;
  patient(id: string): Promise<EhrPatient | undefined>;
  patients(query: PatientQuery): Promise<EhrPatient[]>;
  /**
   * What changed since a cursor (none: from now on). Ids only; the caller re-reads.
   * `undefined` where this EHR can't tell: the caller then scans a window of days.
   */
  changes(cursor: string | undefined): Promise<EhrChanges | undefined>;

  /** Opens a busy slot that bears no mark but these, while no visit stands on it; false when it is left as it is. */
  freeSlot(slot: { id: string; marks: readonly string[] }): Promise<boolean>;
  /** Carry out one write. `context.step` records progress before the next sub-step starts. */
  write(command: EhrCommand, context: WriteContext): Promise<Outcome>;
  /**
   * Look for what an earlier attempt with this key may have left behind. `done` = it is there, `absent` = the search
   * ran and found nothing, `unsupported` = this EHR can't be searched for it, `retry` = no answer.
   */
  findByCorrelation(command: EhrCommand, context: WriteContext): Promise<Outcome>;
}

/** Patients by one of these. */
export interface PatientQuery {
  readonly email?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  /** What a person at the desk knows: part of a name, a birth date or a phone number. At most the first 50. */
  readonly found?:
    | { readonly by: "name" | "birthDate" | "phone"; readonly value: string }
    | undefined;
}

export interface WriteContext {
  /** The row's id: stands in the EHR's record as identifier `urn:porchlight:write-back`. */
  readonly key: string;
  readonly attempt: number;
  /** Give up (as unknown, if bytes were sent) after this many milliseconds. */
  readonly timeoutMs: number;
  /** Sub-steps already done by earlier attempts, by name. */
  readonly steps: Readonly<Record<string, string>>;
  /** Persists a finished sub-step; resolves when the row holds it. */
  step(name: string, value: string): Promise<void>;
}

/** The writes a connection may be asked for. A new capability adds a member here and a mapper in `ehr/fhir/`. */
export type EhrCommand =
  | {
      readonly kind: "appointment.book";
      readonly patientId: string;
      readonly slot: SlotRef;
      readonly visitTypeId: string;
      readonly reason?: string | undefined;
    }
  | {
      readonly kind: "appointment.reschedule";
      readonly patientId: string;
      /** "Appointment/123" */
      readonly reference: string;
      readonly slot: SlotRef;
      readonly from: { readonly slotId?: string | undefined; readonly start: Instant };
      readonly visitTypeId: string;
    }
  | {
      readonly kind: "appointment.cancel";
      readonly patientId: string;
      readonly reference: string;
      readonly slotId?: string | undefined;
      readonly reason?: string | undefined;
    }
  | {
      readonly kind: "correction.ask";
      readonly patientId: string;
      /** What it is about, such as "Condition/12"; absent where the patient names no record. */
      readonly about?: string | undefined;
      /** The patient's own. */
      readonly words: string;
      readonly askedAt: Instant;
    }
  | {
      readonly kind: "message.send";
      readonly patientId: string;
      /** What it is about, such as "DiagnosticReport/12". */
      readonly about?: string | undefined;
      /** Who wrote it to whom: the patient to the practice, or the practice to the patient. */
      readonly by: "patient" | "practice";
      /** The writer, as their account calls them. */
      readonly name: string;
      readonly words: string;
      readonly sentAt: Instant;
    }
  | {
      readonly kind: "result.decide";
      readonly patientId: string;
      /** The result, such as "DiagnosticReport/12". */
      readonly about: string;
      /** The patient sees it by this decision: it may still wait for a law, another hold or their own wish. */
      readonly disclosed: boolean;
      /** Who decided, as their account calls them. */
      readonly name: string;
      /** What was decided, for whoever reads the chart. */
      readonly words: string;
      readonly decidedAt: Instant;
    };

export interface SlotRef {
  /** The EHR's own Slot id. */
  readonly ehrId: string;
  readonly start: Instant;
  readonly end: Instant;
  readonly practitionerId: string;
  readonly locationId: string;
}

export interface Capabilities {
  readonly bookAppointment: boolean;
  readonly rescheduleAppointment: boolean;
  readonly cancelAppointment: boolean;
  /** As what a patient's request for a correction is written into the chart. */
  readonly correction: "task" | "document" | "none";
  /** As what messages between patient and practice are written into the chart. */
  readonly message: "communication" | "document" | "none";
  /** As what a clinician's decision about showing a result is written into the chart. */
  readonly decision: "provenance" | "none";
  readonly writeSlot: boolean;
  readonly readSlots: boolean;
  readonly transaction: boolean;
  readonly searchByIdentifier: boolean;
  readonly lastUpdated: boolean;
  /** Types of a chart's resources that can be read and searched by patient. */
  readonly records: readonly string[];
  /** How far searches may lag behind writes, seconds. */
  readonly searchLagSeconds: number;
  /** When `/metadata` was last read; absent when it never answered. */
  readonly asOf?: Instant | undefined;
}

export interface EhrDirectory {
  readonly visitTypes: readonly EhrVisitType[];
  readonly practitioners: readonly {
    readonly id: string;
    readonly name: string;
    readonly credential?: string | undefined;
    readonly specialty?: string | undefined;
  }[];
  readonly locations: readonly {
    readonly id: string;
    readonly name: string;
    readonly address?: string | undefined;
    readonly phone?: string | undefined;
  }[];
  /** What the portal needs and this server does not have, in plain words for staff. */
  readonly missing: readonly string[];
}

export interface EhrVisitType {
  readonly id: string;
  readonly name: string;
  readonly nameEs?: string | undefined;
  readonly description?: string | undefined;
  readonly descriptionEs?: string | undefined;
  readonly durationMinutes: number;
  readonly minAge?: number | undefined;
  readonly maxAge?: number | undefined;
  readonly video?: boolean | undefined;
}

export interface EhrSlot {
  readonly id: string;
  readonly status: "free" | "busy";
  /** The practice keeps it closed, for a break or a meeting: busy, and no visit is to be there. */
  readonly blocked?: boolean | undefined;
  readonly start: Instant;
  readonly end: Instant;
  readonly practitionerId: string;
  readonly locationId: string;
  /** Ids of the visit types it can be used for; empty = any. */
  readonly visitTypeIds: readonly string[];
  readonly etag?: string | undefined;
  /** Our write-backs whose mark a busy slot bears. */
  readonly heldBy?: readonly string[] | undefined;
}

export interface EhrAppointment {
  readonly id: string;
  readonly patientId: string;
  readonly status: AppointmentStatus;
  readonly start: Instant;
  readonly end: Instant;
  readonly slotId?: string | undefined;
  readonly practitionerId?: string | undefined;
  readonly locationId?: string | undefined;
  readonly visitTypeId?: string | undefined;
  readonly visitTypeName?: string | undefined;
  readonly reason?: string | undefined;
  /** Our correlation ids found in it. */
  readonly correlationIds: readonly string[];
  readonly etag?: string | undefined;
}

export interface EhrPatient {
  readonly id: string;
  readonly name: string;
  readonly firstName: string;
  readonly birthDate?: LocalDay | undefined;
  readonly emails: readonly string[];
  /** The mobile number, as "+13125550142". */
  readonly phone?: string | undefined;
  readonly language?: "en" | "es" | undefined;
}

export interface EhrChanges {
  readonly slots: readonly string[];
  readonly appointments: readonly string[];
  readonly next: string;
}

/** The code of a call that was never sent, because the connection's quota is used up for now. */
export const HELD_BACK = "rate-limited";

/** True for what says nothing about whether the EHR answers: we kept the call back, or it said "too many". */
export const isRateLimit = (code: string | undefined): boolean =>
  code !== undefined && (code.endsWith(HELD_BACK) || /(^|-)429/.test(code));

/** The EHR did not answer a read, or answered nonsense. Callers fall back to the mirror and say how old it is. */
export class EhrUnavailable extends Error {
  override readonly name = "EhrUnavailable";
  readonly code: string;
  constructor(code: string) {
    super(`EHR unavailable: ${code}`);
    this.code = code;
  }
}

/** Whether there is an EHR to write to at all; without one the practice does by hand what is asked for. */
export async function isConnected(
  { ehr }: { ehr(connectionId: string): Promise<Ehr> },
  connectionId: string,
): Promise<boolean> {
  try {
    await ehr(connectionId);
    return true;
  } catch (error) {
    return !(error instanceof EhrUnavailable);
  }
}
