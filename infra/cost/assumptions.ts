export const minutesAMonth = 43_800;

/** What one active patient and the practice do in a month. Nobody has measured a real practice: put your own in. */
export const assumptions = {
  patients: 1_000,
  /** Staff who sign in, for all of them. */
  staff: 12,
  signIns: 2,
  /** By action of `docs/units.json`, times a month for each active patient; the last is the front desk's. */
  actions: {
    "open slots, a week": 1.5,
    hold: 0.5,
    "book, into the chart": 0.5,
    "my visits": 3,
    "one visit": 2,
    results: 1.5,
    records: 1,
    move: 0.1,
    cancel: 0.05,
    "schedule of a day": 2,
  },
  texts: 2,
  segments: 1,
  emails: 2,
  /** Not measured: limits, session, account. */
  signInUnits: { reads: 6, writes: 6 },
  /** Not measured: plan, attempt, outcome. */
  noticeUnits: { reads: 6, writes: 8 },
  /** Not measured: a scheduled run that finds nothing to do. */
  idleRunUnits: { reads: 3, writes: 1 },
  /** Mirror, visits, audit and its chain. */
  patientKb: 200,
  /** At 1 GB of memory; mostly waiting for the table, at times for the EHR. */
  callSeconds: 0.25,
  /** At half of that memory. */
  workerSeconds: 0.4,
  /** DynamoDB caches data keys; most runs cause none. */
  keyRequestsPerRun: 0.05,
  /** X-Ray's own rule: one a second and a twentieth of the rest. */
  traced: 0.05,
  answerKb: 6,
  filesPerVisit: 8,
  fileKb: 10,
  /** Of an entry and its share of the anchors, packed. */
  archivedBytes: 250,
  logBytesPerCall: 1_200,
  logBytesPerRun: 600,
} as const;

/** The same with any numbers. */
export type Assumptions = Numbers<typeof assumptions>;
type Numbers<T> = {
  readonly [K in keyof T]: T[K] extends number ? number : Numbers<T[K]>;
};
