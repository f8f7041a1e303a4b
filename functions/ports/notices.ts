import type { Instant } from "#domain/identifiers.ts";
import type { NoticeEvent } from "#domain/notices.ts";
import type { TextWish } from "#domain/texting.ts";
import type { Language } from "#domain/time.ts";
import type { NewsFor } from "./news.ts";
import type { Change } from "./store.ts";

/** Something about a visit, or that there is news in the chart, that the patient is to be told once. */
export interface Announcement {
  /** Names the event, not the moment: the same event twice is one notice. */
  readonly key: string;
  readonly practiceId: string;
  readonly patientId: string;
  readonly visitId: string;
  readonly event: NoticeEvent;
  /** The visit's time that is told. */
  readonly start: Instant;
  readonly at: Instant;
  /** Not before this; at once where absent. */
  readonly notBefore?: Instant | undefined;
  /** Where it is of no visit: what is new, a few of it where it is much, and for whom. */
  readonly news?: { readonly for: NewsFor; readonly refs: readonly string[] } | undefined;
  /** Where it is of no visit: the conversation in which the practice wrote. Only its patient is told. */
  readonly thread?: string | undefined;
}

/** Puts a notice into the transaction of what it tells. */
export interface Announcer {
  /** A new notice; fails with ConditionFailed where this key was announced before. */
  announcing(announcement: Announcement): Change;
}

/**
 * waiting → sending → sent | skipped | failed; an attempt whose end nobody saw is `unknown` until the vendor was asked,
 * and `unsure` for good where the vendor can't be asked.
 */
export type DeliveryState =
  | "waiting"
  | "sending"
  | "unknown"
  | "sent"
  | "skipped"
  | "failed"
  | "unsure";

export interface Delivery {
  readonly channel: "sms" | "email";
  readonly to: string;
  /** The text of an SMS as it is sent: what to look for at the vendor. */
  readonly text?: string | undefined;
  readonly language: Language;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly dueAt: Instant;
  /** When the last attempt began. */
  readonly triedAt?: Instant | undefined;
  /** The vendor's id of the message. */
  readonly reference?: string | undefined;
  readonly reason?: string | undefined;
}

export interface Notice extends Announcement {
  /** Who is told and how; undefined until that was found out. */
  readonly deliveries?: readonly Delivery[] | undefined;
  /** Why it was closed without anything to send. */
  readonly closed?: string | undefined;
  readonly dueAt: Instant;
  readonly lease?: { readonly owner: string; readonly until: Instant } | undefined;
  readonly attempts: number;
  readonly version: number;
}

export interface NoticeRef {
  readonly practiceId: string;
  readonly patientId: string;
  readonly key: string;
}

/** The last thing planned to be told of a visit. */
export interface Told {
  readonly key: string;
  readonly event: NoticeEvent;
  readonly start: Instant;
  readonly version: number;
}

export interface Notices extends Announcer {
  read(ref: NoticeRef): Promise<Notice | undefined>;
  /** The next version; fails with NoticeMoved when someone else wrote it since. */
  saving(notice: Notice): Change;
  /** Unsent ones whose time has come, oldest first. */
  due(practiceId: string, upTo: Instant, limit: number): Promise<NoticeRef[]>;
  told(visit: Omit<NoticeRef, "key"> & { visitId: string }): Promise<Told | undefined>;
  /** Fails with NoticeMoved when something else was told of this visit meanwhile. */
  telling(visit: Omit<NoticeRef, "key"> & { visitId: string }, told: Told): Change;
}

/** Someone else is at work on this notice. */
export class NoticeMoved extends Error {
  override readonly name = "NoticeMoved";
}

/** What is known of a phone number, whoever's it is. */
export interface NumberRecord {
  readonly optedOut: boolean;
  /** A recorded consent to more than a few texts. */
  readonly consented: boolean;
  /** Texts of the last week. */
  readonly texts: readonly { readonly id: string; readonly at: Instant }[];
  readonly version: number;
}

export interface PhoneNumbers {
  read(number: string): Promise<NumberRecord>;
  /**
   * Counts a text to it, in the transaction that marks it as being sent. Fails with NumberMoved when another text was
   * counted since, and with OptedOut when the number said STOP, however late.
   */
  texting(number: string, known: NumberRecord, text: { id: string; at: Instant }): Change[];
  /** Remembers that the vendor knows of a STOP. */
  optOut(number: string, at: Instant): Promise<void>;
  /** What its owner wants: no more texts, or texts again. Once a message, however often and late it is told. */
  heard(number: string, message: { id: string; wish: TextWish; at: Instant }): Promise<void>;
}

export class NumberMoved extends Error {
  override readonly name = "NumberMoved";
}
export class OptedOut extends Error {
  override readonly name = "OptedOut";
}

/** Who hears of a patient's visits, and where. */
export interface Recipient {
  readonly email: string;
  readonly phone?: string | undefined;
  readonly language: Language;
}

export interface Recipients {
  /**
   * The people who sign in for this chart: who hears of its visits, or who hears of news in it. Rejects with
   * EhrUnavailable where the chart must be read for it and does not answer.
   */
  of(practiceId: string, patientId: string, news?: NewsFor): Promise<Recipient[]>;
}

/** sent: the vendor has it. refused: it never will. retry: it has not, for now. unknown: nobody saw how it ended. */
export type SendOutcome =
  | { readonly is: "sent"; readonly reference: string }
  | { readonly is: "refused"; readonly code: string }
  | { readonly is: "retry"; readonly code: string }
  | { readonly is: "unknown" };

export interface SmsSender {
  /** Never rejects. */
  send(message: { to: string; text: string }): Promise<SendOutcome>;
  /** Looks for a text sent since then: `refused` means that there is none. Never rejects. */
  find(message: { to: string; text: string; since: Instant }): Promise<SendOutcome>;
}

export interface EmailMessage {
  readonly to: string;
  readonly senderName: string;
  readonly subject: string;
  readonly body: string;
  /** The same for the same message, and says nothing. */
  readonly tag: string;
}

export interface EmailSender {
  /** Never rejects. */
  send(message: EmailMessage): Promise<SendOutcome>;
}
