import type { Actor } from "#domain/actor.ts";
import { type Route, routeKey } from "#domain/api.ts";
import type { Instant } from "#domain/identifiers.ts";
import type { Verdict } from "#domain/policy.ts";
import type { AuditEntry } from "#ports/audit.ts";
import type { CommitAbout } from "#ports/ledger.ts";
import type { Practice } from "#ports/practices.ts";
import type { Change } from "#ports/store.ts";
import type { Kernel } from "./kernel.ts";

/** A request's Idempotency-Key, made specific to its route, and the hash of what was asked. */
export interface RequestKey {
  readonly key: string;
  readonly hash: string;
}

/** Most patients one request may name in its audit entry. */
const PATIENTS_AT_MOST = 200;

/** What a request owes: one audit entry if it touches patient data, and its key if it has one. */
export interface Commitment {
  /** The owed changes, for the use case's own transaction. */
  changes(entityId: string, about?: CommitAbout): Change[];
  /** Undoes the key's part of them. */
  retraction(): Change[];
  /** For a transaction that was committed with `settlesBy`: how it came out. A refusal takes the key back. */
  settlement(refusal: string | undefined): Change[];
  keyed(key: RequestKey, accountId: string): void;
  /** A twin committed instead: nothing that was offered to a transaction went in. */
  withdrawn(): void;
  /**
   * The entry still owed after the use case ran; undefined when it went into a transaction or none is due. After a
   * refusal nobody knows whether the transaction went through: it has the same id, and writing it again does nothing.
   */
  owed(result: { output?: unknown; code?: string }): AuditEntry | undefined;
}

interface Subject {
  readonly kernel: Kernel;
  readonly route: Route;
  readonly requestId: string;
}

export function commitmentOf(
  { kernel, route, requestId }: Subject,
  asked: { actor: Actor; practice: Practice; now: Instant },
  verdict: Verdict,
): Commitment {
  const { actor, now } = asked;
  const { status = 200 } = route;
  // Whoever tries what is not theirs is written down, also where nobody's data would have been touched.
  const due = (route.touches !== "nobody" || !verdict.allow) && actor.kind !== "anonymous";
  const id = kernel.newId("aud");
  let written = false;
  let key: { key: RequestKey; accountId: string } | undefined;
  let open: (CommitAbout & { patients: readonly string[] }) | undefined;
  const entry = (patients: readonly string[], about: Told = {}): AuditEntry => ({
    id,
    at: now,
    practiceId: asked.practice.id,
    actor: { id: actorId(actor), kind: actor.kind },
    relation: verdict.allow ? verdict.relation : "none",
    action: routeKey(route),
    patients: patients.slice(0, PATIENTS_AT_MOST),
    ...told(about),
  });
  const recordOf = ({ hash }: RequestKey, entityId: string) => ({
    hash,
    entityId,
    status,
    at: Date.now(),
    requestId,
  });
  const retraction = () => (key ? [kernel.keys.forget(key.accountId, key.key.key)] : []);
  const chart = verdict.allow && verdict.patientId ? [verdict.patientId] : [];
  return {
    changes(entityId, { patients = chart, ...about } = {}) {
      const changes = key
        ? [kernel.keys.record(key.accountId, key.key.key, recordOf(key.key, entityId))]
        : [];
      if (due) changes.push(kernel.audits.entry(entry(patients, about)));
      written = due;
      open = about.settlesBy === undefined ? undefined : { ...about, patients };
      return changes;
    },
    retraction,
    settlement(refusal) {
      const { settlesBy: _over, patients = [], ...about } = open ?? {};
      const settled = entry(patients, { ...about, refusal });
      const audit = open && due ? [kernel.audits.settled(settled)] : [];
      return refusal === undefined ? audit : [...retraction(), ...audit];
    },
    keyed(given, accountId) {
      key = { key: given, accountId };
    },
    withdrawn() {
      written = false;
    },
    owed({ output, code }) {
      if (!due || (written && code === undefined)) return undefined;
      const patients = code === undefined ? touched(route, chart, output) : chart;
      return entry(patients, code === undefined ? {} : { refusal: code });
    },
  };
}

/** What is said of a request beyond who asked for what. */
type Told = Omit<CommitAbout, "patients"> & { readonly refusal?: string | undefined };

const told = ({ refusal, overrides, note, settlesBy }: Told) => ({
  outcome: refusal === undefined ? ("done" as const) : ("refused" as const),
  ...(refusal === undefined ? {} : { code: refusal }),
  ...(overrides?.length ? { overrides } : {}),
  ...(note === undefined ? {} : { note }),
  ...(settlesBy === undefined ? {} : { settlesBy }),
});

const actorId = (actor: Actor) =>
  actor.kind === "patient" || actor.kind === "staff" ? actor.accountId : actor.kind;

function touched(route: Route, chart: readonly string[], output: unknown): readonly string[] {
  if (typeof route.touches !== "function") return chart;
  // The table types the function by the route's own output, which the use case just returned.
  // biome-ignore lint/nursery/noUnsafeTypeAssertion: see above
  return [...new Set(route.touches(output as never))];
}

/** Writes the entry if it is still owed; an answer never goes out without it. */
export async function writeAudit(
  kernel: Kernel,
  commitment: Commitment,
  result: { output?: unknown; code?: string },
): Promise<void> {
  const entry = commitment.owed(result);
  if (entry) await kernel.audits.write(entry);
}
