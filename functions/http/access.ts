import type { Actor } from "#domain/actor.ts";
import type { Api, Input, Output, Route } from "#domain/api.ts";
import type { Instant } from "#domain/identifiers.ts";
import type { Relation } from "#domain/policy.ts";
import type { Account, SessionRecord } from "#ports/accounts.ts";
import type { CommitAbout } from "#ports/ledger.ts";
import type { Practice } from "#ports/practices.ts";
import type { Change } from "#ports/store.ts";

/** What the kernel established about a request before a use case sees it. */
export interface Access {
  readonly requestId: string;
  readonly actor: Actor;
  readonly practice: Practice;
  readonly relation: Relation;
  readonly now: Instant;
  /** When the answer must be out, epoch milliseconds. */
  readonly deadline: number;
  /** The signed-in account and its session, where there is one. */
  readonly signedIn?: { readonly account: Account; readonly session: SessionRecord } | undefined;
  readonly http: {
    /** The client's address as CloudFront saw it. */
    readonly address: string;
    readonly rawBody: string;
    header(name: string): string | undefined;
    /** A parameter of the path, as sent; the parsed input is what use cases otherwise read. */
    parameter(name: string): string | undefined;
  };
  /**
   * The audit entry and, for keyed routes, the idempotency record: they go into the transaction of whatever this
   * request writes. Where a use case writes nothing, the kernel writes the audit entry itself.
   */
  commitment(entityId: string, about?: CommitAbout): Change[];
  /** Takes the idempotency record back, for a use case that committed and then gave up what it made. */
  retraction(): Change[];
  /** How a transaction that was committed with `settlesBy` came out, for the audit; a refusal is never replayed. */
  settlement(refusal: string | undefined): Change[];
}

/** Access to one chart: the patient the request is about is settled and allowed. */
export interface ChartAccess extends Access {
  readonly patientId: string;
}

type PolicyRelation<R extends Route> = R["policy"][number]["relation"];
/** Routes with `self` or `proxy` are about one chart. */
export type AccessOf<R extends Route> = [Extract<PolicyRelation<R>, "self" | "proxy">] extends [
  never,
]
  ? Access
  : ChartAccess;

/** An output with more than a body. */
export class Answer<T> {
  readonly body: T;
  readonly cookies: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    body: T,
    more: { cookies?: readonly string[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    this.body = body;
    this.cookies = more.cookies ?? [];
    this.headers = more.headers ?? {};
  }
}

/** Methods, not function properties: a table of unlike handlers must be walkable after their input is parsed. */
interface Runs<R extends Route> {
  run(access: AccessOf<R>, input: Input<R>): Promise<Output<R> | Answer<Output<R>>>;
}
interface Rereads<R extends Route> {
  /** Reads the entity a keyed request made again, for a replay. */
  reread(access: AccessOf<R>, entityId: string): Promise<Output<R>>;
}

export type Handler<R extends Route> = R extends { keyed: true } ? Runs<R> & Rereads<R> : Runs<R>;

export type Handlers<A extends Api> = { readonly [K in keyof A]: Handler<A[K]> };
