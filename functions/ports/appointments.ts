import type {
  Appointment,
  AppointmentChange,
  AppointmentStatus,
  BookedBy,
  Location,
  Practitioner,
  Slot,
  VisitType,
} from "#domain/appointments.ts";
import type { Window } from "#domain/appointments-requests.ts";
import type { Instant, LocalDay } from "#domain/identifiers.ts";
import type { WriteBack } from "#domain/writeback.ts";
import type { Capabilities, EhrDirectory, EhrPatient, EhrSlot } from "./ehr.ts";
import type { Change } from "./store.ts";

/** A visit as the portal keeps it: what the chart says, or what is on its way there. */
export interface Visit {
  readonly id: string;
  readonly practiceId: string;
  readonly patientId: string;
  readonly status: AppointmentStatus;
  readonly start: Instant;
  readonly end: Instant;
  readonly visitType: Appointment["visitType"];
  readonly practitioner: Practitioner;
  readonly location: Location;
  readonly reason?: string | undefined;
  readonly video?: boolean | undefined;
  readonly noticeHours: number;
  /** The EHR's Slot id it occupies. */
  readonly slotEhrId?: string | undefined;
  /** The EHR's reference, once charted. */
  readonly reference?: string | undefined;
  readonly origin: "portal" | "chart";
  /** RFC 5545 SEQUENCE. */
  readonly sequence: number;
  /** How many writes were asked for so far. */
  readonly intents: number;
  readonly writeBack: WriteBack;
  /** What would suit, for a visit asked for without a time. */
  readonly preferred?: readonly Window[] | undefined;
  readonly offered?: readonly Slot[] | undefined;
  readonly declined?: string | undefined;
  readonly bookedBy?: BookedBy | undefined;
  /** The practice was asked to call because it stayed unconfirmed: once is enough. */
  readonly called?: boolean | undefined;
  /** The patient is to hear, in a while, that it is still unconfirmed: once is enough. */
  readonly warned?: boolean | undefined;
  readonly change?:
    | (AppointmentChange & { readonly rowId: string; readonly slotEhrId?: string | undefined })
    | undefined;
  readonly asOf: Instant;
  readonly version: number;
}

export interface Visits {
  read(practiceId: string, patientId: string, id: string): Promise<Visit | undefined>;
  ofPatient(practiceId: string, patientId: string): Promise<Visit[]>;
  /** Visits of all patients that start on a clinic day. Eventually consistent. */
  onDay(practiceId: string, day: LocalDay): Promise<Visit[]>;
  creating(visit: Visit, requestId: string): Change;
  /** The next version; fails with ConditionFailed when someone wrote since. */
  saving(visit: Visit, requestId: string): Change;
  removing(visit: Visit): Change;
  /** How often this patient has booked so far: guards a limit that is checked before the transaction. */
  bookings(practiceId: string, patientId: string): Promise<number>;
  /** Counts one more; fails with BookedMeanwhile when another booking of this patient was faster. */
  countingBooking(practiceId: string, patientId: string, soFar: number): Change;
  /** When this patient's visits were last read from the chart as a whole. */
  readAt(practiceId: string, patientId: string): Promise<Instant | undefined>;
  setReadAt(practiceId: string, patientId: string, at: Instant): Promise<void>;
}

/** One clinic day: the EHR's slots as last read, and who has claimed which here. */
export interface Day {
  readonly slots: readonly EhrSlot[];
  readonly claims: readonly Claim[];
  /** When the slots were read; undefined when never. */
  readonly asOf: Instant | undefined;
}

export interface Claim {
  readonly slotEhrId: string;
  /** `hold:<patientId>` or `visit:<visitId>`. */
  readonly owner: string;
  /** A hold's end; a visit's claim has none. */
  readonly until?: Instant | undefined;
}

export interface HoldRecord {
  readonly id: string;
  readonly slotId: string;
  readonly expiresAt: Instant;
}

/** Which slots exist and who has them. The claim is the portal's own guard against two winners. */
export interface Calendar {
  day(practiceId: string, day: LocalDay): Promise<Day>;
  /** Replaces what is known of a whole day. */
  saveDay(
    practiceId: string,
    day: LocalDay,
    read: { slots: readonly EhrSlot[]; at: Instant },
  ): Promise<void>;
  /** Updates one slot in its day, if that day is known. */
  saveSlot(practiceId: string, day: LocalDay, slot: EhrSlot): Promise<void>;
  /** Claims a slot for a visit: free, held by this patient, or a hold that ran out. */
  claiming(claim: ClaimRequest & { visitId: string }): Change;
  /** Claims it for a hold. */
  holding(claim: ClaimRequest & { until: Instant }): Change;
  /** Gives it back if `owner` still has it; no error when it has not. */
  release(
    practiceId: string,
    claim: { day: LocalDay; slotEhrId: string; owner: string },
  ): Promise<void>;
  /** The same inside a transaction: removes the claim of exactly this visit. */
  releasing(practiceId: string, claim: { day: LocalDay; slotEhrId: string; owner: string }): Change;

  holds(practiceId: string, patientId: string): Promise<HoldRecord[]>;
  holdSaved(practiceId: string, patientId: string, hold: HoldRecord): Change;
  holdRemoved(practiceId: string, patientId: string, holdId: string): Change;
}

export interface ClaimRequest {
  readonly practiceId: string;
  readonly day: LocalDay;
  readonly slotEhrId: string;
  readonly patientId: string;
  readonly requestId: string;
  readonly now: Instant;
}

/** What the practice offers, from the EHR's directory and the practice's own settings. */
export interface Offer {
  readonly visitTypes: readonly VisitType[];
  readonly practitioners: readonly Practitioner[];
  readonly locations: readonly Location[];
  readonly capabilities: Capabilities;
  readonly asOf: Instant;
}

export interface DirectoryRecord {
  readonly directory: EhrDirectory;
  readonly capabilities: Capabilities;
  readonly asOf: Instant;
}

export interface Mirror {
  directory(practiceId: string): Promise<DirectoryRecord | undefined>;
  saveDirectory(practiceId: string, record: DirectoryRecord): Promise<void>;
  patient(practiceId: string, patientId: string): Promise<EhrPatient | undefined>;
  savePatient(practiceId: string, patient: EhrPatient): Promise<void>;
  /** Those of these patients the mirror knows, by id. */
  patients(practiceId: string, ids: readonly string[]): Promise<Map<string, EhrPatient>>;
  /** When a clinic day's appointments were last read from the chart as a whole. */
  dayRead(practiceId: string, day: LocalDay): Promise<Instant | undefined>;
  saveDayRead(practiceId: string, day: LocalDay, at: Instant): Promise<void>;
  /** The change feed's position and when it last answered. */
  sync(practiceId: string): Promise<SyncRecord | undefined>;
  saveSync(practiceId: string, record: SyncRecord): Promise<void>;
}

export interface SyncRecord {
  readonly cursor?: string | undefined;
  /** When the feed last answered: everything mirrored is as of then. */
  readonly asOf: Instant;
  /** When the feed first answered. */
  readonly since?: Instant | undefined;
  /** The last clinic day whose slots were read. */
  readonly through?: LocalDay | undefined;
}

/** Another booking of the same patient committed since the limit was checked. */
export class BookedMeanwhile extends Error {
  override readonly name = "BookedMeanwhile";
}
