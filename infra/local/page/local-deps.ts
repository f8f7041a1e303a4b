export type OutboxMessage = Readonly<{
  id: string;
  at: string;
  channel: "sms" | "email" | "push";
  to: string;
  subject?: string | undefined;
  body: string;
}>;

export type PortalVisit = Readonly<{
  id: string;
  start: string;
  what: string;
  who: string;
  /** A write-back state: saved, in-chart, with-practice, entered or needs-attention. */
  state: string;
  reference?: string | undefined;
  since?: string | undefined;
}>;

export type Denial = Readonly<{ function: string; action: string; resource: string }>;

/** What the runner lends its page. */
export type LocalDeps = Readonly<{
  origin: string;
  /** Of the simulator; undefined when the portal runs against another EHR. */
  ehrAdminUrl: string | undefined;
  ehrFhirUrl: string;
  outbox(): readonly OutboxMessage[];
  fireSchedule(name: string): Promise<void>;
  schedules(): readonly string[];
  denials(): readonly Denial[];
  demo: Readonly<{
    password: string;
    signIns: readonly Readonly<{ email: string; who: string; kind: "patient" | "staff" }>[];
  }>;
  portalVisits(email: string): Promise<readonly PortalVisit[]>;
}>;
